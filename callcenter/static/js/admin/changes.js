// How a change of rows is told: what came, what went, and of what was changed only the cells that differ.

import { h } from "../dom.js";

const SIGN = { added: "+", removed: "−", changed: "~" };
const WORD = { added: "thêm", removed: "bỏ", changed: "sửa" };

export function kindOf({ before, after }) {
  return before && after ? "changed" : after ? "added" : "removed";
}

/** "3 thêm, 2 sửa, 1 bỏ"; "không có gì thay đổi". */
export function counted(changes) {
  const kinds = ["added", "changed", "removed"].map((kind) => [changes.filter((change) => kindOf(change) === kind).length, WORD[kind]]);
  return kinds.filter(([count]) => count).map(([count, word]) => `${count} ${word}`).join(", ") || "không có gì thay đổi";
}

/** A list of changes; at most `most` are drawn. `names`: column key -> header. */
export function list(changes, names, most = 50) {
  const lines = changes.slice(0, most).map((change) => line(change, names));
  const more = changes.length > most ? [h("li", { class: "quiet-words" }, `… và ${changes.length - most} dòng khác.`)] : [];
  return h("ul", { class: "change-list" }, ...lines, ...more);
}

function line(change, names) {
  const kind = kindOf(change);
  const { before, after } = change;
  const differing = Object.keys(after ?? before).filter((key) => before?.[key] !== after?.[key]);
  const cells = kind === "changed" ? differing.map((key) => told(names.get(key), before[key], after[key])) : [summary(after ?? before)];
  const sign = h("span", { class: "change-sign", "aria-hidden": "true" }, SIGN[kind]);
  return h("li", { class: kind }, sign, h("span", { class: "unseen" }, WORD[kind]), h("strong", {}, ` ${change.key} `), ...cells);
}

function told(name, before, after) {
  return h("span", { class: "change-cell" }, `${name}: `, h("del", {}, before || "trống"), " → ", h("ins", {}, after || "trống"));
}

function summary(cells) {
  return h("span", { class: "change-cell" }, Object.values(cells).slice(1).filter(Boolean).join(" · "));
}
