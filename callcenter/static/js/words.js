// The operator's words for the store's keys. Lists of choices come with the page; states are said here.

import { boot } from "./boot.js";

export const AGENT = {
  unknown: "Đang nối…",
  offline: "Ngoại tuyến",
  ready: "Sẵn sàng",
  paused: "Tạm nghỉ",
  ringing: "Đang đổ chuông",
  talking: "Đang gọi",
  wrap_up: "Ghi chép sau cuộc gọi",
};

export const CASE_STATE = {
  new: "Mới",
  forwarded: "Đã chuyển xử lý",
  awaiting_guidance: "Chờ Văn phòng UBND hướng dẫn",
  refused: "Từ chối tiếp nhận",
  withdrawn: "Người dân thu hồi",
};

export const CASE_STEP = {
  open: "Lập phiếu",
  edit: "Sửa phiếu",
  forward: "Chuyển xử lý",
  refer: "Xin hướng dẫn Văn phòng UBND",
  refuse: "Từ chối tiếp nhận",
  withdraw: "Người dân thu hồi",
  attach: "Đính kèm tệp",
  remove_attachment: "Gỡ tệp đính kèm",
};

export const CONTACT_STATE = {
  in_menu: "Đang nghe lời chào",
  waiting: "Đang chờ",
  ringing: "Đang đổ chuông",
  talking: "Đang nói chuyện",
  left_in_menu: "Gác máy khi nghe lời chào",
  served_by_menu: "Đã tra cứu qua phím bấm",
  abandoned: "Gác máy khi đang chờ",
  handled: "Đã nghe máy",
};

export const CLOCK = {
  intake: "Tiếp nhận và chuyển xử lý",
  guidance: "Chờ hướng dẫn",
  duplicate_notice: "Báo trùng lặp",
  verify: "Xác minh",
  assign: "Phân công",
  fix: "Khắc phục",
  resolve: "Xử lý và trả lời",
  extension: "Gia hạn",
  forward_on: "Chuyển đơn vị khác",
  review: "Rà soát và chuyển",
};

export const FIELD = {
  content: "Nội dung",
  category: "Lĩnh vực",
  topic: "Chủ đề",
  social_field: "Mảng",
  ward: "Phường, xã",
  place: "Địa điểm",
  reporter_name: "Họ và tên",
  reporter_phone: "Điện thoại",
  reporter_address: "Địa chỉ liên hệ",
  reporter_email: "Thư điện tử",
  confidential: "Yêu cầu bảo mật",
};

const named = (list, key) => Object.fromEntries(list.map((item) => [item[key], item.name]));
const CATEGORIES = named(boot.categories, "key");
const TOPICS = named(boot.topics, "key");
const WARDS = named(boot.wards, "code");
const FIELDS = named(boot.social_fields, "key");
const UNITS = named(boot.units, "code");

export const category = (key) => CATEGORIES[key] ?? "";
export const topic = (key) => TOPICS[key] ?? "";
export const ward = (code) => WARDS[code] ?? "";
export const unit = (code) => UNITS[code] ?? code ?? "";

/** A field's value as the operator would say it. */
export function value(field, stored) {
  if (stored === null || stored === undefined || stored === "") return "(trống)";
  if (field === "confidential") return stored === true || stored === "True" || stored === "true" ? "Có" : "Không";
  const names = { category: CATEGORIES, topic: TOPICS, ward: WARDS, social_field: FIELDS }[field];
  return names?.[stored] ?? String(stored);
}

/** "260001237" -> "26 000 123 7", as it is spoken. */
export function caseCode(code) {
  return code.replace(/^(\d\d)(\d{3})(\d{3})(\d)$/, "$1 $2 $3 $4");
}

/** Letters without their marks, for finding: "Lê Chân" -> "le chan". */
export function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();
}

/** "+84912345678" -> "0912 345 678"; anything else as it came. */
export function phone(number) {
  if (!number) return "Số bị ẩn";
  const local = number.replace(/^\+84/, "0");
  if (/^0[35789]\d{8}$/.test(local)) return local.replace(/^(\d{4})(\d{3})(\d{3})$/, "$1 $2 $3");
  if (/^02\d{9}$/.test(local)) return local.replace(/^(\d{4})(\d{4})(\d{3})$/, "$1 $2 $3");
  return local;
}
