// Questions before a case is tied to another one, or taken off it again (templates/tie_dialogs.html).

import { asked } from "./dialogs.js";
import { byId, fill, h } from "./dom.js";
import { caseCode } from "./words.js";

/** Resolves to { why, told } or null. What the citizen has to be told (Điều 7.5) is there to be read out. */
export async function attach(primary, reasons) {
  const why = byId("attach-why");
  const told = `Sự việc này đã được ghi nhận ở phản ánh ${caseCode(primary)} và đã chuyển xử lý. Có kết quả, tổng đài sẽ báo ông/bà.`;
  byId("attach-title").textContent = `Ghép vào phiếu ${caseCode(primary)}`;
  byId("attach-told").textContent = `“${told}”`;
  why.value = reasons;
  byId("attach-later").onclick = () => (why.value.trim() ? byId("dialog-attach").close("later") : why.focus());
  const answer = await asked(byId("dialog-attach"), missing(why));
  return answer && { why: why.value.trim(), told: answer === "told" ? `Đã báo người phản ánh: ${told}` : "" };
}

/** Why a case is taken off what it was tied to; null when it stays. words: { title, lead, yes, usual }. */
export async function untie({ title, lead, yes, usual }) {
  const why = byId("untie-why");
  byId("untie-title").textContent = title;
  byId("untie-lead").textContent = lead;
  fill(byId("untie-yes"), yes, h("kbd", {}, "↵"));
  why.value = usual;
  return (await asked(byId("dialog-untie"), missing(why), why)) ? why.value.trim() : null;
}

/** The field, while nothing is written in it. */
function missing(field) {
  return () => (field.value.trim() ? null : field);
}
