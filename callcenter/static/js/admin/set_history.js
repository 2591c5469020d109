// The sets that held, when, and why; and who changed what in the set on the page.

import { byId, fill, h } from "../dom.js";
import { counted, list } from "./changes.js";
import { words } from "./sheet.js";

const WHEN = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Asia/Ho_Chi_Minh",
  hour: "2-digit",
  minute: "2-digit",
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
});
const HOW = { edit: "sửa", import: "nhập tệp", undo: "hoàn tác" };

/** "00:00 01/07/2025": what was long ago needs its year. */
export function dated(iso) {
  return WHEN.format(new Date(iso)).split(", ").reverse().join(" ");
}

/** sets: newest first; `open(number)` shows one; `book` is the one on the page. */
export async function showHistory(sets, number, book, open) {
  const panel = byId("panel-history");
  const at = h("input", { type: "datetime-local", id: "set-at", "data-testid": "set-at" });
  const answer = h("p", { class: "small", role: "status" });
  at.addEventListener("change", () => {
    const then = new Date(`${at.value}:00+07:00`).toISOString();
    const held = sets.find((one) => one.published_at && Date.parse(one.published_at) <= Date.parse(then));
    answer.textContent = held ? `Lúc đó dùng bộ ${held.number}.` : "Lúc đó chưa có bộ nào.";
    if (held) open(held.number);
  });
  const asked = h("div", { class: "field" }, h("label", { for: "set-at" }, "Xem bộ được dùng lúc"), at, answer);
  const held = sets.filter(({ published_at: since }) => since).map((one) => set(one, number, open));
  const edits = h("div", { "data-testid": "edits" });
  fill(panel, h("h3", {}, "Các bộ đã công bố"), asked, h("ol", { class: "set-list" }, ...held), h("h3", {}, `Sửa đổi trong bộ ${number}`), edits);
  try {
    const found = await book.edits();
    const names = new Map(book.columns.map(({ key, name }) => [key, name]));
    fill(edits, ...(found.edits.length ? found.edits.map((one) => edit(one, names)) : [h("p", { class: "quiet-words" }, "Chưa có sửa đổi nào.")]));
  } catch (error) {
    fill(edits, h("p", { class: "fault" }, words(error)));
  }
}

function set({ number, published_at: since, until, published_by: by, why }, shown, open) {
  const link = h("button", { type: "button", class: "link", "aria-current": String(number === shown), onclick: () => open(number) }, `Bộ ${number}`);
  const span = until ? `${dated(since)} – ${dated(until)}` : `từ ${dated(since)}, đang dùng`;
  return h("li", {}, link, ` ${span} · ${by}`, h("p", { class: "small" }, why));
}

function edit({ at, actor_name: who, how, changes, undone }, names) {
  const head = h("p", {}, h("strong", {}, who), ` ${HOW[how]} lúc ${dated(at)}: ${counted(changes)}${undone ? " (đã hoàn tác)" : ""}`);
  return h("article", { class: undone ? "edit undone" : "edit" }, head, list(changes, names, 5));
}
