// Days and moments of a step, in Hải Phòng, whatever the computer's own clock, zone and way of writing dates are: beside
// the browser's field stands what was chosen, by the day of the week.

import { h, say } from "../dom.js";
import { dated, fromLocal, iso, localDay, localMoment, now, weekday } from "../time.js";

/** A moment between two others: `from` is "now" or "received", `until` "now" or nothing. */
export function moment({ from, until }, attributes, { view }) {
  const at = { now: now(), received: Date.parse(view.received_at) };
  const range = { min: localMoment(at[from]), max: until && localMoment(at[until]) };
  const value = until === "now" ? localMoment(at.now) : null;
  const input = h("input", { ...attributes, ...range, type: "datetime-local", value });
  const words = (local) => `${local.slice(11)} ${weekday(local)}`;
  const said = { received: "khi tiếp nhận", now: "bây giờ" };
  const limits = [`sau ${said[from]} (${dated(iso(at[from]))})`, until && `không sau ${said[until]}`];
  return {
    node: echoed(input, words),
    input,
    read: () => (input.value ? inTime(Date.parse(fromLocal(input.value)), at[from]) : null),
    help: `Giờ Hải Phòng, ${limits.filter(Boolean).join(", ")}.`,
  };
}

/** A day from today to the last one the step may promise. */
export function day(field, attributes, { step }) {
  const input = h("input", { ...attributes, type: "date", min: localDay(now()), max: step.until });
  return {
    node: echoed(input, weekday),
    input,
    read: () => input.value || null,
    help: `Từ hôm nay đến hết ${weekday(step.until)}.`,
  };
}

function echoed(input, words) {
  const echo = h("output", { for: input.id, class: "quiet-words" });
  const tell = () => say(echo, input.value ? words(input.value) : "");
  input.addEventListener("input", tell);
  tell();
  return h("div", { class: "step-date" }, input, echo);
}

/** The field knows no seconds: the very minute that begins a range is not before it. */
function inTime(chosen, first) {
  return iso(chosen < first && first - chosen < 60_000 ? first : chosen);
}
