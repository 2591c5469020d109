// Editing one cell in its place, as in a spreadsheet: Enter and Tab keep what was typed, Escape does not.

import { fill, h } from "../dom.js";
import { field } from "./cell_field.js";

const STEPS = { Enter: [1, 0], Tab: [0, 1], "Shift+Tab": [0, -1] };

/** A cell's text at rest: two lines of it, the whole on pointing at it. */
export const resting = (text) => h("span", { class: "cell-text", title: text }, text);

/**
 * Edit until the cell is left; resolves to where to go next, [rows, columns], or null. `save(text)` may throw: its
 * message is shown, and editing goes on.
 */
export function edited(cell, column, before, how = {}, save) {
  const part = field(column, before, how, { "aria-label": column.name, "data-testid": "cell-editor" });
  const fault = h("p", { class: "fault cell-fault", role: "alert" });
  const over = new AbortController();
  let saving = false;
  cell.classList.add("editing");
  fill(cell, part.root, fault);
  part.input.focus();
  part.input.select();

  return new Promise((resolve) => {
    const leave = (text, step) => {
      over.abort();
      cell.classList.remove("editing");
      fill(cell, resting(text));
      if (step || document.activeElement === document.body) cell.focus();
      resolve(step);
    };
    const keep = async (step) => {
      const text = part.text();
      if (saving) return;
      if (text === before || (!text && before === how.empty)) return leave(before, step);
      saving = true;
      cell.setAttribute("aria-busy", "true");
      try {
        await save(text);
        leave(text, step);
      } catch (error) {
        fault.textContent = error.message;
        part.input.setAttribute("aria-invalid", "true");
        part.input.focus();
      } finally {
        saving = false;
        cell.removeAttribute("aria-busy");
      }
    };
    const pressed = (press) => {
      if (press.isComposing) return;
      const step = STEPS[press.shiftKey && press.key === "Tab" ? "Shift+Tab" : press.key];
      if (press.key === "Escape") leave(before, [0, 0]);
      else if (step) keep(step);
      else return;
      press.preventDefault();
      press.stopPropagation();
    };
    cell.addEventListener("keydown", pressed, { signal: over.signal });
    cell.addEventListener("focusout", ({ relatedTarget }) => cell.contains(relatedTarget) || fault.textContent || keep(null), { signal: over.signal });
  });
}
