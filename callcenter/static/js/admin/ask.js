// Questions of the administrator's pages: native <dialog>, resolved when it closes.

import { byId, fill, h } from "../dom.js";

for (const cancel of document.querySelectorAll("[data-cancel]")) {
  cancel.addEventListener("click", () => cancel.closest("dialog").close(""));
}

export const anyOpen = () => document.querySelector("dialog[open]") !== null;

/** Open a dialog; resolves to whether it was agreed to. `fault` keeps it open by returning a node to focus. */
export function agreed(dialog, fault = () => null) {
  const form = dialog.querySelector("form");
  const check = async (submit) => {
    submit.preventDefault();
    const wrong = await fault();
    if (wrong) wrong.focus();
    else dialog.close("yes");
  };
  dialog.returnValue = "";
  form.addEventListener("submit", check);
  dialog.showModal();
  return new Promise((resolve) => {
    const done = () => {
      form.removeEventListener("submit", check);
      resolve(dialog.returnValue === "yes");
    };
    dialog.addEventListener("close", done, { once: true });
  });
}

/** Ask for a reason (unless `why` is false); resolves to it, "" without one, null when not agreed. */
export async function reason({ title, yes, more = [], why = true }) {
  const [text, fault] = [byId("ask-why"), byId("ask-fault")];
  byId("ask-title").textContent = title;
  byId("ask-yes").textContent = yes;
  fill(byId("ask-more"), ...more);
  byId("ask-why-field").hidden = !why;
  text.value = fault.textContent = "";
  const missing = () => {
    const wrong = why && !text.value.trim() ? text : null;
    fault.textContent = wrong ? "Ghi một câu: người sau cần biết vì sao." : "";
    return wrong;
  };
  const answer = agreed(byId("dialog-ask"), missing);
  (why ? text : byId("ask-yes")).focus();
  return (await answer) ? text.value.trim() : null;
}

export function help(keys) {
  const rows = keys.flatMap(([names, does]) => [h("dt", {}, ...names.map((name) => h("kbd", {}, name))), h("dd", {}, does)]);
  fill(byId("help-keys"), ...rows);
  byId("dialog-help").showModal();
}
