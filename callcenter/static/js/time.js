// The server's clock, as this page sees it. Operators' computers are often minutes off; deadlines must not be.

const ZONE = "Asia/Ho_Chi_Minh";
const HOUR = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hour12: false });
const WEEKDAY = new Intl.DateTimeFormat("vi-VN", { timeZone: "UTC", weekday: "long" });
const DATE = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE });

let ahead = 0; // milliseconds the server's clock is ahead of ours

/** Learn from a moment the server just named. */
export function learn(serverNow) {
  ahead = Date.parse(serverNow) - Date.now();
}

/** Milliseconds since 1970, by the server's clock. */
export function now() {
  return Date.now() + ahead;
}

/** A moment in milliseconds as the server writes it. */
export function iso(milliseconds) {
  return new Date(milliseconds).toISOString();
}

/** "14:05" today, "14:05 25/11" on another day, "14:05 25/11/2025" of another year; Hải Phòng time. */
export function moment(iso) {
  if (!iso) return "";
  const date = new Date(iso);
  const hour = HOUR.format(date);
  return DATE.format(date) === DATE.format(new Date(now())) ? hour : `${hour} ${dayOf(date)}`;
}

function dayOf(date) {
  const [year, month, day] = DATE.format(date).split("-");
  return year === DATE.format(new Date(now())).slice(0, 4) ? `${day}/${month}` : `${day}/${month}/${year}`;
}

/** "14:05 25/11/2024", for what may be years old; Hải Phòng time. */
export function dated(iso) {
  const date = new Date(iso);
  const [year, month, day] = DATE.format(date).split("-");
  return `${HOUR.format(date)} ${day}/${month}/${year}`;
}

/** When a term ends: "14:05 25/11"; at 24:00, which is written 00:00 of the next day, "hết ngày 24/11". */
export function due(iso) {
  const date = new Date(iso);
  return HOUR.format(date) === "00:00" ? `hết ngày ${dayOf(new Date(date - 1))}` : moment(iso);
}

/** "25/11/2024": the day whose 24:00 is this moment, Hải Phòng time. */
export function dayBefore(iso) {
  return localDay(Date.parse(iso) - 1)
    .split("-")
    .reverse()
    .join("/");
}

/** "2026-11-25": the day it is in Hải Phòng. */
export function localDay(milliseconds) {
  return DATE.format(new Date(milliseconds));
}

/** "2026-11-25T14:05", as a field for a moment holds it; Hải Phòng time. */
export function localMoment(milliseconds) {
  return `${localDay(milliseconds)}T${HOUR.format(new Date(milliseconds))}`;
}

/** What a field for a moment holds, as the server reads it. Hải Phòng keeps UTC+7 all year. */
export function fromLocal(moment) {
  return `${moment}:00+07:00`;
}

/** "thứ ba, 24/11/2026" of what a field for a day or a moment holds: a browser may write days and months its own way. */
export function weekday(local) {
  const [year, month, day] = local.slice(0, 10).split("-");
  return `${WEEKDAY.format(new Date(Date.UTC(year, month - 1, day)))}, ${day}/${month}/${year}`;
}

/** "3 ngày 4 giờ", "2 giờ 5 phút", "dưới 1 phút": how long something lasted. */
export function lasted(seconds) {
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days) return hours ? `${days} ngày ${hours} giờ` : `${days} ngày`;
  if (hours) return minutes ? `${hours} giờ ${minutes} phút` : `${hours} giờ`;
  return minutes ? `${minutes} phút` : "dưới 1 phút";
}

/** "4:07", "1:04:07": a length of time. */
export function length(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** "4:07" since that moment. */
export function since(iso) {
  return iso ? length(now() - Date.parse(iso)) : "";
}

const everySecond = new Set();

/** Call now and every second; returns how to stop. */
export function tick(update) {
  everySecond.add(update);
  update();
  return () => everySecond.delete(update);
}

setInterval(() => {
  for (const update of everySecond) update();
}, 1000);
