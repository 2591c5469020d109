// A new row: one field for each column of the book; what is wrong is said beside its field and nothing typed is lost.

import { byId, fill, h } from "../dom.js";
import { agreed } from "./ask.js";
import { field } from "./cell_field.js";

/** `cells` fill the fields at first; `save(cells)` may throw a Refused with `faults`. Resolves to the new key or null. */
export async function added({ title, columns, cells = {}, how = {}, save }) {
  byId("row-title").textContent = title;
  byId("row-fault").textContent = "";
  const parts = columns.map((column) => {
    const id = `row-${column.key}`;
    const part = field(column, cells[column.key] ?? "", how[column.key], { id, "data-testid": id, "aria-describedby": `${id}-fault` });
    const fault = h("p", { class: "fault", id: `${id}-fault` });
    const shell = h("div", { class: "field" }, h("label", { for: id }, column.name), part.root, fault);
    return { column, part, fault, shell };
  });
  fill(byId("row-fields"), ...parts.map(({ shell }) => shell));
  let key = null;

  const attempt = async () => {
    for (const { part, fault } of parts) {
      fault.textContent = "";
      part.input.removeAttribute("aria-invalid");
    }
    try {
      key = await save(Object.fromEntries(parts.map(({ column, part }) => [column.key, part.text()])));
      return null;
    } catch (error) {
      return tell(parts, error);
    }
  };
  const yes = agreed(byId("dialog-row"), attempt);
  parts[0].part.input.focus();
  return (await yes) ? key : null;
}

/** Put each fault at its field; returns the first to go to. */
function tell(parts, error) {
  const faults = error.body?.faults ?? [];
  const placed = faults.map(({ column, what }) => [parts.find((one) => one.column.name === column), what]);
  byId("row-fault").textContent = placed.length && placed.every(([one]) => one) ? "" : error.message;
  for (const [one, what] of placed) {
    if (!one) continue;
    one.fault.textContent = what;
    one.part.input.setAttribute("aria-invalid", "true");
  }
  return placed.find(([one]) => one)?.[0].part.input ?? parts[0].part.input;
}
