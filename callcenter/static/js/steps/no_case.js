// A ticket that becomes no case: its call is closed with a reason; without a call it is simply put away.

import { post } from "../api.js";
import * as notice from "../notice.js";
import { ask } from "./form_dialog.js";
import { NO_CASE } from "./forms.js";

export async function noCase(desk) {
  const { key, contact } = desk;
  if (contact && !(await close(contact))) return;
  desk.drop(key);
}

async function close(contact) {
  const path = `/operator/contacts/${encodeURIComponent(contact)}/no-case`;
  const asked = { title: NO_CASE.title, tags: [], note: "", form: NO_CASE, view: null };
  const closed = await ask(asked, (said) => post(path, said));
  if (closed) notice.good("Đã đóng cuộc gọi, không lập phiếu.");
  return closed;
}
