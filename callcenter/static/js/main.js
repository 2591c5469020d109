// Where the parts of the operator's page meet. Each knows its own matter; only this file knows them all.

import { Agent } from "./agent.js";
import { Attachments } from "./attachments.js";
import { Attention } from "./attention.js";
import * as banners from "./banners.js";
import { boot } from "./boot.js";
import { Calls } from "./calls.js";
import { followLinks } from "./case_links.js";
import { Desk } from "./desk.js";
import * as dialogs from "./dialogs.js";
import { byId } from "./dom.js";
import { Drafts } from "./drafts.js";
import { Duplicates } from "./duplicates.js";
import { listenToPhone } from "./from_phone.js";
import { listenToServer } from "./from_server.js";
import { Incidents } from "./incidents.js";
import * as notice from "./notice.js";
import * as pop from "./pop.js";
import { Push } from "./push.js";
import { quickSearch } from "./quick_search.js";
import { Ringtone } from "./ringtone.js";
import { listen, showHelp } from "./shortcuts.js";
import { knownCall, Side } from "./side.js";
import { Softphone } from "./softphone.js";
import { Steps } from "./steps/steps.js";
import { whenAlone } from "./tabs.js";
import { TicketForm } from "./ticket.js";
import { showTies } from "./ties.js";
import * as time from "./time.js";
import { Work } from "./work.js";

time.learn(boot.now);

const drafts = new Drafts(boot.user.username);
const form = new TicketForm();
const desk = new Desk(form, drafts);
const calls = new Calls(time.now);
const side = new Side(calls, openCase);
const softphone = new Softphone(byId("sound"));
const telephone = { muted: false };
const push = new Push("/push");
const ringtone = new Ringtone();
const attention = new Attention();
const work = new Work(drafts, { case: openCase, contact: openContact, draft: (key) => desk.openDraft(key) });
const agent = new Agent({ tell: dialogs.tell, ready: goReady });
const steps = new Steps(desk);
const toForm = () => byId("ticket-form").hidden || form.focus();
const duplicates = new Duplicates(desk, form, toForm, openCase);
const incidents = new Incidents(desk, form, { lead: boot.user.role === "supervisor", openCase });
const attachments = new Attachments(desk, drafts);
const quick = quickSearch(openCase, toForm);
const act = {
  answer: () => softphone.answer(),
  hangUp: () => softphone.hangUp(),
  mute: () => softphone.toggleMute(),
  hold: () => softphone.toggleHold(),
  ready: goReady,
};

function draw() {
  pop.show(calls.current, telephone, act);
  side.draw();
}

async function openCase(code) {
  await desk.openCase(code);
  const call = calls.current;
  side.show(call && call.state !== "ended" ? call : await knownCall(desk.contact));
}

async function openContact(linkedid) {
  const known = await knownCall(linkedid);
  if (!known) return desk.openDraft(linkedid);
  side.show(known);
  desk.openContact(known.card);
  return form.focus();
}

function goReady() {
  attention.askLeave();
  const call = calls.current;
  if (call) calls.clear(call.linkedid);
  agent.ready();
}

listenToPhone({ softphone, calls, desk, form, side, ringtone, attention, draw, telephone });
listenToServer({ push, agent, calls, desk, side, work });

desk.addEventListener("change", () => {
  work.draw(); // a ticket put aside is in the list at once
  work.mark(desk.key);
});
showTies({ desk, duplicates, incidents, openCase });
followLinks(openCase);
desk.addEventListener("done", () => work.refresh());

// Browsers let a page ring only after it was touched.
for (const touch of ["pointerdown", "keydown"]) {
  document.addEventListener(touch, () => {
    ringtone.unlock();
    banners.silent(false);
  });
}
addEventListener("beforeunload", (leave) => softphone.busy && leave.preventDefault());

const clicks = {
  "new-ticket": () => desk.openNew(),
  "show-help": showHelp,
  "close-ticket": () => desk.close(),
};
for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener("click", action);
byId("ticket-form").addEventListener("submit", (submit) => {
  submit.preventDefault();
  desk.save();
});
listen({
  ...act,
  pause: () => agent.pause(),
  category: (digit) => form.pick(digit),
  save: () => desk.save(),
  next: () => steps.next(),
  others: () => steps.others(),
  newTicket: () => desk.openNew(),
  list: () => work.focus(),
  content: toForm,
  duplicates: () => duplicates.press(),
  incident: () => incidents.press(),
  undo: notice.undo,
  files: () => attachments.press(),
  search: quick.focus,
});

draw();
push.start();
whenAlone(
  () => {
    banners.tabs(false);
    softphone.start();
  },
  () => banners.tabs(true),
);
