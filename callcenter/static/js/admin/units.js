// The page of units and of their people: the people shown are those of the unit the cursor is at, or all.

import { boot } from "../boot.js";
import { byId } from "../dom.js";
import * as notice from "../notice.js";
import * as time from "../time.js";
import { Book } from "./book.js";
import { listen } from "./keys.js";
import { Sheet, words } from "./sheet.js";

time.learn(boot.now);

const units = new Sheet({ prefix: "units-", label: "Đơn vị xử lý", adding: "Thêm đơn vị", removes: false, keeps: true });
const people = new Sheet({ prefix: "people-", label: "Đầu mối của đơn vị", adding: "Thêm đầu mối", removes: true, fresh });
let last = units; // where keys go when neither table has the focus

/** A new person is most often of the unit one looks at, after those it has. */
function fresh() {
  const unit = units.book.rows.get(units.grid.activeKey)?.name ?? "";
  const places = [...people.book.rows.values()].filter((cells) => cells.unit === unit).map(({ place }) => Number(place));
  return { unit, place: String(Math.max(0, ...places) + 1) };
}

for (const sheet of [units, people]) {
  byId(sheet === units ? "units-grid" : "people-grid").addEventListener("focusin", () => (last = sheet));
}

// A unit that was added or renamed is offered to people at once.
units.addEventListener("change", () => people.book.load().catch((error) => notice.bad(words(error))));

listen({
  undo: () => last.undo(),
  add: () => last.add(),
  filter: () => byId(last === units ? "units-filter" : "people-filter").focus(),
  grid: () => last.grid.focus(),
});

async function begin() {
  const [all, those] = [new Book("units"), new Book("people")];
  await Promise.all([all.load(), those.load()]);
  people.open(those, boot.may_edit);
  units.open(all, boot.may_edit);
}
begin().catch((error) => notice.bad(words(error)));
