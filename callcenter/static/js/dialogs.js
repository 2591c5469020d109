// Questions asked before something that others will see. Native <dialog>: focus, Escape and the backdrop are its own.

import { byId, fill, h } from "./dom.js";

for (const cancel of document.querySelectorAll("[data-cancel]")) {
  cancel.addEventListener("click", () => cancel.closest("dialog").close(""));
}

/** Opens a dialog; resolves to the value of the button it was left by, "" when it was put away. `fault` keeps it open by
 * returning the node to mend. */
export function asked(dialog, fault = () => null, focus = null) {
  const form = dialog.querySelector("form");
  dialog.returnValue = "";
  const check = (submit) => {
    const wrong = fault();
    if (!wrong) return;
    submit.preventDefault();
    wrong.focus();
  };
  form.addEventListener("submit", check);
  dialog.showModal();
  focus?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        form.removeEventListener("submit", check);
        resolve(dialog.returnValue);
      },
      { once: true },
    );
  });
}

/** Opens a dialog; resolves to whether it was agreed to. */
async function agreed(dialog, fault, focus) {
  return (await asked(dialog, fault, focus)) === "yes";
}

export function anyOpen() {
  return document.querySelector("dialog[open]") !== null;
}

export function tell(title, words) {
  byId("tell-title").textContent = title;
  byId("tell-words").textContent = words;
  return agreed(byId("dialog-tell"));
}

/** Resolves to why the case goes there, or null. The operator's own choice asks for the operator's own reason. */
export async function forward({ unit, reason, own }) {
  const why = byId("forward-why");
  byId("forward-unit").textContent = unit;
  byId("forward-reason").textContent = reason;
  byId("forward-reason").hidden = own;
  byId("forward-why-field").hidden = !own;
  why.value = "";
  const yes = await agreed(byId("dialog-forward"), () => (own && !why.value.trim() ? why : null), own ? why : null);
  if (!yes) return null;
  return own ? why.value.trim() : reason;
}

export function help(keys) {
  const rows = keys.flatMap(([names, does]) => [
    h("dt", {}, ...names.map((name) => h("kbd", {}, name))),
    h("dd", {}, does),
  ]);
  fill(byId("help-keys"), ...rows);
  return agreed(byId("dialog-help"));
}
