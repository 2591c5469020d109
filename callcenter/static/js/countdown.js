// The term over the form: how much is left, in words and colour, and which rule it is.

import { deadline } from "./deadline.js";
import { byId, say } from "./dom.js";
import { due, moment, now, tick } from "./time.js";
import { article, CLOCK } from "./words.js";

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
  const estimated = term.estimated ? " (tạm tính)" : "";
  say(byId("countdown-due"), `${CLOCK[term.name]}: hạn ${due(term.due_at)}, ${article(term.source)}${estimated}`);
}

function ended(stopped, stand) {
  return `Xong ${moment(stopped)}, ${stand.level === "late" ? "quá hạn" : "đúng hạn"}`;
}

tick(draw);
