// What the server tells, one entry per kind of message; and what the page does while it tells nothing.

import * as banners from "./banners.js";
import { boot } from "./boot.js";
import * as incidents from "./incident_list.js";
import * as notice from "./notice.js";
import * as queue from "./queue.js";
import * as time from "./time.js";

const MISSED = {
  missed: "đã chuyển cho người khác vì chưa nghe máy",
  caller_left: "người gọi đã gác máy",
  elsewhere: "người khác đã nghe máy",
};

/** parts: { push, agent, calls, desk, side, work } */
export function listenToServer({ push, agent, calls, desk, side, work }) {
  // Numbers that rang here, by Linkedid: the phone may forget a missed call before the server tells why.
  const popped = new Map();
  let awaySince = null;

  const heard = {
    hello(message) {
      agent.show(message.agent);
      queue.show(message.queue);
      stale(message.stale_since);
      catchUp(message.calls);
      side.ask();
      incidents.refresh();
      desk.flush().then(() => work.refresh());
    },
    agent: (message) => agent.show(message),
    queue: (message) => queue.show(message),
    link: (message) => stale(message.stale_since),
    pop({ card }) {
      popped.set(card.linkedid, card.phone_shown);
      calls.carded(card);
    },
    card({ card }) {
      if (calls.get(card.linkedid)) calls.carded(card); // history that comes after the call is over is of no use
    },
    call({ linkedid, state }) {
      if (state === "talking") calls.talking(linkedid);
      else over(linkedid);
    },
    pop_gone({ linkedid, why }) {
      if (calls.get(linkedid) && !calls.gone(linkedid)) return; // we are talking: another ring of ours has stopped
      desk.forget(linkedid);
      notice.bad(`Cuộc gọi ${popped.get(linkedid) ?? ""} không tới được bạn: ${MISSED[why] ?? "đã dừng"}.`);
      popped.delete(linkedid);
      work.refresh();
    },
    call_ended({ linkedid }) {
      popped.delete(linkedid);
      over(linkedid);
      work.refresh();
    },
    clock: () => work.refresh(),
    case({ code, version, by }) {
      if (by !== boot.user.username) desk.catchUp(code, version); // one's own steps are answered to oneself
      work.refresh();
    },
    incident: ({ incident }) => incidents.news(incident),
  };

  /** The talk is over. The phone, when it has the call, says so itself. */
  function over(linkedid) {
    if (!calls.get(linkedid)?.onPhone) calls.ended(linkedid);
  }

  function stale(since) {
    banners.figures(since);
    queue.old(Boolean(since));
  }

  /** After a gap all living calls are told; one that is not named has ended, unless the phone still has it. */
  function catchUp(cards) {
    const call = calls.current;
    if (call && !call.onPhone && !cards.some(({ linkedid }) => linkedid === call.linkedid)) calls.ended(call.linkedid);
    for (const card of cards) {
      calls.carded(card);
      if (card.state === "talking") calls.talking(card.linkedid);
    }
  }

  push.addEventListener("message", ({ detail }) => {
    if (detail.now) time.learn(detail.now);
    heard[detail.type]?.(detail);
  });
  push.addEventListener("up", () => {
    awaySince = null;
    banners.server(null);
  });
  push.addEventListener("down", () => {
    awaySince ??= time.iso(time.now());
    banners.server(awaySince);
    agent.guess(calls.current);
    queue.old(true);
    work.refresh(); // also tells an ended session from a server that is away
  });
  calls.addEventListener("change", () => awaySince && agent.guess(calls.current));
  document.addEventListener("session-ended", () => {
    push.stop();
    banners.server(null);
    banners.session();
  });
}
