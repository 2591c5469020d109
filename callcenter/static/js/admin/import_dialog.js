// A CSV file in the place of a book's rows: read, shown what it would change or where it is wrong, then taken over.

import { Refused } from "../api.js";
import { byId, fill, h } from "../dom.js";
import { agreed } from "./ask.js";
import { AWAY } from "./book.js";
import { counted, list } from "./changes.js";

const CHANGED = "Không đọc được tệp: có thể tệp đã được sửa sau khi chọn. Hãy chọn lại tệp.";

let bytes = null; // of the file as it was when chosen
let preview = null; // of these bytes

/** Resolves to whether the book was changed. `keeps`: rows a file does not name always stay. */
export async function imported(book, keeps = false) {
  const [file, keep, found, yes] = ["import-file", "import-keep", "import-found", "import-yes"].map(byId);
  byId("import-title").textContent = `Nhập từ tệp CSV: ${book.title}`;
  byId("import-keep-field").hidden = keeps;
  keep.checked = false;
  file.value = "";
  preview = null;
  yes.disabled = true;
  fill(found, h("p", { class: "quiet-words" }, "Chọn tệp để xem trước: chưa có gì được ghi cho tới khi bấm Nhập."));

  const look = async () => {
    yes.disabled = true;
    if (!file.files.length) return;
    fill(found, h("p", {}, "Đang đọc tệp…"));
    preview = null;
    try {
      bytes = await file.files[0].arrayBuffer();
      preview = await book.preview(bytes, keep.checked);
      show(preview);
      yes.disabled = preview.changes.length === 0;
    } catch (error) {
      fill(found, ...faults(error));
    }
  };
  const show = ({ rows, changes, notes }) => {
    const names = new Map(book.columns.map(({ key, name }) => [key, name]));
    const told = notes.map(({ line, column, what }) => h("li", {}, `Dòng ${line}, cột ${column}: ${what}`));
    const head = h("p", { class: "import-words", "data-testid": "import-words" }, `${rows} dòng trong tệp: ${counted(changes)}.`);
    fill(found, head, told.length ? h("ul", { class: "note-list" }, ...told) : "", changes.length ? list(changes, names, 200) : "");
  };
  const take = async () => {
    if (!preview) return file;
    try {
      await book.take(bytes, keep.checked, preview.version);
      return null;
    } catch (error) {
      fill(found, ...faults(error));
      yes.disabled = true;
      return file;
    }
  };
  file.onchange = keep.onchange = look;
  return agreed(byId("dialog-import"), take);
}

function faults(error) {
  if (error.name === "NotReadableError") return [h("p", { class: "fault" }, CHANGED)];
  if (!(error instanceof Refused)) return [h("p", { class: "fault" }, AWAY)];
  const lines = (error.body.faults ?? []).map(({ line, column, what }) => {
    const where = [line ? `Dòng ${line}` : "", column ? `cột ${column}` : ""].filter(Boolean).join(", ");
    return h("li", {}, where ? h("strong", {}, `${where}: `) : "", what);
  });
  const head = lines.length ? `Tệp có ${lines.length} lỗi, chưa nhận dòng nào. Sửa tệp rồi chọn lại.` : error.message;
  return [h("p", { class: "fault", "data-testid": "import-faults" }, head), h("ul", { class: "fault-list" }, ...lines)];
}
