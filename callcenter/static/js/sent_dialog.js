// A dialog whose form is sent before it closes: what the server refuses is said in it, and nothing typed is lost.

import { Away } from "./api.js";

/** `send()` resolves to the answer. Resolves to that answer, or to null when the dialog was put away. */
export function sent(dialog, send, focus = null) {
  const form = dialog.querySelector("form");
  const [fault, yes] = [dialog.querySelector(".fault"), dialog.querySelector("[type=submit]")];
  let answer = null;
  fault.textContent = "";
  const submit = async (event) => {
    event.preventDefault();
    yes.disabled = true;
    try {
      answer = await send();
      dialog.close();
    } catch (error) {
      fault.textContent = error instanceof Away ? "Máy chủ đang tắt. Giữ hộp này và thử lại khi có kết nối." : error.message;
    } finally {
      yes.disabled = false;
    }
  };
  const pressed = (press) => {
    if (!press.ctrlKey || press.key !== "Enter" || press.isComposing || yes.disabled) return;
    press.preventDefault();
    form.requestSubmit();
  };
  form.addEventListener("submit", submit);
  form.addEventListener("keydown", pressed); // in a text of many lines Enter is a new line
  dialog.showModal();
  focus?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        form.removeEventListener("submit", submit);
        form.removeEventListener("keydown", pressed);
        resolve(answer);
      },
      { once: true },
    );
  });
}
