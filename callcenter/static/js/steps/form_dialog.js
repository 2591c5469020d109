// The one dialog of all steps, built from the step's row in forms.js. It stays open until the server has agreed: what it
// refuses stands at its field, what a colleague did meanwhile is told, and nothing that was typed is lost.

import { Away } from "../api.js";
import { news } from "../conflict.js";
import { byId, fill, h } from "../dom.js";
import { CASE_STATE, FIELD } from "../words.js";
import { KINDS } from "./fields.js";

const AWAY = "Máy chủ đang tắt, chưa ghi được. Chữ bạn viết còn nguyên, bấm lại khi có kết nối.";

/** One opening of the dialog. */
class Asking {
  #dialog = byId("dialog-step");
  #form = byId("step-form");
  #asked;
  #send;
  #view;
  #fields;
  #done; // resolves the answer

  constructor(asked, send) {
    const learn = (view) => {
      this.#view = view;
      asked.learn(view);
    };
    this.#asked = { ...asked, learn };
    this.#view = asked.view;
    this.#send = send;
  }

  open() {
    this.#draw();
    this.#dialog.returnValue = "";
    this.#dialog.showModal();
    (this.#fields[0]?.input ?? byId("step-yes")).focus();
    const over = new AbortController();
    const heard = { signal: over.signal };
    this.#form.addEventListener("submit", (event) => this.#submitted(event), heard);
    this.#form.addEventListener("keydown", (press) => this.#pressed(press), heard);
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#dialog.addEventListener("close", () => resolve(null), heard);
    }).finally(() => over.abort());
  }

  #draw() {
    const { title, tags, note, form } = this.#asked;
    const fields = form.fields.filter(({ when }) => !when || when(this.#view));
    this.#fields = fields.map((field) => drawn(field, this.#asked));
    byId("step-title").textContent = title;
    fill(byId("step-tags"), ...tags.filter(Boolean).map((words) => h("span", { class: "tag" }, words)));
    byId("step-lead").textContent = form.lead;
    byId("step-whose").textContent = note;
    fill(byId("step-fields"), ...this.#fields.map(({ root }) => root));
    fill(byId("step-news"));
    byId("step-problem").textContent = "";
    fill(byId("step-yes"), form.yes, h("kbd", {}, "Ctrl ↵"));
    byId("step-yes").disabled = false;
  }

  get #said() {
    return Object.fromEntries(this.#fields.map(({ name, read }) => [name, read()]).filter(([, said]) => said !== null));
  }

  /** In a text of many lines Enter is a new line: with Ctrl it means "yes" everywhere. */
  #pressed(press) {
    if (!press.ctrlKey || press.key !== "Enter" || press.isComposing || byId("step-yes").disabled) return;
    press.preventDefault();
    this.#form.requestSubmit();
  }

  async #submitted(event) {
    event.preventDefault();
    const said = this.#said;
    if (this.#faults(missing(this.#fields, this.#view, said))) return;
    byId("step-yes").disabled = true; // a second press sends nothing twice
    byId("step-problem").textContent = "";
    try {
      const answer = await this.#send(said, this.#view);
      this.#done(answer);
      this.#dialog.close();
    } catch (error) {
      byId("step-yes").disabled = false;
      this.#refused(error);
    }
  }

  /** Show what is wrong at its field, the first one focused; true when anything is. */
  #faults(faults) {
    for (const { name, root, input } of this.#fields) {
      root.classList.toggle("faulty", name in faults);
      if (isField(input)) input.setAttribute("aria-invalid", String(name in faults));
      root.querySelector(".fault").textContent = faults[name] ?? "";
    }
    const first = this.#fields.find(({ name }) => name in faults);
    first?.input.focus();
    return Boolean(first);
  }

  #refused(error) {
    if (error instanceof Away) return this.#problem(AWAY);
    if (!error.word) throw error; // our own mistake must be loud
    if (error.word === "stale_case") return this.#meanwhile(error.body.current);
    if (this.#faults(error.fields)) return undefined;
    return this.#problem(error.message);
  }

  #problem(words) {
    byId("step-problem").textContent = words;
    byId("step-yes").focus();
  }

  /** Somebody else was first: what they did, and whether this step is still one. */
  #meanwhile(current) {
    const still = !this.#asked.step || current.steps.some(({ step }) => step === this.#asked.step.step);
    const lead = still
      ? "Phiếu vừa có thay đổi. Xem lại rồi bấm lần nữa; chữ bạn viết còn nguyên."
      : `Phiếu vừa có thay đổi, bước này không làm được nữa: phiếu ${CASE_STATE[current.state].toLowerCase()}.`;
    fill(byId("step-news"), h("p", {}, h("strong", {}, lead)), news(this.#view, current));
    this.#view = current;
    byId("step-yes").disabled = !still;
    (still ? byId("step-yes") : byId("step-back")).focus();
  }
}

/** Ask what a step needs. asked: { title, tags, note, form, step, view, learn(view) }, the last three for a step of a case;
 * `send(said, view)` hands it to the server: what it throws is shown in the dialog. Resolves to its answer; null when the
 * dialog was put away. */
export function ask(asked, send) {
  return new Asking(asked, send).open();
}

/** A field with its label, help and the place for what is wrong with it. */
function drawn(field, asked) {
  const id = `step-${field.name}`;
  const attributes = { id, name: field.name, "data-testid": id.replaceAll("_", "-"), "aria-describedby": `${id}-more` };
  const made = KINDS[field.kind](field, attributes, asked);
  const must = mustBe(field, asked.view, {});
  const mark = must ? h("span", { class: "must" }, "bắt buộc") : "";
  const label = h("label", { for: id }, `${field.label ?? FIELD[field.name]} `, mark);
  const help = [made.help, field.help].filter(Boolean).join(" ");
  const more = h(
    "div",
    { id: `${id}-more`, class: "field-more" },
    help ? h("p", { class: "quiet-words" }, help) : "",
    h("p", { class: "fault", role: "alert", "data-testid": `${id.replaceAll("_", "-")}-fault` }),
  );
  if (must && isField(made.input)) made.input.setAttribute("aria-required", "true");
  const check = field.kind === "check";
  const body = check ? [h("div", { class: "check" }, made.node, label)] : [label, made.node];
  return { ...field, ...made, root: h("div", { class: "field", "data-field": field.name }, ...body, more) };
}

/** Files are chosen by a button, which cannot be said to be invalid: the words beside it say so. */
const isField = (input) => input.matches("input, select, textarea");

function mustBe({ must }, view, said) {
  return typeof must === "function" ? must(view, said) : Boolean(must);
}

/** What must be said and is not, as { field: words }. */
function missing(fields, view, said) {
  const open = fields.filter((field) => mustBe(field, view, said) && !said[field.name]);
  return Object.fromEntries(open.map(({ name }) => [name, "Cần điền mục này."]));
}
