// The page of working days: a year at a glance, the days that differ from the national calendar, and office hours.

import { get } from "../api.js";
import { boot } from "../boot.js";
import { byId, say } from "../dom.js";
import * as notice from "../notice.js";
import * as time from "../time.js";
import { Book } from "./book.js";
import { listen } from "./keys.js";
import { added } from "./row_dialog.js";
import { Sheet, words } from "./sheet.js";
import { drawYear, walkable } from "./year.js";

time.learn(boot.now);

const days = new Sheet({ prefix: "days-", label: "Ngày khác lịch quốc gia", adding: "Thêm ngày", removes: true, fresh: () => ({ kind: "Nghỉ" }) });
const hours = new Sheet({ prefix: "hours-", label: "Giờ làm việc", adding: "Thêm buổi", removes: true });
let year = Number(boot.now.slice(0, 4));
let last = days;

async function showYear() {
  const calendar = await get(`/admin/calendar/${year}`);
  say(byId("year-title"), `Năm ${year}`);
  drawYear(byId("months"), calendar, boot.may_edit ? pick : null);
  const told = calendar.office_hours.join(", ");
  const own = hours.book.rows.size > 0;
  say(byId("hours-note"), own ? `Đang dùng: ${told}.` : `Chưa đặt riêng: dùng giờ mặc định ${told}. Thêm buổi nào thì chỉ các buổi trong bảng này được dùng.`);
}

/** A day of the calendar: to its row if it has one, else a new one. */
async function pick(day, working) {
  if (days.grid.reveal(day)) return;
  const cells = { day, kind: working ? "Nghỉ" : "Làm việc" };
  const save = (filled) => days.book.put(null, filled);
  const key = await added({ title: "Thêm ngày", columns: days.book.columns, cells, save });
  if (key) days.grid.reveal(key);
}

const again = () => showYear().catch((error) => notice.bad(words(error)));

for (const [sheet, id] of [[days, "days-grid"], [hours, "hours-grid"]]) {
  sheet.addEventListener("change", again);
  byId(id).addEventListener("focusin", () => (last = sheet));
}
for (const [id, step] of [["year-before", -1], ["year-after", 1]]) {
  byId(id).addEventListener("click", () => {
    year += step;
    again();
  });
}

listen({
  undo: () => last.undo(),
  add: () => last.add(),
  filter: () => last.grid.focus(),
  grid: () => last.grid.focus(),
});

walkable(byId("months"));

async function begin() {
  const books = [new Book("days"), new Book("hours")];
  await Promise.all(books.map((book) => book.load()));
  days.open(books[0], boot.may_edit);
  hours.open(books[1], boot.may_edit);
  await showYear();
}
begin().catch((error) => notice.bad(words(error)));
