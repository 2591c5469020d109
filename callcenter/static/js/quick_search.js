// The box in the bar: a case code opens the case here, anything else is asked on the search page, in a tab of its own.
// This page is never left for it: it holds the telephone.

import { byId } from "./dom.js";

const CODE = /^\d{9}$/;

/** { focus }. openCase(code) lays a case on the desk; back() puts the focus into the ticket. */
export function quickSearch(openCase, back) {
  const field = byId("quick");

  byId("quick-search").addEventListener("submit", (submit) => {
    submit.preventDefault();
    const words = field.value.trim();
    const code = words.replace(/[\s.-]/g, "");
    if (!words) return;
    field.value = "";
    if (CODE.test(code)) openCase(code);
    else open(`/search?q=${encodeURIComponent(words)}`, "search")?.focus();
  });
  field.addEventListener("keydown", (press) => {
    if (press.key !== "Escape") return;
    field.value = "";
    back();
  });
  return {
    focus() {
      field.focus();
      field.select();
    },
  };
}
