// The term over the form: how much is left, in words and colour, and which rule it is.

import { deadline } from "./deadline.js";
import { byId, say } from "./dom.js";
import { moment, now, tick } from "./time.js";
import { CLOCK } from "./words.js";

const STOPPED = {
  forwarded: "Đã chuyển",
  referred: "Đã xin hướng dẫn",
  refused: "Đã từ chối",
  withdrawn: "Dân đã thu hồi",
  no_case: "Đã đóng, không lập phiếu",
};

let term = null;

/** term: a ClockView, or { name, started_at, due_at } of a call that has none yet; null hides it. */
export function show(clock) {
  term = clock;
  draw();
}

function draw() {
  const root = byId("countdown");
  root.hidden = !term?.started_at || !term.due_at;
  if (root.hidden) return;
  const stopped = term.stopped_at ?? null;
  const stand = deadline(term.started_at, term.due_at, stopped ? Date.parse(stopped) : now());
  root.dataset.level = stopped && stand.level !== "late" ? "met" : stand.level;
  byId("countdown-bar").style.inlineSize = `${stand.percent}%`;
  say(byId("countdown-words"), stopped ? ended(stopped, stand) : stand.words);
  const rule = term.source ? `, Điều ${term.source}` : "";
  const estimated = term.estimated ? " (tạm tính)" : "";
  say(byId("countdown-due"), `${CLOCK[term.name] ?? term.name}: hạn ${moment(term.due_at)}${rule}${estimated}`);
}

function ended(stopped, stand) {
  const words = STOPPED[term.stopped_by] ?? "Xong";
  return `${words} ${moment(stopped)}${stand.level === "late" ? ", quá hạn" : ", đúng hạn"}`;
}

tick(draw);
