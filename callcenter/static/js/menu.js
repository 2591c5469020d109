// A button that opens a menu, as the ARIA menu-button pattern says: arrows, Home, End, the first letters of an entry
// (marks aside), Escape. The entries are the menu's own buttons, whoever made them.

import { plain } from "./words.js";

const TOGETHER = 700; // ms: letters typed faster than this are one word

export class Menu {
  #button;
  #list;
  #typed = "";
  #typedAt = 0;

  constructor(button, list) {
    this.#button = button;
    this.#list = list;
    button.addEventListener("click", () => (list.hidden ? this.open() : this.close()));
    list.addEventListener("keydown", (press) => this.#pressed(press));
    list.addEventListener("click", () => this.close());
    document.addEventListener("pointerdown", ({ target }) => {
      if (!list.contains(target) && !button.contains(target)) this.close();
    });
  }

  get #entries() {
    return [...this.#list.querySelectorAll("[role=menuitem]")];
  }

  open() {
    this.#list.hidden = false;
    this.#button.setAttribute("aria-expanded", "true");
    this.#typed = "";
    this.#entries[0]?.focus();
  }

  close() {
    if (this.#list.hidden) return;
    if (this.#list.contains(document.activeElement)) this.#button.focus();
    this.#list.hidden = true;
    this.#button.setAttribute("aria-expanded", "false");
  }

  #pressed(press) {
    const entries = this.#entries;
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[press.key];
    if (to !== undefined) entries.at(to % entries.length).focus();
    else if (press.key === "Escape" || press.key === "Tab") this.close();
    else if (this.#isText(press)) this.#find(press, entries, at);
    else return;
    if (press.key !== "Tab") press.preventDefault();
  }

  /** A letter; a space only inside what is being typed, for alone it chooses. */
  #isText({ key, ctrlKey, altKey, timeStamp }) {
    if (ctrlKey || altKey) return false;
    return /^\p{L}$/u.test(key) || (key === " " && this.#typed !== "" && timeStamp - this.#typedAt < TOGETHER);
  }

  /** To the next entry that begins with what is typed; one letter again: to the one after it. */
  #find({ key, timeStamp }, entries, at) {
    const going = timeStamp - this.#typedAt < TOGETHER;
    this.#typed = going ? this.#typed + letters(key) : letters(key);
    this.#typedAt = timeStamp;
    const from = this.#typed.length > 1 ? at : at + 1;
    const order = [...entries.slice(from), ...entries.slice(0, from)];
    order.find((entry) => letters(entry.textContent).startsWith(this.#typed))?.focus();
  }
}

const letters = (text) => plain(text).replaceAll(" ", "");
