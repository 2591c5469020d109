// What a form asks for each kind of place: data only. A field is [name, label, kind, more].
//
// Kinds: text, number, flag, key, place (a node), prompts, lines (prompts and values), choices, ways, map (word -> prompt),
// one (of a list). `more`: { min, max, of, optional }.

import { boot } from "../boot.js";

const { flow_words: words } = boot;

const TITLE = ["title", "Tên hiện ra", "text"];
const SAY = ["say", "Câu nói", "prompts"];
const AGAIN = ["again", "Câu nói lần sau (để trống: như lần đầu)", "prompts", { optional: true }];
const ONWARD = ["onward", "Rồi tới", "place"];

export const SECTIONS = {
  menu: {
    label: "Menu",
    fields: [TITLE, SAY, AGAIN, ["keys", "Các phím", "choices"], ["silence", "Im lặng thì tới", "place", { optional: true }]],
    fresh: () => ({ title: "Menu mới", say: [], keys: {} }),
  },
  say: {
    label: "Câu thông báo",
    fields: [TITLE, ["say", "Câu nói", "lines"], ["instead", "Nói thay khi chưa biết giá trị", "prompts", { optional: true }], ONWARD],
    fresh: (first) => ({ title: "Thông báo mới", say: [], onward: first }),
  },
  condition: {
    label: "Điều kiện",
    fields: [TITLE, ["ask", "Hỏi điều gì", "one", { of: Object.keys(words.questions) }], ["ways", "Các lối", "ways"]],
    fresh: () => ({ title: "Điều kiện mới", ask: "office", ways: {} }),
  },
  input: {
    label: "Nhập số",
    fields: [
      TITLE,
      SAY,
      AGAIN,
      ["least", "Ít nhất (chữ số)", "number", { min: 1, max: 20 }],
      ["most", "Nhiều nhất (chữ số)", "number", { min: 1, max: 20 }],
      ["valid", "Kiểm tra", "one", { of: words.checks }],
      ["keep", "Ghi vào", "one", { of: words.keeps }],
      ["too_short", "Khi chưa đủ số", "prompts", { optional: true }],
      ["wrong", "Khi số không đúng", "prompts"],
      ["read_back", "Trước khi đọc lại", "prompts"],
      ["confirm", "Sau khi đọc lại (đúng: phím 1, nhập lại: phím 2)", "prompts"],
      ONWARD,
      ["skip", "Nhấn # ngay thì tới", "place", { optional: true }],
    ],
    fresh: (first) => ({ title: "Nhập số mới", say: [], least: 9, most: 11, valid: "phone", keep: "callback_number", wrong: [], read_back: [], confirm: [], onward: first }),
  },
  code: {
    label: "Tra cứu mã",
    fields: [
      TITLE,
      SAY,
      AGAIN,
      ["length", "Số chữ số", "number", { min: 2, max: 20 }],
      ["found", "Nói xong thì tới", "place"],
      ["no_code", "Không có mã thì tới", "place"],
      ["too_short", "Khi chưa đủ số", "prompts"],
      ["wrong", "Khi mã sai", "prompts"],
      ["missing", "Khi không tìm thấy", "prompts"],
      ["unavailable", "Khi chưa tra cứu được", "prompts"],
      ["intro", "Trước khi đọc mã", "prompts"],
      ["digits", "Mười chữ số", "prompts"],
      ["states", "Trạng thái phản ánh", "map"],
      ["units", "Loại đơn vị xử lý", "map"],
    ],
    fresh: (first) => ({ title: "Tra cứu mới", say: [], length: 9, found: first, no_code: first, too_short: [], wrong: [], missing: [], unavailable: [], intro: [], digits: [], states: {}, units: {} }),
  },
  incident: {
    label: "Tin sự cố chung",
    fields: [
      TITLE,
      SAY,
      ["offer", "Mời cùng báo", "prompts"],
      ["key", "Phím cùng báo", "key"],
      ["label", "Nhãn của phím", "text"],
      ["joined", "Cùng báo rồi thì tới", "place"],
      ONWARD,
      ["by_topic", "Chỉ sự cố của chủ đề đã chọn", "flag"],
      ["notices", "Nhiều nhất (tin)", "number", { min: 1, max: 5 }],
      ["seconds", "Chờ phím (giây)", "number", { min: 1, max: 30 }],
    ],
    fresh: (first) => ({ title: "Tin sự cố mới", say: [], offer: [], key: "1", label: "Cùng báo", joined: first, onward: first, by_topic: false, notices: 1, seconds: 3 }),
  },
  voicemail: {
    label: "Lời nhắn",
    fields: [
      TITLE,
      SAY,
      AGAIN,
      ["least", "Ít nhất (giây)", "number", { min: 1, max: 10 }],
      ["most", "Nhiều nhất (giây)", "number", { min: 1, max: 300 }],
      ["silence", "Im lặng bao lâu là xong (giây)", "number", { min: 1, max: 30 }],
      ["too_short", "Khi chưa nghe được gì", "prompts"],
      ["saved", "Khi đã ghi", "prompts"],
      ONWARD,
    ],
    fresh: (first) => ({ title: "Lời nhắn mới", say: [], least: 2, most: 120, silence: 6, too_short: [], saved: [], onward: first }),
  },
  call: {
    label: "Gọi luồng con",
    fields: [TITLE, ["sub", "Luồng con", "sub"], ONWARD],
    fresh: (first) => ({ title: "Gọi luồng con", sub: "", onward: first }),
  },
  return: { label: "Trở về", fields: [TITLE, ["say", "Câu nói", "prompts", { optional: true }]], fresh: () => ({ title: "Trở về" }) },
  transfer: {
    label: "Chuyển khẩn cấp",
    fields: [TITLE, SAY, ["to", "Số", "one", { of: words.emergency }]],
    fresh: () => ({ title: "Chuyển khẩn cấp", say: [], to: "113" }),
  },
  end: {
    label: "Kết thúc",
    fields: [TITLE, SAY, ["outcome", "Kết quả", "one", { of: ["queue", "served", "hangup"] }]],
    fresh: () => ({ title: "Kết thúc mới", say: [], outcome: "served" }),
  },
  sub: {
    label: "Luồng con",
    fields: [TITLE, ["start", "Bắt đầu ở", "place"]],
    fresh: (first) => ({ title: "Luồng con mới", start: first }),
  },
  entry: {
    label: "Lối vào khác",
    fields: [
      ["start", "Bắt đầu ở", "place"],
      ["give_up", "Nhầm nhiều lần thì tới", "place"],
    ],
    fresh: (first) => ({ start: first, give_up: first }),
  },
};

/** The flow itself and the keys of every menu: places of the tree that can't be added or removed. */
export const WHOLE = {
  flow: {
    label: "Chung",
    fields: [
      ["title", "Tên luồng", "text"],
      ["start", "Bắt đầu ở", "place"],
      ["operator", "Tổng đài viên", "place"],
      ["again_key", "Phím nghe lại", "key"],
      ["mistakes", "Nhầm bao nhiêu lần", "number", { min: 1, max: 5 }],
      ["turns", "Nhiều nhất bao nhiêu câu hỏi", "number", { min: 3, max: 50 }],
      ["seconds", "Chờ phím (giây)", "number", { min: 1, max: 30 }],
      ["digit_seconds", "Chờ chữ số tiếp (giây)", "number", { min: 1, max: 30 }],
      ["wrong_key", "Khi nhấn nhầm", "prompts"],
      ["no_key", "Khi im lặng", "prompts"],
      ["give_up", "Trước khi chuyển tổng đài viên", "prompts"],
    ],
  },
  everywhere: { label: "Phím ở mọi menu", fields: [["", "Các phím", "choices"]] },
};

/** Sections whose places calls can go to. */
export const PLACES = words.sections;

const CHOICE_WORDS = {
  office: "Giờ hành chính",
  caller: "Người gọi đã liên hệ chưa",
  incident: "Có sự cố chung không",
  language: "Số máy trong hay ngoài nước",
  any: "Chữ số bất kỳ",
  damm: "Mã phản ánh",
  phone: "Số điện thoại",
  score: "Điểm 1 đến 5",
  callback_number: "Số gọi lại",
  survey: "Điểm đánh giá",
  queue: "Gặp tổng đài viên",
  served: "Đã phục vụ xong",
  hangup: "Gác máy",
  113: "113 công an",
  114: "114 cứu hỏa, cứu nạn",
  115: "115 cấp cứu",
  now: "Giờ hiện tại",
  today: "Ngày hôm nay",
  waiting: "Số người đang chờ",
};

export const named = (word) => CHOICE_WORDS[word] ?? word;
