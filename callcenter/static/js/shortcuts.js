// Every key of the page, in one table that the help dialog shows as it is. `code` is the key's place on the keyboard:
// Vietnamese typing (Telex, VNI) changes letters and digits, not places.

import { anyOpen, help } from "./dialogs.js";

const NAMES = [
  [["Alt", "A"], "Nghe máy"],
  [["Alt", "H"], "Gác máy"],
  [["Alt", "M"], "Tắt / bật tiếng của mình"],
  [["Alt", "G"], "Giữ máy / nói tiếp"],
  [["Alt", "R"], "Sẵn sàng nhận cuộc gọi"],
  [["Alt", "P"], "Tạm nghỉ"],
  [["Alt", "1–4"], "Chọn lĩnh vực"],
  [["Ctrl", "S"], "Lưu phiếu"],
  [["Ctrl", "Enter"], "Bước tiếp theo: chuyển xử lý, ghi kết quả, báo dân…"],
  [["Alt", "B"], "Bước khác: từ chối, chuyển trả, gia hạn…"],
  [["Alt", "N"], "Phiếu mới không qua cuộc gọi"],
  [["Alt", "D"], "Xem phản ánh có thể trùng; lần nữa: ghép"],
  [["Alt", "J"], "Đưa phiếu vào sự cố chung khớp với phiếu"],
  [["Alt", "Z"], "Hoàn tác ghép, vào sự cố"],
  [["Alt", "U"], "Đính kèm tệp"],
  [["Ctrl", "K"], "Tìm nhanh: mã phiếu, số máy, từ khóa"],
  [["Alt", "L"], "Đến danh sách việc"],
  [["Alt", "T"], "Đến nội dung phiếu"],
  [["?"], "Xem phím tắt (ngoài ô nhập)"],
];

const typing = (node) => node.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");

/** actions: { answer, hangUp, mute, hold, ready, pause, category(digit), save, next, others, newTicket, list, content,
 * duplicates, incident, undo, files, search } */
export function listen(actions) {
  const alt = {
    KeyA: actions.answer,
    KeyH: actions.hangUp,
    KeyM: actions.mute,
    KeyG: actions.hold,
    KeyR: actions.ready,
    KeyP: actions.pause,
    KeyB: actions.others,
    KeyN: actions.newTicket,
    KeyD: actions.duplicates,
    KeyJ: actions.incident,
    KeyZ: actions.undo,
    KeyU: actions.files,
    KeyL: actions.list,
    KeyT: actions.content,
    ...Object.fromEntries([1, 2, 3, 4].map((digit) => [`Digit${digit}`, () => actions.category(String(digit))])),
  };
  const control = { KeyS: actions.save, KeyK: actions.search, Enter: actions.next, NumpadEnter: actions.next };
  const phoneKeys = new Set(["KeyA", "KeyH", "KeyM", "KeyG"]);

  document.addEventListener("keydown", (press) => {
    if (press.isComposing || press.repeat || press.metaKey) return;
    const action =
      press.altKey && !press.ctrlKey ? alt[press.code] : press.ctrlKey && !press.altKey && control[press.code];
    // A question on the screen waits for its answer; the telephone does not.
    if (action && (!anyOpen() || phoneKeys.has(press.code))) action();
    else if (press.key === "?" && !typing(press.target) && !anyOpen()) showHelp();
    else if (!action) return;
    press.preventDefault();
  });
}

export function showHelp() {
  return help(NAMES);
}
