// Tickets on their way to the server: how one is sent, and those that wait until it is back.

import { Away, post, put } from "./api.js";
import * as notice from "./notice.js";
import { caseCode } from "./words.js";

/** Send a draft; resolves to the case as the server has it now. */
export async function send(draft) {
  if (draft.code) return put(`/operator/cases/${draft.code}`, { version: draft.version, fields: draft.fields });
  const { fields, contact, requestId } = draft;
  const view = await post("/operator/cases", { fields, contact, request_id: requestId });
  document.dispatchEvent(new CustomEvent("case-opened", { detail: { key: draft.key, code: view.code } }));
  return view;
}

/** Will trying again later help? Yes while the server is away, or does not know the call yet (it reads Asterisk's
 * records when it comes back). */
export function mayComeThrough(error, draft) {
  return error instanceof Away || (error.word === "not_found" && !draft.code);
}

/** Send what waits, but for the ticket on the desk; resolves to whether anything changed. */
export async function flush(drafts, onDesk) {
  const waiting = drafts.waiting().filter(({ key }) => key !== onDesk);
  const sent = await Promise.all(waiting.map((draft) => sendWaiting(draft, drafts)));
  return sent.some(Boolean);
}

async function sendWaiting(draft, drafts) {
  try {
    const view = await send(draft);
    drafts.drop(draft.key);
    notice.good(`Đã lưu phiếu ${caseCode(view.code)} còn chờ từ trước.`);
    return true;
  } catch (error) {
    if (mayComeThrough(error, draft)) return false;
    drafts.put({ ...draft, waiting: false });
    notice.bad(`Một phiếu chờ lưu bị máy chủ từ chối: ${error.message} Mở lại phiếu đó từ danh sách bên trái.`);
    return true;
  }
}
