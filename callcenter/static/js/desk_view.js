// The frame around the form: what lies on the desk, which term runs, and which ways are open from here.

import * as caseSide from "./case.js";
import * as countdown from "./countdown.js";
import { byId, say } from "./dom.js";
import { iso, moment } from "./time.js";
import { CASE_STATE, caseCode } from "./words.js";

const INTAKE = 60 * 60 * 1000; // ms; Điều 7.3, shown as an estimate until the server names the term

/** Is the step possible? A ticket that is no case yet (view null) can become one, and go any first way. */
export function offered(view, step) {
  return !view || view.steps.some((open) => open.step === step);
}

/** Draw the frame of a draft (null: an empty desk) and its case (null: none yet). */
export function draw(draft, view) {
  byId("ticket-form").hidden = !draft;
  byId("desk-empty").hidden = draft !== null;
  caseSide.show(view);
  if (!draft) return countdown.show(null);
  say(byId("ticket-title"), draft.code ? `Phiếu ${caseCode(draft.code)}` : "Phiếu mới");
  say(byId("ticket-origin"), origin(draft, view));
  say(byId("kept"), draft.waiting ? "Chờ máy chủ để lưu. Bạn cứ làm tiếp." : "");
  countdown.show(view ? urgent(view.clocks) : termOf(draft.card));
  return ways(draft, view);
}

export function kept(words, at) {
  say(byId("kept"), `${words} lúc ${moment(iso(at))}`);
}

function origin({ card }, view) {
  if (view) return `${CASE_STATE[view.state]} · nhận lúc ${moment(view.received_at)}`;
  return card ? `Từ cuộc gọi lúc ${moment(card.answered_at ?? iso(card.since))}` : "Không qua cuộc gọi";
}

function ways(draft, view) {
  byId("do-save").hidden = !offered(view, "edit");
  byId("do-no-case").hidden = draft.code !== null;
  say(byId("do-no-case").querySelector("span"), draft.contact ? "Không lập phiếu" : "Bỏ phiếu này");
}

/** The clock to watch: the open one that ends first, else the one that stopped last. */
function urgent(clocks) {
  const end = ({ due_at: due }) => Date.parse(due);
  const open = clocks.filter((clock) => !clock.stopped_at).sort((one, other) => end(one) - end(other));
  return open[0] ?? clocks.at(-1) ?? null;
}

/** The 60 minutes of a call. When only the phone knows of it, they are counted from its ringing, and said to be so. */
function termOf(card) {
  if (!card) return null;
  if (card.due_at) return { name: "intake", started_at: card.answered_at, due_at: card.due_at, source: "7.3" };
  if (!card.since) return null;
  return {
    name: "intake",
    started_at: iso(card.since),
    due_at: iso(card.since + INTAKE),
    source: "7.3",
    estimated: true,
  };
}
