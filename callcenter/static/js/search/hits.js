// The cases found: each with why, and with the words marked where they stand. Arrows walk from one to the next.

import { deadline } from "../deadline.js";
import { fill, h, icon } from "../dom.js";
import { dated, now } from "../time.js";
import { boot } from "../boot.js";
import { caseCode, category, phone, topic, unit, ward } from "../words.js";

const WHY = {
  code: "Đúng mã phản ánh",
  phone: "Đúng số điện thoại",
  name: "Khớp họ tên",
  place: "Khớp địa điểm",
  text: "",
  begun: "",
  filter: "",
};
const ALSO = { reporter_address: "Địa chỉ liên hệ", reporter_email: "Thư điện tử", note: "Ghi chú", transcript: "Lời thoại" };
const STATES = Object.fromEntries(boot.states.map(({ key, name }) => [key, name]));

/** A text with its marks (start and end, in letters) as nodes; nothing in it is ever markup. */
export function marked(text, marks) {
  const letters = Array.from(text);
  const part = (start, end) => letters.slice(start, end).join("");
  let at = 0;
  const nodes = [];
  for (const [start, end] of marks) {
    nodes.push(part(at, start), h("mark", {}, part(start, end)));
    at = end;
  }
  return [...nodes, part(at)];
}

export function hit(found) {
  const { line, passages } = found;
  const told = (field, otherwise) => {
    const passage = passages.find((one) => one.field === field);
    return passage ? marked(passage.text, passage.marks) : [otherwise];
  };
  const place = [line.place && told("place", line.place), line.ward && told("ward", ward(line.ward))].filter(Boolean);
  const also = passages.filter(({ field }) => field in ALSO);
  return h(
    "li",
    {},
    h(
      "a",
      { class: "hit", href: `/operator#case=${line.code}`, target: "desk", rel: "opener", "data-testid": `hit-${line.code}` },
      h("p", { class: "hit-head" }, h("strong", {}, caseCode(line.code)), h("span", { class: "tag" }, STATES[line.state] ?? line.state), late(line.clock), h("span", { class: "why" }, WHY[found.found_by])),
      h("p", {}, ...told("content", "")),
      place.length ? h("p", { class: "hit-place" }, icon("pin"), " ", ...place[0], ...(place[1] ? [", ", ...place[1]] : [])) : "",
      ...also.map(({ field, text, marks }) => h("p", { class: "also" }, `${ALSO[field]}: `, ...marked(text, marks))),
      h("p", { class: "hit-foot" }, ...foot(line, found, told)),
    ),
  );
}

function foot(line, found, told) {
  const reporter = found.confidential ? icon("shield") : icon("user");
  const number = line.reporter_phone ? ` · ${phone(line.reporter_phone)}` : "";
  return [
    h("span", {}, reporter, " ", ...told("reporter_name", line.reporter_name || "Người phản ánh được bảo mật"), number, found.confidential ? " · yêu cầu bảo mật" : ""),
    h("span", {}, topic(line.topic) || category(line.category)),
    line.unit ? h("span", {}, unit(line.unit)) : "",
    h("span", {}, icon("clock"), ` Nhận ${dated(line.received_at)}`),
  ].filter(Boolean);
}

function late(clock) {
  if (!clock) return "";
  const { level, words } = deadline(clock.started_at, clock.due_at, now());
  return level === "late" ? h("span", { class: "pill", "data-level": level }, words) : "";
}

/** Put the lines there, or after those that are there. */
export function show(root, found, { more = false } = {}) {
  const lines = found.map(hit);
  if (more) root.append(...lines);
  else fill(root, ...lines);
}

/** Walk with the arrows: down from the field, up from the first line back into it. */
export function walk(root, field, press, onEnd) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
  if (!step || press.altKey || press.ctrlKey || press.metaKey) return;
  const lines = [...root.querySelectorAll(".hit")];
  const at = lines.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== field) return;
  press.preventDefault();
  const next = at + step;
  if (next < 0) field.focus();
  else if (next < lines.length) lines[next].focus();
  else onEnd();
}
