// The terms of a case: those that run, the one due first on top, then those that ended. How a term stands is said in words
// and by a mark, never by its colour alone; the ticks on its bar are where people are warned.

import { deadline } from "./deadline.js";
import { h, icon, say } from "./dom.js";
import { due, lasted, moment, now, tick } from "./time.js";
import { article, CLOCK, COUNTING } from "./words.js";

const MARK = { calm: "clock", half: "half", soon: "hurry", late: "alert" };

export function section({ clocks }) {
  const end = ({ due_at: at }) => Date.parse(at);
  const open = clocks.filter((clock) => !clock.stopped_at).sort((one, other) => end(one) - end(other));
  const ended = clocks.filter((clock) => clock.stopped_at).toReversed();
  const none = open.length ? "" : h("p", { class: "quiet-words" }, "Không còn thời hạn nào đang chạy.");
  const list = h("ul", { class: "clocks" }, ...open.map(running), ...ended.map(over));
  move(list);
  return h("section", { "data-testid": "clocks" }, h("h3", {}, "Thời hạn"), none, list);
}

function running(clock) {
  const data = { "data-start": clock.started_at, "data-due": clock.due_at, "data-testid": `clock-${clock.name}` };
  const foot = [`Hạn ${due(clock.due_at)}`, article(clock.source), COUNTING[clock.counting]].join(" · ");
  return h(
    "li",
    { class: "clock", ...data },
    h("p", { class: "clock-head" }, h("strong", {}, CLOCK[clock.name]), h("span", { class: "clock-stand" })),
    h("div", { class: "clock-track", "aria-hidden": "true" }, h("div", { class: "clock-bar" })),
    h("p", { class: "clock-foot" }, foot),
  );
}

function over(clock) {
  const late = Date.parse(clock.stopped_at) - Date.parse(clock.due_at);
  const words = late > 0 ? `trễ ${lasted(late / 1000)}` : "đúng hạn";
  const stand = h("span", { class: "clock-stand" }, icon(late > 0 ? "alert" : "check"), words);
  return h(
    "li",
    { class: "clock over", "data-level": late > 0 ? "late" : "met", "data-testid": `ended-${clock.name}` },
    h("p", { class: "clock-head" }, h("span", {}, CLOCK[clock.name]), stand),
    h(
      "p",
      { class: "clock-foot" },
      `Xong ${moment(clock.stopped_at)} · hạn ${due(clock.due_at)} · ${article(clock.source)}`,
    ),
  );
}

/** Every running clock under this node, as it stands now. */
function move(root) {
  for (const clock of root.querySelectorAll(".clock[data-due]")) {
    const stand = deadline(clock.dataset.start, clock.dataset.due, now());
    const words = clock.querySelector(".clock-stand");
    if (clock.dataset.level !== stand.level) words.replaceChildren(icon(MARK[stand.level]), h("span"));
    clock.dataset.level = stand.level;
    say(words.lastChild, stand.words);
    clock.querySelector(".clock-bar").style.inlineSize = `${stand.percent}%`;
  }
}

tick(() => move(document));
