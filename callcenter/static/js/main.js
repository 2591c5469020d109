// Where the parts of the operator's page meet. Each knows its own matter; only this file knows them all.

import { Agent } from "./agent.js";
import { get } from "./api.js";
import { Attention } from "./attention.js";
import * as banners from "./banners.js";
import { boot } from "./boot.js";
import * as callerSide from "./caller.js";
import { Calls } from "./calls.js";
import { followLinks } from "./case_links.js";
import { Desk } from "./desk.js";
import * as dialogs from "./dialogs.js";
import { byId, say } from "./dom.js";
import { Drafts } from "./drafts.js";
import * as notice from "./notice.js";
import * as pop from "./pop.js";
import { Push } from "./push.js";
import * as queue from "./queue.js";
import { Ringtone } from "./ringtone.js";
import { listen, showHelp } from "./shortcuts.js";
import { Softphone } from "./softphone.js";
import { TicketForm } from "./ticket.js";
import * as time from "./time.js";
import { Work } from "./work.js";

const MISSED = {
  missed: "đã chuyển cho người khác vì chưa nghe máy",
  caller_left: "người gọi đã gác máy",
  elsewhere: "người khác đã nghe máy",
};
const LINE = { up: "Điện thoại đã nối", connecting: "Đang nối điện thoại", refused: "Điện thoại bị từ chối" };

const drafts = new Drafts(boot.user.username);
const form = new TicketForm();
const desk = new Desk(form, drafts);
const calls = new Calls(time.now);
const softphone = new Softphone(byId("sound"));
const push = new Push("/push");
const ringtone = new Ringtone();
const attention = new Attention();
const work = new Work(drafts, { case: openCase, contact: openContact, draft: (key) => desk.openDraft(key) });
const agent = new Agent({ tell: dialogs.tell, beforeReady });
const telephone = { muted: false, line: "connecting" };
const act = {
  answer: () => softphone.answer(),
  hangUp: () => softphone.hangUp(),
  mute: () => softphone.toggleMute(),
  hold: () => softphone.toggleHold(),
  ready: goReady,
};
let sideCall = null; // whose caller the right side shows

time.learn(boot.now);
agent.show({ state: "unknown", reason: null, since: null }); // until the server says `hello`

// --- calls -----------------------------------------------------------------------------------------------------------

/** A call as the ticket needs it: the server's card, or what the INVITE said while the server is away. */
function cardOf(call) {
  return { linkedid: call.linkedid, phone: call.number, caller_name: call.name, since: call.since, ...call.card };
}

function drawCall() {
  pop.show(calls.current, telephone, act);
  callerSide.show(sideCall && (calls.get(sideCall.linkedid) ?? sideCall), openCase);
}

function rings(call) {
  sideCall = call;
  pop.announce(call);
  ringtone.start();
  if (!ringtone.allowed) banners.silent(true);
  const { number, name, path } = pop.known(call);
  attention.call(`${number} đang gọi`, [name, path].filter(Boolean).join(" · "));
  if (desk.free) desk.openContact(cardOf(call));
}

function stopsRinging() {
  ringtone.stop();
  attention.stop();
  pop.hush();
}

let learnt = null; // the card the ticket was told of last
let ringing = null; // the Linkedid announced last: INVITE and pop announce a call once
calls.addEventListener("change", () => {
  const call = calls.current;
  const rang = ringing;
  ringing = call?.state === "ringing" ? call.linkedid : null;
  if (ringing && ringing !== rang) rings(call);
  if (!ringing && rang) stopsRinging();
  if (call?.card && call.card !== learnt) {
    learnt = call.card;
    desk.learn(cardOf(call));
  }
  drawCall();
});

softphone.addEventListener("invite", ({ detail }) => calls.invited(detail));
softphone.addEventListener("talking", ({ detail }) => {
  calls.talking(detail.linkedid);
  openCall(detail.linkedid);
});
softphone.addEventListener("ended", ({ detail }) => {
  calls.ended(detail.linkedid);
  if (!calls.get(detail.linkedid)) desk.forget(detail.linkedid); // it only rang here
  if (detail.why) notice.bad(detail.why);
  telephone.muted = false;
  drawCall();
});
softphone.addEventListener("muted", ({ detail }) => {
  telephone.muted = detail;
  drawCall();
});
softphone.addEventListener("held", ({ detail }) => calls.held(detail));
softphone.addEventListener("line", ({ detail }) => {
  telephone.line = detail;
  byId("line").dataset.line = detail;
  say(byId("line-words"), LINE[detail]);
  banners.phone(detail);
  drawCall();
});

function openCall(linkedid) {
  const call = calls.get(linkedid);
  sideCall = call;
  if (desk.contact !== linkedid) desk.openContact(cardOf(call));
  form.focus();
  drawCall();
}

// --- what the server says ---------------------------------------------------------------------------------------------

const HEARD = {
  hello(message) {
    agent.show(message.agent);
    queue.show(message.queue);
    showStale(message.stale_since);
    catchUp(message.calls);
    desk.flush().then(() => work.refresh());
  },
  tick() {},
  agent: (message) => agent.show(message),
  queue: (message) => queue.show(message),
  link: (message) => showStale(message.stale_since),
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
    const call = calls.get(linkedid);
    if (call && !calls.gone(linkedid)) return; // we are talking: another leg of ours stopped ringing
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
};

/** The server says the talk is over. The phone, when it has the call, says so itself. */
function over(linkedid) {
  if (!calls.get(linkedid)?.onPhone) calls.ended(linkedid);
}

function showStale(since) {
  banners.figures(since);
  queue.old(Boolean(since));
}

/** After a gap the server tells all calls that live; those it does not name ended meanwhile, unless the phone has them. */
function catchUp(cards) {
  const living = new Set(cards.map(({ linkedid }) => linkedid));
  const call = calls.current;
  if (call && !living.has(call.linkedid) && !call.onPhone) calls.gone(call.linkedid) || calls.ended(call.linkedid);
  for (const card of cards) {
    calls.carded(card);
    if (card.state === "talking") calls.talking(card.linkedid);
  }
}

const popped = new Map(); // numbers that rang here, by Linkedid: the phone may forget a missed call before the server tells
let awaySince = null;
push.addEventListener("message", ({ detail }) => {
  if (detail.now) time.learn(detail.now);
  HEARD[detail.type]?.(detail);
});
push.addEventListener("up", () => banners.server((awaySince = null)));
push.addEventListener("down", () => {
  awaySince ??= new Date(time.now()).toISOString();
  banners.server(awaySince);
  queue.old(true);
  work.refresh(); // also tells an ended session from a server that is away
});
document.addEventListener("session-ended", () => {
  push.stop();
  banners.server(null);
  banners.session();
});

// --- what the operator does -------------------------------------------------------------------------------------------

async function openCase(code) {
  await desk.openCase(code);
  const call = calls.current;
  sideCall = call && call.state !== "ended" ? call : await knownCaller(desk.contact);
  drawCall();
}

async function openContact(linkedid) {
  const known = await knownCaller(linkedid);
  if (!known) return desk.openDraft(linkedid);
  sideCall = known;
  desk.openContact(known.card);
  form.focus();
  return drawCall();
}

/** A past call's card with its caller, for the right side; null when the server has nothing to say. */
async function knownCaller(linkedid) {
  if (!linkedid) return null;
  const card = await get(`/operator/contacts/${encodeURIComponent(linkedid)}`).catch(() => null);
  return card && { linkedid, card, number: card.phone, name: card.caller_name };
}

function beforeReady() {
  ringtone.unlock();
  attention.askLeave();
  banners.silent(false);
}

function goReady() {
  beforeReady();
  const call = calls.current;
  if (call) calls.clear(call.linkedid);
  agent.ready();
}

desk.addEventListener("change", () => {
  work.draw(); // a ticket put aside is in the list at once
  work.mark(desk.key);
});
followLinks(openCase);
desk.addEventListener("done", () => work.refresh());
document.addEventListener("pointerdown", () => {
  ringtone.unlock();
  banners.silent(false);
});
byId("go-ready").addEventListener("click", () => calls.current && calls.clear(calls.current.linkedid));
byId("new-ticket").addEventListener("click", () => desk.openNew());
byId("show-help").addEventListener("click", showHelp);
byId("do-no-case").addEventListener("click", () => desk.noCase());
byId("do-withdraw").addEventListener("click", () => desk.withdraw());
byId("do-refuse").addEventListener("click", () => desk.refuse());
byId("do-forward").addEventListener("click", () => desk.forward());
byId("close-ticket").addEventListener("click", () => desk.close());
byId("ticket-form").addEventListener("submit", (submit) => {
  submit.preventDefault();
  desk.save();
});
addEventListener("beforeunload", (leave) => softphone.busy && leave.preventDefault());

listen({
  ...act,
  pause: () => agent.pause(),
  category: (digit) => form.pick(digit),
  save: () => desk.save(),
  forward: () => desk.forward(),
  newTicket: () => desk.openNew(),
  list: () => work.focus(),
  content: () => byId("ticket-form").hidden || form.focus(),
});

push.start();
softphone.start();
drawCall();
