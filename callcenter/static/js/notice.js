// Short news at the edge of the page: what was done, what could not be. Bad news stays until it is read.

import { byId, h, icon } from "./dom.js";

const SHOWN = 6_000; // ms
const OFFERED = 30_000; // what can be undone is not gone before it was read

let undoLast = null;

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

/** Something was done, and can be undone for a while: by its button, or by the key that calls `undo`. */
export function undoable(text, act) {
  const news = put("good", "check", text);
  const over = () => {
    news.remove();
    if (undoLast === once) undoLast = null;
  };
  const once = () => {
    over();
    act();
  };
  const button = h(
    "button",
    { type: "button", class: "button small", "data-testid": "undo", "aria-keyshortcuts": "Alt+Z", onclick: once },
    icon("undo"),
    "Hoàn tác",
    h("kbd", {}, "Alt Z"),
  );
  news.querySelector("p").append(h("span", { class: "notice-way" }, button));
  undoLast = once;
  setTimeout(over, OFFERED);
}

/** Undo what was offered last. */
export function undo() {
  undoLast?.();
}

/** Something is not as it should be, but it mends itself. */
export function passing(text) {
  putShortly("bad", "alert", text);
}

export function bad(text) {
  const same = [...byId("notices").querySelectorAll(".bad p")].find((shown) => shown.textContent === text);
  if (!same) put("bad", "alert", text);
}
