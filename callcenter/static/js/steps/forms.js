// What each step of a case asks for: one row a step, one line a field. The names are those of the step's body (the server
// has the last word on what is missing); which steps there are, for whom and on which article, the case itself says.

import { boot } from "../boot.js";

const infrastructure = (view) => view.fields.category === "infrastructure";
const social = (view) => view.fields.category === "social";

const EVIDENCE = { name: "evidence", kind: "files" };
const PICTURES = { ...EVIDENCE, must: true, label: "Hình ảnh chứng minh" };
const SITE_CHECK = { name: "site_check", kind: "check" };
const UNIT = { name: "unit", kind: "unit", must: true };
const WHY = { name: "why", kind: "long", must: true };
const TOLD = { name: "told", kind: "ways", must: true, label: "Đã báo người phản ánh bằng cách nào" };

/** Fields: { name, kind, must, label, help, when }. `must` and `when` (is it asked at all?) may depend on the case:
 * must(view, said), when(view). Of a row: `button` is what the big button says, where the step's name alone would not say
 * what is to be done; `sends` the step of the store that it becomes, where the page has a name of its own, and what goes
 * with it; `undo` the way back from a slip. */
export const FORMS = {
  refer: {
    lead: "Phiếu sang Văn phòng UBND thành phố để được hướng dẫn đơn vị xử lý.",
    yes: "Xin hướng dẫn",
    fields: [WHY],
    sends: { step: "forward", said: { unit: boot.city_office } },
  },
  guide: {
    lead: "Văn phòng UBND thành phố đã nêu đơn vị xử lý; phiếu chuyển tới đơn vị đó.",
    yes: "Chuyển theo hướng dẫn",
    fields: [UNIT, { ...WHY, label: "Nội dung hướng dẫn" }],
  },
  accept: {
    lead: "Đơn vị đã nhận việc.",
    yes: "Ghi nhận đã tiếp nhận",
    fields: [{ ...SITE_CHECK, when: social, help: "Được 2 ngày làm việc thay vì 1 để chuyển cơ quan khác (8.2f)." }],
  },
  verify: {
    lead: "Sự cố có thật và thuộc trách nhiệm của đơn vị. Sau bước này đơn vị có 1 giờ để giao việc (8.1b).",
    yes: "Xác minh có thật",
    fields: [{ name: "finding", kind: "long", must: true }, EVIDENCE],
  },
  report_false: {
    lead: "Sự cố không có thật. Phiếu có kết quả ngay và 1022 báo lại người dân.",
    yes: "Xác minh báo giả",
    fields: [{ name: "finding", kind: "long", must: true }, EVIDENCE],
  },
  assign: {
    lead: "Đơn vị giao cho bộ phận, đội trực tiếp xử lý.",
    yes: "Giao xử lý",
    fields: [
      { name: "sub_unit", kind: "text", must: infrastructure, help: "Để trống nếu chính đơn vị xử lý." },
      { name: "why", kind: "text", label: "Ghi chú" },
    ],
  },
  expect: {
    lead: "Không khắc phục được trong 4 giờ. Thời gian dự kiến trở thành hạn mới của phiếu.",
    yes: "Ghi thời gian dự kiến",
    fields: [{ name: "expected_at", kind: "moment", must: true, from: "now" }, WHY],
  },
  extend: {
    lead: "Hết 5 ngày làm việc mà chưa xong. Ngày cam kết trở thành hạn mới, không quá 15 ngày từ khi tiếp nhận.",
    yes: "Gia hạn",
    fields: [{ name: "committed", kind: "day", must: true }, { name: "progress", kind: "long", must: true }, PICTURES],
  },
  consult: {
    lead: "Cần ý kiến cơ quan khác: thời hạn là 15 ngày thay vì 10, và phải báo người góp ý lý do.",
    yes: "Ghi lấy ý kiến",
    fields: [
      { name: "agencies", kind: "text", must: true },
      { ...WHY, label: "Lý do kéo dài đã báo người góp ý" },
      TOLD,
    ],
  },
  progress_note: {
    lead: "Việc làm được đến đâu. Không đổi thời hạn.",
    yes: "Ghi tiến độ",
    fields: [{ name: "progress", kind: "long", must: true }, EVIDENCE],
  },
  resolve: {
    lead: "Kết quả xử lý của đơn vị. Sau bước này 1022 báo lại người phản ánh.",
    yes: "Ghi kết quả",
    fields: [
      { name: "result", kind: "long", must: true },
      { name: "handled_at", kind: "moment", must: social, from: "received", until: "now" },
      { name: "on_site", kind: "check", when: (view) => !infrastructure(view) },
      {
        ...EVIDENCE,
        must: (view, said) => infrastructure(view) || said.on_site,
        help: "Xử lý tại hiện trường phải có hình ảnh hoặc biên bản.",
      },
    ],
  },
  return: {
    lead: "Việc không thuộc đơn vị. 1022 sẽ chuyển tiếp cho đơn vị khác.",
    yes: "Chuyển trả 1022",
    fields: [
      { ...WHY, label: "Lý do chuyển trả" },
      { name: "finding", kind: "long", must: true },
      { ...SITE_CHECK, when: social },
      EVIDENCE,
    ],
  },
  forward_on: {
    lead: "Chuyển thẳng cho cơ quan có thẩm quyền, 1022 theo dõi tiếp.",
    yes: "Chuyển",
    fields: [UNIT, WHY, { ...SITE_CHECK, when: social }],
  },
  close: {
    button: "Báo kết quả, kết thúc",
    lead: "Báo kết quả cho người phản ánh rồi kết thúc phiếu. Các phản ánh đã ghép vào phiếu này cũng kết thúc.",
    yes: "Đã báo, kết thúc",
    fields: [TOLD],
  },
  notify: {
    lead: "Báo người phản ánh rằng việc đã được ghi nhận và đang xử lý, trong 60 phút từ khi tiếp nhận.",
    yes: "Đã báo",
    fields: [TOLD],
  },
  duplicate: {
    undo: { step: "undo_duplicate", why: "Ghép nhầm, hoàn tác ngay" },
    lead: "Cùng sự việc với một phản ánh đến trước. Phiếu này được xử lý và trả lời cùng phiếu đó.",
    yes: "Ghép",
    fields: [
      {
        name: "primary",
        kind: "text",
        must: true,
        label: "Mã phản ánh đầu tiên",
        help: "9 chữ số, ví dụ 26 000 123 7.",
      },
      { ...WHY, label: "Vì sao là cùng sự việc" },
      { ...TOLD, must: false, help: "Để trống nếu chưa báo; 1022 phải báo trong 60 phút từ khi tiếp nhận." },
    ],
  },
  undo_duplicate: {
    lead: "Phiếu trở lại như trước khi ghép, thời hạn chạy tiếp như chưa dừng.",
    yes: "Bỏ ghép",
    fields: [WHY],
  },
  refuse: {
    lead: "Phiếu kết thúc, người phản ánh được báo lý do (Điều 4.7).",
    yes: "Từ chối",
    fields: [
      { name: "reason", kind: "choice", must: true, choices: boot.refusal_reasons },
      { name: "text", kind: "long", must: true },
    ],
  },
  withdraw: {
    lead: "Phiếu kết thúc, mọi thời hạn dừng lại.",
    yes: "Thu hồi",
    fields: [{ ...WHY, label: "Vì sao người dân thu hồi" }],
  },
};

/** A call that becomes no case: the same questions, of no case. */
export const NO_CASE = {
  title: "Không lập phiếu",
  lead: "Cuộc gọi được đóng với lý do này, thời hạn 60 phút dừng lại.",
  yes: "Đóng cuộc gọi",
  fields: [
    { name: "reason", kind: "choice", must: true, label: "Lý do", choices: boot.no_case_reasons },
    { name: "note", kind: "long", label: "Ghi chú" },
  ],
};
