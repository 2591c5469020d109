// Honesty about what this page can know right now. One line per thing that is away; none when all is well.

import { byId, h, icon } from "./dom.js";
import { moment } from "./time.js";

const shown = new Map();

/** Show, change or (text null) remove the banner of one matter. kind: "away" | "old" | "hint". */
export function banner(matter, kind, text, ...more) {
  shown.get(matter)?.remove();
  shown.delete(matter);
  if (!text) return;
  const node = h(
    "div",
    { class: `banner ${kind}`, "data-testid": `banner-${matter}` },
    icon("alert"),
    h("p", {}, text),
    ...more,
  );
  shown.set(matter, node);
  byId("banners").append(node);
}

export function server(awaySince) {
  banner(
    "server",
    "away",
    awaySince &&
      `Mất kết nối máy chủ từ ${moment(awaySince)}. Bạn vẫn nghe, gọi được; phiếu giữ trên máy này và tự lưu khi có lại.`,
  );
}

export function figures(staleSince) {
  banner("figures", "old", staleSince && `Số liệu cũ từ ${moment(staleSince)}: đang nối lại tổng đài.`);
}

export function phone(line) {
  const words = {
    up: null,
    connecting: "Điện thoại đang mất kết nối tới tổng đài, chưa nhận được cuộc gọi. Đang tự nối lại…",
    refused: "Tổng đài không nhận điện thoại này (có thể tài khoản đã đăng nhập ở máy khác). Đang thử lại…",
  };
  banner("phone", "away", words[line]);
}

export function session() {
  const link = h("a", { class: "button", href: "/login" }, "Đăng nhập lại");
  banner("session", "away", "Phiên làm việc đã hết hạn. Phiếu đang viết vẫn còn trên máy này.", link);
}

export function tabs(other) {
  banner(
    "tabs",
    "old",
    other && "Bàn trực đang mở ở một thẻ khác của trình duyệt này; điện thoại chỉ đổ chuông ở thẻ đó.",
  );
}

export function silent(on) {
  banner("silent", "hint", on && "Trình duyệt đang chặn tiếng chuông. Bấm vào bất kỳ đâu trên trang để bật tiếng.");
}
