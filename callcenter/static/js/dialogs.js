// Questions asked before something that others will see. Native <dialog>: focus, Escape and the backdrop are its own.

import { boot } from "./boot.js";
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

export function refusal() {
  const words = {
    title: "Từ chối tiếp nhận",
    lead: "Người phản ánh sẽ được báo lý do này (Điều 4.7).",
    yes: "Từ chối",
    label: "Lời nói với người dân",
  };
  return reason(words, boot.refusal_reasons, true);
}

export function withdrawal() {
  const words = {
    title: "Người dân thu hồi phản ánh",
    lead: "Phiếu kết thúc, mọi thời hạn dừng lại.",
    yes: "Thu hồi",
    label: "Vì sao người dân thu hồi",
  };
  return reason(words, [], true);
}

export function noCase() {
  const words = {
    title: "Không lập phiếu",
    lead: "Cuộc gọi được đóng với lý do này, thời hạn 60 phút dừng lại.",
    yes: "Đóng cuộc gọi",
    label: "Ghi chú",
  };
  return reason(words, boot.no_case_reasons, false);
}

/** Resolves to { reason, text } or null. `choices` may be empty; the text may be a must. */
async function reason(words, choices, textIsMust) {
  const [choice, text, faultLine] = [byId("reason-choice"), byId("reason-text"), byId("reason-fault")];
  byId("reason-title").textContent = words.title;
  byId("reason-lead").textContent = words.lead;
  byId("reason-yes").textContent = words.yes;
  fill(byId("reason-text-label"), `${words.label} `, textIsMust ? h("span", { class: "must" }, "bắt buộc") : "");
  byId("reason-choice-field").hidden = choices.length === 0;
  fill(
    choice,
    h("option", { value: "" }, "— Chọn lý do —"),
    ...choices.map((one) => h("option", { value: one.key }, one.name)),
  );
  text.value = "";
  faultLine.textContent = "";
  const fault = () => {
    const wrong = choices.length && !choice.value ? choice : textIsMust && !text.value.trim() ? text : null;
    faultLine.textContent = wrong === choice ? "Chọn một lý do." : wrong ? "Viết ít nhất một câu." : "";
    return wrong;
  };
  const yes = await agreed(byId("dialog-reason"), fault);
  return yes ? { reason: choice.value, text: text.value.trim() } : null;
}

export function help(keys) {
  const rows = keys.flatMap(([names, does]) => [
    h("dt", {}, ...names.map((name) => h("kbd", {}, name))),
    h("dd", {}, does),
  ]);
  fill(byId("help-keys"), ...rows);
  return agreed(byId("dialog-help"));
}
