// A field with a list that narrows as one types, marks aside: "le chan" finds "Phường Lê Chân". Keyboard and screen
// reader behave as the ARIA combobox pattern says; what was typed and matches nothing is put back on leaving.

import { fill, h } from "./dom.js";
import { plain } from "./words.js";

const GAP = 3; // px between the field and its list
const SHOWN = 12; // a longer list is not read, it is typed against

export class Chooser extends EventTarget {
  #choices;
  #value = null;
  #open = false;
  #found = [];
  #active = -1;
  #input;
  #list;

  /** choices: [{ key, name, former? }], `former` being names it is found by as well; the input gets `attributes` (id, data-testid, placeholder...). */
  constructor(root, choices, attributes) {
    super();
    this.#choices = choices.map((choice) => {
      const names = [choice.name, ...(choice.former ?? [])].map((name) => ({ name, plain: plain(name) }));
      return { ...choice, names };
    });
    const listId = `${attributes.id}-list`;
    this.#input = h("input", {
      ...attributes,
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-expanded": "false",
      "aria-controls": listId,
      "aria-autocomplete": "list",
      oninput: () => this.#narrow(),
      onkeydown: (press) => this.#pressed(press),
      onblur: () => this.#left(),
    });
    this.#list = h("ul", { role: "listbox", id: listId, class: "chooser-list", "aria-label": "Gợi ý", hidden: true });
    // Keep the focus in the field while the mouse picks.
    this.#list.addEventListener("mousedown", (press) => press.preventDefault());
    root.replaceChildren(this.#input, this.#list);
    for (const move of ["resize", "scroll"]) addEventListener(move, () => this.#open && this.#place(), true);
  }

  get value() {
    return this.#value;
  }

  set value(key) {
    this.#value = key ?? null;
    this.#input.value = this.#name(key);
  }

  #name(key) {
    return this.#choices.find((choice) => choice.key === key)?.name ?? "";
  }

  #narrow() {
    const wanted = plain(this.#input.value);
    this.#found = matches(this.#choices, wanted).slice(0, SHOWN);
    this.#active = wanted && this.#found.length ? 0 : -1;
    this.#show(true);
  }

  #show(open) {
    this.#open = open;
    this.#list.hidden = !open;
    this.#input.setAttribute("aria-expanded", String(open));
    if (!open) return this.#input.removeAttribute("aria-activedescendant");
    const rows = this.#found.map((choice, place) => this.#row(choice, place));
    fill(this.#list, ...(rows.length ? rows : [h("li", { class: "chooser-none" }, "Không có tên nào khớp")]));
    const active = rows[this.#active];
    if (active) this.#input.setAttribute("aria-activedescendant", active.id);
    else this.#input.removeAttribute("aria-activedescendant");
    this.#place();
    active?.scrollIntoView({ block: "nearest" });
  }

  /** Under the field, or over it where there is more room. */
  #place() {
    const { top, bottom, left, width } = this.#input.getBoundingClientRect();
    const below = innerHeight - bottom >= Math.min(top, this.#list.scrollHeight + GAP);
    const block = below
      ? { top: `${bottom + GAP}px`, bottom: "auto" }
      : { top: "auto", bottom: `${innerHeight - top + GAP}px` };
    Object.assign(this.#list.style, { left: `${left}px`, width: `${width}px`, ...block });
  }

  #row(choice, place) {
    const attributes = {
      role: "option",
      id: `${this.#list.id}-${place}`,
      "aria-selected": String(place === this.#active),
    };
    const by = choice.by ? h("span", { class: "chooser-by" }, ` trước là ${choice.by}`) : "";
    return h("li", { ...attributes, onclick: () => this.#pick(choice.key) }, choice.name, by);
  }

  #pressed(press) {
    if (press.isComposing || press.altKey || press.ctrlKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (step) {
      press.preventDefault();
      if (!this.#open) this.#narrow();
      else this.#active = (this.#active + step + this.#found.length) % Math.max(1, this.#found.length);
      this.#show(true);
    } else if (press.key === "Enter" && this.#open) {
      press.preventDefault();
      const choice = this.#found[this.#active];
      if (choice) this.#pick(choice.key);
    } else if (press.key === "Escape" && this.#open) {
      press.stopPropagation();
      press.preventDefault(); // it is the list that closes, not a dialog around it
      this.value = this.#value;
      this.#show(false);
    }
  }

  #left() {
    if (this.#open && this.#active >= 0) return this.#pick(this.#found[this.#active].key);
    if (!this.#input.value.trim()) return this.#pick(null);
    this.value = this.#value;
    this.#show(false);
  }

  #pick(key) {
    const changed = key !== this.#value;
    this.value = key;
    this.#show(false);
    if (changed) this.dispatchEvent(new Event("change"));
  }
}

/** The choices a typed text may mean, best first: today's names before former ones, beginnings of words before middles
 * ("an" means An Biên before Quán Toan). `by` says which former name it was found by. */
function matches(choices, wanted) {
  const begins = ({ plain: name }) => name.startsWith(wanted) || name.includes(` ${wanted}`);
  return choices
    .map((choice) => {
      const place = choice.names.findIndex(begins);
      const any = choice.names.findIndex((name) => name.plain.includes(wanted));
      const at = place >= 0 ? place : any;
      return {
        ...choice,
        by: at > 0 ? choice.names[at].name : null,
        rank: at < 0 ? null : (at > 0 ? 2 : 0) + (place < 0 ? 1 : 0),
      };
    })
    .filter(({ rank }) => rank !== null)
    .sort((one, other) => one.rank - other.rank);
}
