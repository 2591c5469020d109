// The form of one place of the flow, drawn from the data of flow_fields.js; each change goes into the draft at once.

import { boot } from "../boot.js";
import { h, icon } from "../dom.js";
import { named, SECTIONS, WHOLE } from "./flow_fields.js";
import { faultOf, hear, promptsField } from "./flow_fields_prompts.js";

const { flow_words: words } = boot;
const KEYS = [..."1234567890*#"];

/** The whole form of a place: its head, then its fields. */
export function formOf(draft, [section, name], removeIt) {
  const { label, fields } = SECTIONS[section] ?? WHOLE[section];
  const path = name ? [section, name] : [section];
  const head = h("div", { class: "form-head" }, h("h1", {}, label), h("code", {}, path.join(".")), boot.may_edit && name ? removal(removeIt) : null);
  return [head, h("p", { class: "fault", role: "alert", "data-fault-of": path.join(".") }), ...fields.map((one) => field(draft, path, one))];
}

function removal(removeIt) {
  return h("button", { type: "button", class: "button quiet danger", "data-testid": "remove-place", onclick: removeIt }, "Xóa nơi này");
}

function field(draft, base, [name, label, kind, more = {}]) {
  const path = name ? [...base, name] : base;
  const made = MAKERS[kind](draft, path, label, more);
  return h("div", { class: "field-block" }, made, h("p", { class: "fault", role: "alert", "data-fault-of": path.join(".") }));
}

/** A label and its control, which is told apart by where it stands in the flow. */
function labelled(label, control, path) {
  const id = `f-${path.join("-")}`;
  control.id = id;
  control.dataset.where = path.join(".");
  control.dataset.testid = id;
  if (!boot.may_edit) control.disabled = true;
  return h("div", { class: "field" }, h("label", { for: id }, label), control);
}

function typed(draft, path, label, attributes, read) {
  const input = h("input", attributes);
  input.value = draft.at(path) ?? "";
  input.addEventListener("input", () => draft.put(path, read(input)));
  return labelled(label, input, path);
}

/** A choice among [value, words]; "" stands for none. */
function chosen(draft, path, label, options, optional) {
  const value = draft.at(path) ?? "";
  const known = options.some(([key]) => key === value);
  const all = [...(optional ? [["", "(không)"]] : []), ...options, ...(known || (optional && !value) ? [] : [[value, value ? `${value} (không có)` : "(chưa chọn)"]])];
  const select = h("select", {}, ...all.map(([key, said]) => h("option", { value: key, selected: key === value }, said)));
  select.addEventListener("change", () => {
    draft.put(path, select.value || undefined);
    if (path.at(-1) === "ask") draft.dispatchEvent(new Event("moved"));
  });
  return labelled(label, select, path);
}

const places = (draft) => draft.places.map(({ section, name, title }) => [name, `${title} · ${SECTIONS[section].label} ${name}`]);

function choices(draft, path, label) {
  const offered = Object.entries(draft.at(path) ?? {}).sort(([one], [other]) => KEYS.indexOf(one) - KEYS.indexOf(other));
  const rows = offered.map(([key]) => choiceRow(draft, path, key));
  const free = KEYS.filter((key) => !(key in (draft.at(path) ?? {})));
  const add = h("select", { "aria-label": "Thêm phím", "data-testid": "add-key" }, h("option", { value: "" }, "Thêm phím…"), ...free.map((key) => h("option", { value: key }, `Phím ${key}`)));
  add.addEventListener("change", () => {
    draft.put([...path, add.value], { label: "Lựa chọn mới", goto: draft.parts.flow.operator });
    draft.dispatchEvent(new CustomEvent("moved", { detail: [...path, add.value, "label"].join(".") }));
  });
  return h("fieldset", { "data-where": path.join(".") }, h("legend", {}, label), ...rows, boot.may_edit ? h("div", { class: "add-line" }, add) : null);
}

function choiceRow(draft, path, key) {
  const at = (field_) => [...path, key, field_];
  const keys = KEYS.filter((other) => other === key || !(other in draft.at(path)));
  const pick = h("select", { "aria-label": `Phím ${key}`, disabled: !boot.may_edit }, ...keys.map((other) => h("option", { value: other, selected: other === key }, other)));
  pick.addEventListener("change", () => {
    draft.change((parts) => {
      const all = path.reduce((part, one) => part[one], parts);
      all[pick.value] = all[key];
      delete all[key];
    });
    draft.dispatchEvent(new Event("moved"));
  });
  const label = h("input", { "aria-label": `Nhãn phím ${key}`, "data-where": at("label").join("."), "data-testid": `label-${key}`, readonly: !boot.may_edit, maxlength: 200 });
  label.value = draft.at(at("label")) ?? "";
  label.addEventListener("input", () => draft.put(at("label"), label.value));
  const goto = chosen(draft, at("goto"), `Phím ${key} tới`, places(draft)).querySelector("select");
  goto.setAttribute("aria-label", `Phím ${key} tới`);
  const gone = h("button", { type: "button", class: "button quiet", "aria-label": `Bỏ phím ${key}`, hidden: !boot.may_edit }, icon("close"));
  gone.addEventListener("click", () => {
    draft.put([...path, key], undefined);
    draft.dispatchEvent(new Event("moved"));
  });
  const more = h("details", {}, h("summary", {}, summary(draft.at([...path, key]))), choiceMore(draft, at));
  return h("div", { class: "choice" }, pick, label, gone, h("span", { class: "goes" }, "tới"), goto, h("span"), more, h("p", { class: "fault", role: "alert", "data-fault-of": [...path, key].join(".") }));
}

function summary({ say = [], category, topic }) {
  const told = [say.length ? `${say.length} câu nói` : "", category ? `lĩnh vực ${category}` : "", topic ? `chủ đề ${topic}` : ""];
  return told.filter(Boolean).join(" · ") || "Câu nói, lĩnh vực, chủ đề";
}

function choiceMore(draft, at) {
  const category = chosen(draft, at("category"), "Ghi lĩnh vực", boot.categories.map(({ key, name }) => [key, name]), true);
  const topic = chosen(draft, at("topic"), "Ghi chủ đề", boot.topics.map(({ key, name }) => [key, name]), true);
  return h("div", { class: "choice-more" }, promptsField(draft, at("say"), "Nói trên đường tới đó"), h("div", { class: "field-line" }, category, topic));
}

function ways(draft, path, label) {
  const answers = { ...words.questions[draft.at([...path.slice(0, -1), "ask"])], [words.no_answer.key]: words.no_answer.label };
  const rows = Object.entries(answers).map(([answer, said]) => {
    const select = chosen(draft, [...path, answer], said, places(draft), false).querySelector("select");
    return h("div", { class: "way" }, h("label", { for: select.id }, said), select);
  });
  return h("fieldset", { "data-where": path.join(".") }, h("legend", {}, label), ...rows);
}

/** Words of the case store, each with the prompt that tells it. */
function wordMap(draft, path, label) {
  const rows = Object.entries(draft.at(path) ?? {}).map(([word, name]) => {
    const text = h("textarea", { rows: 1, "aria-label": word, "data-where": `prompts.${name}`, readonly: !boot.may_edit, maxlength: 1000 });
    text.value = draft.at(["prompts", name]) ?? "";
    text.addEventListener("input", () => draft.put(["prompts", name], text.value));
    return h("div", { class: "spoken" }, hear(draft, name, text), text, h("span", { class: "spoken-name" }, `${word} → ${name}`), faultOf(name));
  });
  return h("fieldset", { "data-where": path.join(".") }, h("legend", {}, label), ...rows);
}

const MAKERS = {
  text: (draft, path, label) => typed(draft, path, label, { maxlength: 200 }, (input) => input.value),
  number: (draft, path, label, { min, max }) =>
    typed(draft, path, label, { type: "number", min, max, step: "any" }, (input) => (input.value === "" ? undefined : input.valueAsNumber)),
  flag: (draft, path, label) => {
    const box = h("input", { type: "checkbox" });
    box.checked = draft.at(path) ?? false;
    box.addEventListener("change", () => draft.put(path, box.checked));
    return labelled(label, box, path);
  },
  key: (draft, path, label) => chosen(draft, path, label, KEYS.map((key) => [key, key])),
  place: (draft, path, label, { optional }) => chosen(draft, path, label, places(draft), optional),
  sub: (draft, path, label) => chosen(draft, path, label, Object.entries(draft.parts.sub ?? {}).map(([name, { title }]) => [name, title])),
  one: (draft, path, label, { of }) => chosen(draft, path, label, of.map((word) => [word, named(word)])),
  prompts: (draft, path, label) => promptsField(draft, path, label),
  lines: (draft, path, label) => promptsField(draft, path, label, { values: true }),
  choices,
  ways,
  map: wordMap,
};
