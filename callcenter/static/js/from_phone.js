// What the telephone tells becomes calls, and calls become sound, cards and tickets.

import * as banners from "./banners.js";
import { byId, say } from "./dom.js";
import * as notice from "./notice.js";
import * as pop from "./pop.js";

const LINE = { up: "Điện thoại đã nối", connecting: "Đang nối điện thoại", refused: "Điện thoại bị từ chối" };

/** A call as the ticket needs it: the server's card, or what the INVITE said while the server is away. */
function cardOf(call) {
  return { linkedid: call.linkedid, phone: call.number, caller_name: call.name, since: call.since, ...call.card };
}

/** parts: { softphone, calls, desk, form, side, ringtone, attention, draw, telephone } */
export function listenToPhone({ softphone, calls, desk, form, side, ringtone, attention, draw, telephone }) {
  let announced = null; // the Linkedid that rings: INVITE and pop announce a call once
  let learnt = null; // the card the ticket was told of last

  calls.addEventListener("change", () => {
    const call = calls.current;
    const before = announced;
    announced = call?.state === "ringing" ? call.linkedid : null;
    if (announced && announced !== before) rings(call);
    if (!announced && before) stopsRinging();
    if (call?.card && call.card !== learnt) {
      learnt = call.card;
      desk.learn(cardOf(call));
    }
    draw();
  });

  function rings(call) {
    const { number, name, path } = pop.known(call);
    side.show(call);
    pop.announce(call);
    ringtone.start();
    banners.silent(!ringtone.allowed);
    attention.call(`${number} đang gọi`, [name, path].filter(Boolean).join(" · "));
    if (desk.free) desk.openContact(cardOf(call));
  }

  function stopsRinging() {
    ringtone.stop();
    attention.stop();
    pop.hush();
  }

  softphone.addEventListener("invite", ({ detail }) => calls.invited(detail));
  softphone.addEventListener("talking", ({ detail: { linkedid } }) => {
    calls.talking(linkedid);
    const call = calls.get(linkedid);
    side.show(call);
    if (desk.contact !== linkedid) desk.openContact(cardOf(call));
    form.focus();
  });
  softphone.addEventListener("ended", ({ detail: { linkedid, why } }) => {
    telephone.muted = false;
    calls.ended(linkedid);
    if (!calls.get(linkedid)) desk.forget(linkedid); // it only rang here
    if (why) notice.bad(why);
  });
  softphone.addEventListener("held", ({ detail }) => calls.held(detail));
  softphone.addEventListener("muted", ({ detail }) => {
    telephone.muted = detail;
    draw();
  });
  softphone.addEventListener("line", ({ detail }) => {
    byId("line").dataset.line = detail;
    say(byId("line-words"), LINE[detail]);
    banners.phone(detail);
  });
}
