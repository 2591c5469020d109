// The ticket form: fields in, fields out, and faults in plain words. It knows nothing of servers or calls.

import { boot } from "./boot.js";
import { Chooser } from "./chooser.js";
import { byId, fill, h } from "./dom.js";

const TEXTS = ["content", "place", "reporter_name", "reporter_phone", "reporter_address", "reporter_email"];
export const FIELDS = [...TEXTS, "category", "topic", "social_field", "ward", "confidential"];

/** A ticket of which nothing is known. */
export const EMPTY = Object.freeze({
  ...Object.fromEntries(TEXTS.map((name) => [name, ""])),
  ...{ category: null, topic: null, social_field: null, ward: null, confidential: false },
});

// What Điều 6 and Biểu mẫu 01 do not do without. In the order of the form: the first fault gets the focus.
const MUSTS = [
  ["category", (fields) => fields.category, "Chọn lĩnh vực (Alt 1–4)."],
  ["social_field", (fields) => fields.category !== "social" || fields.social_field, "Chọn mảng báo cáo."],
  ["content", (fields) => fields.content.trim(), "Ghi nội dung người dân phản ánh (Điều 6)."],
  ["reporter_name", (fields) => fields.reporter_name.trim(), "Hỏi họ và tên người phản ánh (Điều 6)."],
];

/** Event "change" (detail: the field's name) on whatever the operator changes. */
export class TicketForm extends EventTarget {
  #form = byId("ticket-form");
  #ward;

  constructor() {
    super();
    const places = boot.wards.map(({ code, name, former }) => ({ key: code, name, former }));
    const attributes = {
      id: "ward",
      "data-testid": "ward",
      placeholder: "Gõ tên, không cần dấu",
      "aria-describedby": "ward-fault",
    };
    this.#ward = new Chooser(byId("ward-chooser"), places, attributes);
    this.#ward.addEventListener("change", () => this.#changed("ward"));
    this.#form.addEventListener("input", ({ target }) => target.name && this.#changed(target.name));
    byId("topic").addEventListener("change", () => this.#proposeSocialField());
  }

  get fields() {
    const data = this.#form.elements;
    return {
      ...Object.fromEntries(TEXTS.map((name) => [name, data[name].value])),
      category: data.category.value || null,
      topic: data.topic.value || null,
      social_field: (data.category.value === "social" && data.social_field.value) || null,
      ward: this.#ward.value,
      confidential: data.confidential.checked,
    };
  }

  show(fields) {
    const data = this.#form.elements;
    for (const name of TEXTS) if (data[name].value !== fields[name]) data[name].value = fields[name];
    for (const radio of data.category) radio.checked = radio.value === fields.category;
    for (const radio of data.social_field) radio.checked = radio.value === fields.social_field;
    this.#offerTopics(fields.category, fields.topic);
    if (this.#ward.value !== fields.ward) this.#ward.value = fields.ward;
    data.confidential.checked = fields.confidential;
  }

  set open(open) {
    byId("ticket-fields").disabled = !open;
    this.#form.classList.toggle("settled", !open);
  }

  /** What is missing, as { field: words }; shown beside the fields, the first of them focused. */
  check() {
    const fields = this.fields;
    const faults = Object.fromEntries(
      MUSTS.filter(([, holds]) => !holds(fields)).map(([name, , words]) => [name, words]),
    );
    this.fault(faults);
    return faults;
  }

  /** Show faults; the first of them gets the focus. */
  fault(faults) {
    for (const name of FIELDS) this.#faultOf(name, faults[name] ?? "");
    const first = MUSTS.map(([name]) => name)
      .concat(FIELDS)
      .find((name) => faults[name]);
    if (first) this.#form.querySelector(`[data-field=${first}]`).querySelector("input, textarea, select").focus();
  }

  /** Choose the category with this menu digit, as the citizen would have. */
  pick(digit) {
    const key = boot.categories.find((category) => category.digit === digit)?.key;
    const radio = [...this.#form.elements.category].find(({ value }) => value === key);
    if (!radio || byId("ticket-fields").disabled || this.#form.hidden) return;
    radio.click();
    radio.focus();
  }

  /** To where the operator writes next. */
  focus() {
    const { content, reporter_name: name } = this.#form.elements;
    (content.value && !name.value ? name : content).focus({ preventScroll: true });
  }

  #faultOf(name, words) {
    byId(`${name}-fault`).textContent = words;
    const field = this.#form.querySelector(`[data-field=${name}]`);
    field.classList.toggle("faulty", words !== "");
    for (const input of field.querySelectorAll("input, textarea, select"))
      input.setAttribute("aria-invalid", String(words !== ""));
  }

  #changed(name) {
    if (name === "category") this.#offerTopics(this.#form.elements.category.value, null);
    if (FIELDS.includes(name)) this.#faultOf(name, "");
    this.dispatchEvent(new CustomEvent("change", { detail: name }));
  }

  #offerTopics(category, chosen) {
    const topics = boot.topics.filter((topic) => topic.category === category);
    const none = !category
      ? "— Chọn lĩnh vực trước —"
      : topics.length
        ? "— Chưa chọn —"
        : "— Lĩnh vực này không chia chủ đề —";
    const select = byId("topic");
    fill(select, h("option", { value: "" }, none), ...topics.map(({ key, name }) => h("option", { value: key }, name)));
    select.value = topics.some(({ key }) => key === chosen) ? chosen : "";
    select.disabled = topics.length === 0;
    this.#form.querySelector("[data-field=social_field]").hidden = category !== "social";
  }

  /** Most topics belong to one line of Biểu mẫu 01: propose it, unless the operator has said otherwise. */
  #proposeSocialField() {
    const line = boot.topics.find(({ key }) => key === byId("topic").value)?.social_field;
    const radios = [...this.#form.elements.social_field];
    if (!line || radios.some(({ checked }) => checked)) return;
    radios.find(({ value }) => value === line).checked = true;
    this.#changed("social_field");
  }
}
