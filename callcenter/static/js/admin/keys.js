// The keys of an administrator's page, in one table that its help shows as it is.

import { anyOpen, help } from "./ask.js";
import { byId } from "../dom.js";

const GRID = [
  [["↑", "↓", "←", "→"], "Đi giữa các ô"],
  [["Enter"], "Sửa ô; lần nữa để ghi"],
  [["Esc"], "Thôi sửa ô"],
  [["Ctrl", "Delete"], "Bỏ dòng"],
  [["Alt", "N"], "Thêm dòng"],
  [["Ctrl", "Z"], "Hoàn tác sửa đổi của mình"],
  [["/"], "Đến ô lọc"],
  [["Alt", "L"], "Đến bảng"],
  [["?"], "Xem phím tắt (ngoài ô nhập)"],
];

const typing = (node) => node.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");

/** actions: { undo, add, filter, grid }. */
export function listen(actions) {
  byId("show-help").addEventListener("click", () => help(GRID));
  document.addEventListener("keydown", (press) => {
    if (press.isComposing || press.metaKey || anyOpen()) return;
    const writing = typing(press.target);
    const action =
      (press.ctrlKey && press.code === "KeyZ" && !writing && actions.undo) ||
      (press.altKey && press.code === "KeyN" && actions.add) ||
      (press.altKey && press.code === "KeyL" && actions.grid) ||
      (press.key === "/" && !writing && actions.filter) ||
      (press.key === "?" && !writing && (() => help(GRID)));
    if (!action) return;
    press.preventDefault();
    action();
  });
}
