// Twelve months, Monday first, each day coloured and named by why it is worked or not.

import { fill, h } from "../dom.js";

const WEEK = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
const KIND = { weekend: "cuối tuần", holiday: "nghỉ", worked: "làm bù", "extra-off": "nghỉ thêm", "extra-worked": "làm thêm", plain: "ngày làm việc" };

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }; // days

/** Arrows go from day to day, over the edges of months. */
export function walkable(root) {
  root.addEventListener("keydown", (press) => {
    const from = press.target.dataset.date;
    if (!from || !STEPS[press.key]) return;
    press.preventDefault();
    const to = new Date(Date.parse(from) + STEPS[press.key] * 86_400_000).toISOString().slice(0, 10);
    root.querySelector(`[data-date="${to}"]`)?.focus();
  });
}

/** `pick(day, isWorked)` is called for a day that is clicked; null: the calendar is only looked at. */
export function drawYear(root, calendar, pick) {
  const months = Array.from({ length: 12 }, (_, month) => drawMonth(calendar, month, pick));
  fill(root, ...months);
}

function drawMonth(calendar, month, pick) {
  const count = new Date(Date.UTC(calendar.year, month + 1, 0)).getUTCDate();
  const before = (new Date(Date.UTC(calendar.year, month, 1)).getUTCDay() + 6) % 7;
  const days = Array.from({ length: count }, (_, place) => drawDay(calendar, new Date(Date.UTC(calendar.year, month, place + 1)), pick));
  const heads = WEEK.map((name) => h("span", { class: "week-day", "aria-hidden": "true" }, name));
  const gaps = Array.from({ length: before }, () => h("span"));
  return h("section", { class: "month", "aria-label": `Tháng ${month + 1}` }, h("h2", {}, `Tháng ${month + 1}`), h("div", { class: "days" }, ...heads, ...gaps, ...days));
}

function drawDay(calendar, date, pick) {
  const iso = date.toISOString().slice(0, 10);
  const [kind, name] = standing(calendar, iso, date.getUTCDay());
  const words = `${date.getUTCDate()}/${date.getUTCMonth() + 1}: ${name || KIND[kind]}${name && kind !== "plain" ? ` (${KIND[kind]})` : ""}`;
  const attributes = { class: "day", "data-day": kind, "data-date": iso, title: words, "aria-label": words };
  const works = ["plain", "worked", "extra-worked"].includes(kind);
  if (!pick) return h("span", { ...attributes, role: "img" }, String(date.getUTCDate()));
  return h("button", { type: "button", ...attributes, tabindex: iso.endsWith("-01") ? 0 : -1, onclick: () => pick(iso, works) }, String(date.getUTCDate()));
}

/** The administrator's days first, then national ones, then the weekend: the order of crm/working_time.py. */
function standing({ extra_off: off, extra_worked: worked, holidays, worked_weekends: weekends }, iso, weekday) {
  if (iso in off) return ["extra-off", off[iso]];
  if (iso in worked) return ["extra-worked", worked[iso]];
  if (weekends.includes(iso)) return ["worked", ""];
  if (iso in holidays) return ["holiday", holidays[iso]];
  return [weekday === 0 || weekday === 6 ? "weekend" : "plain", ""];
}
