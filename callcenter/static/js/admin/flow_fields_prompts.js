// The words of a place: each prompt with its text to edit and a key to hear it; values that are said among them.

import { boot } from "../boot.js";
import { h, icon } from "../dom.js";
import { named } from "./flow_fields.js";
import { idOf, play } from "./flow_sound.js";

const { flow_words: words } = boot;

/** Every list of prompts in a part of the flow. */
function lists(part) {
  if (Array.isArray(part)) return [part];
  return part && typeof part === "object" ? Object.values(part).flatMap(lists) : [];
}

/** Every prompt that a part of the flow names, once for each time: in lists, and as words of a case's state. */
export function promptsIn(part) {
  const inLists = lists(part).flat();
  const tables = [part.states, part.units, ...Object.values(part.code ?? {}).flatMap(({ states, units }) => [states, units])];
  return [...inLists, ...tables.flatMap((table) => Object.values(table ?? {}))].filter((name) => !name.includes(":"));
}

/** How many times the flow names this prompt. */
export function uses({ prompts: _, ...rest }, name) {
  return promptsIn(rest).filter((one) => one === name).length;
}

/** The field of a list of prompts at `path`; with `values` also what can be said of the world and of typed digits. */
export function promptsField(draft, path, label, { values = false } = {}) {
  const names = draft.at(path) ?? [];
  const rows = names.map((name, place) => (name.includes(":") ? valueRow(draft, path, names, place) : promptRow(draft, path, names, place)));
  const add = boot.may_edit ? addLine(draft, path, names, values) : null;
  return h("fieldset", { "data-where": path.join(".") }, h("legend", {}, label), ...rows, add);
}

function promptRow(draft, path, names, place) {
  const name = names[place];
  const text = h("textarea", { rows: 1, "aria-label": `Câu ${name}`, "data-where": `prompts.${name}`, "data-testid": `prompt-${name}`, readonly: !boot.may_edit, maxlength: 1000 });
  text.value = draft.at(["prompts", name]) ?? "";
  text.addEventListener("input", () => draft.put(["prompts", name], text.value));
  const others = uses(draft.parts, name) - 1;
  const note = h("span", { class: "spoken-name" }, others > 0 ? `${name} · còn dùng ở ${others} nơi khác` : name);
  return h("div", { class: "spoken" }, hear(draft, name, text), text, remove(draft, path, names, place), note, faultOf(name));
}

/** Where the form says what is wrong with a prompt. */
export const faultOf = (name) => h("p", { class: "fault", role: "alert", "data-fault-of": `prompts.${name}` });

function valueRow(draft, path, names, place) {
  const [reading, fact] = names[place].split(":");
  const said = reading === "digits" ? `Số đã nhập ở ${fact}` : named(fact);
  const nothing = h("button", { type: "button", class: "round", disabled: true, "aria-label": "Giá trị chỉ biết khi gọi" }, icon("clock"));
  return h("div", { class: "spoken" }, nothing, h("p", {}, `[${said}]`), remove(draft, path, names, place));
}

/** The key that plays what is written now, published or not. */
export function hear(draft, name, text) {
  const button = h("button", { type: "button", class: "round", "aria-label": `Nghe câu ${name}`, "data-testid": `hear-${name}` }, icon("play"));
  button.addEventListener("click", async () => {
    button.classList.add("playing");
    await play(idOf(draft.parts.flow.name, name), text.value);
    button.classList.remove("playing");
  });
  return button;
}

function remove(draft, path, names, place) {
  if (!boot.may_edit) return null;
  const button = h("button", { type: "button", class: "button quiet", "aria-label": `Bỏ câu ${names[place]} khỏi đây` }, icon("close"));
  button.addEventListener("click", () => {
    draft.change((parts) => {
      const list = path.reduce((part, one) => part[one], parts);
      const [name] = list.splice(place, 1);
      if (!name.includes(":") && !uses(parts, name)) delete parts.prompts[name];
    });
    draft.dispatchEvent(new Event("moved"));
  });
  return button;
}

function addLine(draft, path, names, values) {
  const existing = Object.keys(draft.parts.prompts ?? {}).filter((name) => !names.includes(name));
  const options = [h("option", { value: "" }, "Thêm câu…"), h("option", { value: "+" }, "Câu mới")];
  const group = h("optgroup", { label: "Câu đang có" }, ...existing.map((name) => h("option", { value: name }, `${name}: ${draft.parts.prompts[name].slice(0, 40)}`)));
  const select = h("select", { "aria-label": "Thêm câu nói", "data-testid": `add-to-${path.join("-")}` }, ...options, ...(values ? [valueOptions(draft)] : []), group);
  select.addEventListener("change", () => {
    const name = select.value === "+" ? freshName(draft, path) : select.value;
    draft.change((parts) => {
      const parent = path.slice(0, -1).reduce((part, one) => part[one], parts);
      parent[path.at(-1)] = [...names, name];
      if (select.value === "+") parts.prompts[name] = "Câu mới";
    });
    draft.dispatchEvent(new CustomEvent("moved", { detail: `prompts.${name}` }));
  });
  return h("div", { class: "add-line" }, select);
}

function valueOptions(draft) {
  const world = Object.entries(words.values).map(([fact, reading]) => h("option", { value: `${reading}:${fact}` }, named(fact)));
  const typed = Object.keys(draft.parts.input ?? {}).map((name) => h("option", { value: `digits:${name}` }, `Số đã nhập ở ${name}`));
  return h("optgroup", { label: "Giá trị" }, ...world, ...typed);
}

function freshName(draft, path) {
  const stem = path.filter((part) => /^[a-z]/.test(part)).slice(1).join("_") || "prompt";
  let number = 1;
  while (`${stem}_${number}` in draft.parts.prompts) number += 1;
  return `${stem}_${number}`;
}
