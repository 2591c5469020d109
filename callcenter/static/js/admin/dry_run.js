// The set on the page tried on the last cases: which of them would go elsewhere than by the rules in force.

import { post } from "../api.js";
import { byId, fill, h } from "../dom.js";
import { caseCode } from "../words.js";
import { words } from "./sheet.js";

/** The server's answer for the last `last` cases. */
export const tryOut = (number, last) => post(`/admin/rule-sets/${number}/dry-run`, { last });

/** "12 / 200 trường hợp này sẽ đi nơi khác". */
export function told({ moved, cases }) {
  if (!cases) return "Chưa có phiếu nào để thử.";
  return moved.length ? `${moved.length} / ${cases} trường hợp này sẽ đi nơi khác.` : `Cả ${cases} trường hợp vẫn đi như cũ.`;
}

/** `number()` is the set on the page, `reveal(rule)` goes to a rule in the table. */
export function tester(number, reveal) {
  const answer = byId("try-answer");
  byId("try-form").addEventListener("submit", async (submit) => {
    submit.preventDefault();
    fill(answer, h("p", { class: "quiet-words" }, "Đang chạy thử…"));
    try {
      show(await tryOut(number(), Number(byId("try-last").value)));
    } catch (error) {
      fill(answer, h("p", { class: "fault" }, words(error)));
    }
  });

  const show = (run) => {
    const lines = run.moved.map((moved) => line(moved));
    const list = lines.length ? h("ol", { class: "moved", "data-testid": "moved" }, ...lines) : "";
    fill(answer, h("p", { class: "answer-unit", "data-testid": "try-words" }, told(run)), list);
  };

  const line = ({ code, old, new: to, new_rule: rule, reason, went_to: now }) => {
    const by = rule ? h("button", { type: "button", class: "link", onclick: () => reveal(rule) }, rule) : reason;
    const elsewhere = now && now.code !== old.code ? h("span", { class: "quiet-words" }, ` Phiếu thực tế đang ở ${now.name}.`) : "";
    const way = h("span", {}, h("del", {}, old.name), " → ", h("ins", {}, to.name));
    return h("li", {}, h("strong", {}, caseCode(code)), way, h("span", { class: "quiet-words" }, rule ? "theo " : "", by), elsewhere);
  };
}
