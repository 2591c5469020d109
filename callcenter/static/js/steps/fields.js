// The kinds of field a step's dialog is made of. Each maker answers { node, input, read() }: what stands under the label,
// what gets the focus, and what is sent (null: nothing was said).

import { boot } from "../boot.js";
import { Chooser } from "../chooser.js";
import { h } from "../dom.js";
import { day, moment } from "./date_fields.js";
import { files } from "./file_field.js";

const WAYS = ["Gọi điện", "Nhắn tin SMS", "Nhắn Zalo", "Thư điện tử", "Báo trực tiếp khi gọi đến"];
const LONGEST = 2000; // letters; step_bodies.py

const written = (input) => ({ node: input, input, read: () => input.value.trim() || null });

/** Every maker: (field, attributes of its input, what form_dialog.js was asked). */
export const KINDS = {
  text: (field, attributes) => written(h("input", { ...attributes, maxlength: 300, autocomplete: "off" })),
  long: (field, attributes) => written(h("textarea", { ...attributes, rows: 3, maxlength: LONGEST })),
  ways,
  check,
  choice,
  unit,
  moment,
  day,
  files,
};

/** A text that is one of a few in most cases. */
function ways(field, attributes) {
  const list = `${attributes.id}-ways`;
  const input = h("input", { ...attributes, list, maxlength: 300, autocomplete: "off" });
  const node = h("div", {}, input, h("datalist", { id: list }, ...WAYS.map((value) => h("option", { value }))));
  return { ...written(input), node };
}

function check(field, attributes) {
  const input = h("input", { ...attributes, type: "checkbox" });
  return { node: input, input, read: () => input.checked };
}

function choice({ choices }, attributes) {
  const none = h("option", { value: "" }, "— Chọn —");
  return written(h("select", attributes, none, ...choices.map(({ key, name }) => h("option", { value: key }, name))));
}

/** One of the units that get cases; not the one that has it. */
function unit(field, attributes, { view }) {
  const node = h("div", { class: "chooser" });
  const units = boot.units.filter(
    ({ code, active }) => active && code !== boot.city_office && code !== view.unit?.code,
  );
  const choices = units.map(({ code, name }) => ({ key: code, name }));
  const chooser = new Chooser(node, choices, { ...attributes, placeholder: "Gõ tên, không cần dấu" });
  return { node, input: node.querySelector("input"), read: () => chooser.value };
}
