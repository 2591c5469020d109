// The operator's words for the store's keys. Its own names and lists of choices come with the page.

import { boot } from "./boot.js";
import { dated, dayBefore } from "./time.js";

export const AGENT = {
  unknown: "Đang nối…",
  offline: "Ngoại tuyến",
  ready: "Sẵn sàng",
  paused: "Tạm nghỉ",
  ringing: "Đang đổ chuông",
  talking: "Đang gọi",
  wrap_up: "Ghi chép sau cuộc gọi",
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

/** "đã chuyển" -> "Đã chuyển" */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

// The store's own names, as a heading or a button has them.
const capitals = (names) => Object.fromEntries(Object.entries(names).map(([key, name]) => [key, capital(name)]));
export const CHANNEL = boot.names.channels;
export const CASE_STATE = capitals(boot.names.states);
export const CASE_STEP = capitals(boot.names.steps);
export const CLOCK = capitals(boot.names.clocks);
export const COUNTING = boot.names.countings;
export const DOER = capitals(boot.names.doers);
export const FIELD = capitals(boot.names.fields);
export const HOLDER = capitals(boot.names.holders);

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

const YES = new Set([true, "True", "true"]);
const yesNo = (stored) => (YES.has(stored) ? "Có" : "Không");
const VALUE = {
  confidential: yesNo,
  site_check: yesNo,
  on_site: yesNo,
  category: (key) => CATEGORIES[key],
  topic: (key) => TOPICS[key],
  ward: (key) => WARDS[key],
  social_field: (key) => FIELDS[key],
  unit_code: (key) => UNITS[key],
  duplicate_of: caseCode,
  handled_at: dated,
  expected_at: dated,
  committed_at: dayBefore,
};

/** "8.2e" -> "Điều 8.2e"; what is no article as it is. */
export const article = (source) => (/^\d/.test(source) ? `Điều\u00a0${source}` : source);

/** A field's value as the operator would say it. */
export function value(field, stored) {
  if (stored === null || stored === undefined || stored === "") return "(trống)";
  return VALUE[field]?.(stored) ?? String(stored);
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
