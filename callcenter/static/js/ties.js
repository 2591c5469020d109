// What the case on the desk is tied to: its first report or those attached to it, and its incident. Each is a link.

import { byId, fill, h, icon } from "./dom.js";
import * as list from "./incident_list.js";
import * as ask from "./tie_dialogs.js";
import { caseCode } from "./words.js";

/** parts: { desk, duplicates, incidents, openCase } */
export function showTies({ desk, duplicates, incidents, openCase }) {
  const link = (code) =>
    h(
      "button",
      { type: "button", class: "link", "data-testid": `tie-${code}`, onclick: () => openCase(code) },
      caseCode(code),
    );

  async function detach(view) {
    const why = await ask.untie({
      title: `Bỏ ghép phiếu ${caseCode(view.code)}`,
      lead: "Phiếu trở lại như trước khi ghép, thời hạn của nó chạy tiếp từ lúc nhận.",
      yes: "Bỏ ghép ",
      usual: "Không phải cùng một sự việc",
    });
    if (why) await duplicates.detach(view, why);
  }

  function primary(view) {
    if (!view.duplicate_of) return "";
    const undo = h(
      "button",
      { type: "button", class: "button small", "data-testid": "detach", onclick: () => detach(view) },
      icon("undo"),
      "Bỏ ghép",
    );
    return h(
      "section",
      { class: "tie", "data-testid": "tie-primary" },
      h("h3", {}, "Đã ghép vào phản ánh đầu tiên"),
      h("p", { class: "tie-codes" }, link(view.duplicate_of)),
      view.steps.some(({ step }) => step === "undo_duplicate") ? h("p", { class: "tie-ways" }, undo) : "",
    );
  }

  function attached({ duplicates: codes }) {
    if (!codes.length) return "";
    return h(
      "section",
      { class: "tie", "data-testid": "tie-duplicates" },
      h("h3", {}, `Phản ánh trùng đã ghép vào phiếu này (${codes.length})`),
      h("p", { class: "tie-codes" }, ...codes.map(link)),
    );
  }

  function draw() {
    const view = desk.case;
    fill(byId("side-ties"), ...(view ? [primary(view), attached(view), incidents.tie(view)] : []));
  }

  desk.addEventListener("shown", draw);
  list.onChange(draw);
}
