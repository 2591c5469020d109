// The versions that were published: who, when, why; each can be looked at, and used again as a new one.

import { get } from "../api.js";
import { boot } from "../boot.js";
import { fill, h } from "../dom.js";
import * as notice from "../notice.js";
import { dated } from "./set_history.js";
import { words } from "./sheet.js";

/** "bản 3 của quan, 09:12 24/11/2026". */
export function naming({ number, who, at }) {
  return number === 0 ? "luồng có sẵn của phần mềm" : `bản ${number} của ${who}, ${dated(at)}`;
}

export function drawVersions(panel, draft, useAgain) {
  const rows = draft.versions.map((version, place) => row(draft, version, place === 0, useAgain));
  fill(panel, h("ol", { class: "set-list", "data-testid": "versions" }, ...rows));
}

function row(draft, version, inForce, useAgain) {
  const copy = version.copy_of === null ? "" : ` (dùng lại bản ${version.copy_of})`;
  const actions = [];
  if (boot.may_edit) actions.push(button("Mở ra sửa", `edit-${version.number}`, () => takeUp(draft, version.number)));
  if (boot.may_edit && !inForce) actions.push(button("Dùng lại…", `again-${version.number}`, () => useAgain(version.number)));
  return h(
    "li",
    {},
    h("p", {}, h("strong", {}, `Bản ${version.number}`), ` ${naming(version)}${copy}${inForce ? ", đang dùng" : ""}`),
    version.why ? h("p", { class: "small" }, version.why) : null,
    h("p", { class: "add-line" }, ...actions),
  );
}

function button(label, id, action) {
  return h("button", { type: "button", class: "link", "data-testid": id, onclick: action }, label);
}

/** A version's text becomes the draft; Ctrl+Z brings back what was there. */
async function takeUp(draft, number) {
  try {
    const { examined } = await get(`/admin/flows/versions/${number}`);
    await draft.use(examined.text);
  } catch (error) {
    notice.bad(words(error));
  }
}
