// Short news at the edge of the page: what was done, what could not be. Bad news stays until it is read.

import { byId, h, icon } from "./dom.js";

const SHOWN = 6_000; // ms

function put(kind, symbol, text) {
  const close = h("button", { type: "button", class: "notice-close", "aria-label": "Đóng thông báo" }, icon("close"));
  const notice = h("div", { class: `notice ${kind}` }, icon(symbol), h("p", {}, text), close);
  close.addEventListener("click", () => notice.remove());
  byId("notices").append(notice);
  return notice;
}

function putShortly(kind, symbol, text) {
  const notice = put(kind, symbol, text);
  setTimeout(() => notice.remove(), SHOWN);
}

export function good(text) {
  putShortly("good", "check", text);
}

/** Something is not as it should be, but it mends itself. */
export function passing(text) {
  putShortly("bad", "alert", text);
}

export function bad(text) {
  const same = [...byId("notices").querySelectorAll(".bad p")].find((shown) => shown.textContent === text);
  if (!same) put("bad", "alert", text);
}
