// Another case, shown beside the form to be compared with it: what is the same on both is marked.

import { h, icon } from "./dom.js";
import { dated } from "./time.js";
import { phone, topic, unit, ward } from "./words.js";

/** What a case says, as a list; `mine` is what the form says. */
export function beside({ fields, received_at: received, unit: holder, duplicates }, mine) {
  const number = fields.reporter_phone && phone(fields.reporter_phone);
  return h(
    "dl",
    { class: "beside" },
    ...line("Nội dung", fields.content),
    ...line("Chủ đề", topic(fields.topic), mine.topic === fields.topic),
    ...line("Địa điểm", fields.place, fields.place === mine.place),
    ...line("Phường, xã", ward(fields.ward), mine.ward === fields.ward),
    ...line("Người báo", [fields.reporter_name, number].filter(Boolean).join(", "), number === mine.reporter_phone),
    ...line("Nhận lúc", dated(received)),
    ...line("Đơn vị", holder && unit(holder.code)),
    ...line("Đã ghép", duplicates.length && `${duplicates.length} phản ánh cùng sự việc`),
  );
}

function line(name, words, same = false) {
  if (!words) return [];
  const mark = same ? h("span", { class: "same", title: "Giống phiếu đang mở" }, icon("check"), " giống") : "";
  return [h("dt", {}, name), h("dd", {}, words, " ", mark)];
}
