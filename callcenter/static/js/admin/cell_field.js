// The field a value is edited in: plain text, or a list that narrows as one types.

import { Chooser } from "../chooser.js";
import { h } from "../dom.js";

/**
 * { root, input, text() } for a column's value. `how`: { empty, former } - what an empty cell means, and names of
 * before by which a choice is found as well.
 */
export function field(column, value, how = {}, attributes = {}) {
  const id = `edit-${column.key}`;
  if (!column.choices.length) {
    const input = h("input", { id, value, spellcheck: "false", autocomplete: "off", ...attributes });
    return { root: input, input, text: () => input.value };
  }
  const root = h("div", { class: "chooser" });
  const known = !value || value === how.empty || column.choices.includes(value) ? column.choices : [value, ...column.choices];
  const choices = known.map((name) => ({ key: name, name, former: how.former?.get(name) }));
  const chooser = new Chooser(root, choices, { id, placeholder: how.empty ?? "", ...attributes });
  chooser.value = value === how.empty ? null : value;
  return { root, input: root.querySelector("input"), text: () => chooser.value ?? "" };
}
