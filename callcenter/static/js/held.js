// Whose time it was: how long each holder had the case, beside the whole; and, when a term is broken, who has it now.

import { h, icon } from "./dom.js";
import { lasted, moment, now, iso } from "./time.js";
import { CLOCK, COUNTING, HOLDER } from "./words.js";

const PARTLY = new Set(["working_days", "office"]); // countings in which not every day counts
const RESULT = new Set(["result", "fixed"]); // what ends the terms of the matter itself

export function section(view) {
  const shares = sharesOf(view.held);
  const lines = view.held.map((held, place) => line(held, shares[place], view.counting));
  return h(
    "section",
    { "data-testid": "held" },
    h("h3", {}, `Thời gian ở từng nơi, đến ${moment(view.closed_at ?? iso(now()))}`),
    late(view, shares),
    h("ul", { class: "holders" }, ...lines),
  );
}

/** Parts of a hundred. On the first day of a term of days nothing counts yet: as the time passed, then. */
function sharesOf(held) {
  const counted = held.reduce((sum, { counted_seconds: seconds }) => sum + seconds, 0);
  const of = (one) => (counted ? one.counted_seconds : one.seconds);
  const whole = held.reduce((sum, one) => sum + of(one), 0) || 1;
  return held.map((one) => Math.round((of(one) / whole) * 100));
}

function line(held, share, counting) {
  const counted = PARTLY.has(counting) ? `, ${countedWords(held.counted_seconds, counting)}` : "";
  const bar = h("div");
  bar.style.inlineSize = `${share}%`;
  return h(
    "li",
    { class: held.has_it ? "holder now" : "holder" },
    h(
      "p",
      { class: "holder-head" },
      h("strong", {}, nameOf(held)),
      held.has_it ? h("span", { class: "tag" }, "đang giữ") : "",
      h("span", { class: "holder-share" }, `${share} %`),
    ),
    h("div", { class: "holder-track", "aria-hidden": "true" }, bar),
    h("p", { class: "clock-foot" }, `${lasted(held.seconds)}${counted}`),
  );
}

/** The day of the receipt and days off do not count (Điều 147.2 Bộ luật Dân sự). */
const countedWords = (seconds, counting) =>
  seconds ? `${lasted(seconds)} ${COUNTING[counting]}` : "chưa tính vào thời hạn";

/** A broken term, said once: which, who had the case longest, who has it now. What was kept is no matter here; nor is
 * what was broken on the way, once the matter itself was done in time. */
function late({ clocks, held }, shares) {
  const broken = clocks.filter(({ state }) => state === "breached");
  const running = broken.filter((clock) => !clock.stopped_at);
  const done = broken.filter(({ stopped_by: by }) => RESULT.has(by));
  const said = running.length ? running : done;
  if (!said.length) return "";
  const names = said.map(({ name }) => CLOCK[name].toLowerCase()).join(", ");
  const longest = held[shares.indexOf(Math.max(...shares))];
  const holder = held.find(({ has_it: has }) => has);
  const words = [
    `${running.length ? "Quá hạn" : "Xong trễ hạn"}: ${names}.`,
    `Ở lâu nhất: ${nameOf(longest)}, ${lasted(longest.seconds)}.`,
    running.length && holder ? `Đang giữ: ${nameOf(holder)}.` : "",
  ];
  return h("p", { class: "held-late", "data-testid": "held-late" }, icon("alert"), words.filter(Boolean).join(" "));
}

function nameOf({ kind, unit_name: unit, sub_unit: sub }) {
  if (sub) return `${sub} (${unit})`;
  return unit || HOLDER[kind];
}
