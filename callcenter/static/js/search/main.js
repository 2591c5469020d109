// The search page: what is typed and chosen becomes the address, the address becomes the answer.

import { Away, get } from "../api.js";
import * as banners from "../banners.js";
import { boot } from "../boot.js";
import { byId, fill, h, icon, say } from "../dom.js";
import * as notice from "../notice.js";
import * as time from "../time.js";
import { Filters } from "./filters.js";
import * as hits from "./hits.js";
import { isBlank, read, written } from "./question.js";
import { Saved } from "./saved.js";

const QUIET = 180; // ms without a key before the server is asked
const COUNTED = 200; // what the server counts up to (crm/search/messages.py)
const typing = (node) => node.matches?.("input:not([type=checkbox]), select, textarea");

const [field, order, list, more] = ["q", "order", "hits", "more"].map(byId);
const filters = new Filters();
const saved = new Saved(() => written(question));
let question = read(location.search);
let asked = 0; // the answer to an older question must not cover a newer one's
let next = null;
let waiting = null;

time.learn(boot.now);

function draw() {
  if (field.value !== question.q) field.value = question.q;
  order.value = question.order;
  filters.show(question);
}

/** Ask anew, now or after a moment of quiet. */
function change(changed, quiet = 0) {
  question = { ...question, ...changed };
  history.replaceState(null, "", written(question) ? `?${written(question)}` : location.pathname);
  draw();
  clearTimeout(waiting);
  waiting = setTimeout(ask, quiet);
}

async function ask() {
  const number = ++asked;
  list.classList.add("old");
  const answer = await answered(written(question));
  if (number !== asked) return;
  list.classList.remove("old");
  if (answer) show(answer);
}

async function askMore() {
  if (!next) return;
  const number = asked;
  const lines = list.childElementCount;
  const answer = await answered(`${written(question)}&after=${next}`);
  if (!answer || number !== asked) return;
  next = answer.next;
  hits.show(list, answer.hits, { more: true });
  more.hidden = !next;
  list.querySelectorAll(".hit")[lines]?.focus();
}

/** The server's answer; null when there is none, and why is told. */
async function answered(link) {
  try {
    const answer = await get(`/search/cases?${link}`);
    banners.server(null);
    return answer;
  } catch (error) {
    if (error instanceof Away) banners.banner("server", "away", "Mất kết nối máy chủ, chưa tìm được. Thử lại khi có kết nối.");
    else notice.bad(error.message);
    return null;
  }
}

function show(answer) {
  next = answer.next;
  hits.show(list, answer.hits);
  more.hidden = !next;
  say(byId("found"), counted(answer));
  byId("empty").hidden = answer.hits.length > 0;
  if (!answer.hits.length) fill(byId("empty"), ...nothing());
}

function counted({ hits: found, count }) {
  if (!found.length) return "";
  const how = isBlank(question) ? "Mới nhận: " : "";
  return `${how}${count === null ? `hơn ${COUNTED}` : count} phiếu`;
}

function nothing() {
  if (isBlank(question)) return [icon("inbox"), h("h1", {}, "Chưa có phiếu nào"), h("p", {}, "Phiếu đầu tiên được lưu sẽ hiện ở đây.")];
  const clear = h("button", { type: "button", class: "button", onclick: () => change(read("")) }, "Bỏ mọi điều kiện");
  return [icon("inbox"), h("h1", {}, "Không có phiếu nào khớp"), h("p", {}, "Thử ít từ hơn, bỏ bớt bộ lọc, hoặc chỉ gõ vài chữ đầu của từ cuối."), clear];
}

field.addEventListener("input", (typed) => typed.isComposing || change({ q: field.value }, QUIET));
field.addEventListener("compositionend", () => change({ q: field.value }, QUIET));
field.addEventListener("keydown", (press) => {
  if (press.key !== "Enter" || press.isComposing) return;
  press.preventDefault();
  list.querySelector(".hit")?.click(); // the best one
});
order.addEventListener("change", () => change({ order: order.value }));
filters.addEventListener("change", ({ detail }) => change(detail));
saved.addEventListener("open", ({ detail }) => {
  change(read(detail));
  field.focus();
});
more.addEventListener("click", askMore);
addEventListener("popstate", () => change(read(location.search)));
document.addEventListener("session-ended", banners.session);
document.addEventListener("keydown", (press) => {
  if (press.key === "/" && !typing(press.target) && !press.ctrlKey && !press.altKey) {
    press.preventDefault();
    field.focus();
    field.select();
  } else if (press.key === "Escape" && document.activeElement?.matches(".hit")) field.focus();
  else hits.walk(list, field, press, () => (next ? askMore() : null));
});

draw();
ask();
saved.refresh();
