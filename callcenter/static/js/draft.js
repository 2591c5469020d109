// How a draft begins and grows: pure. `base` is what the form said by itself, so that typed words can be told from it.

import { EMPTY, FIELDS } from "./ticket.js";
import { phone } from "./words.js";

/** The server's fields as the form shows them: a number as people write it. */
export function shownFields(fields) {
  return { ...fields, reporter_phone: fields.reporter_phone ? phone(fields.reporter_phone) : "" };
}

/** What a call's card fills in: the citizen's keys, and what was said of this number before. */
function prefilled(card) {
  const { caller } = card;
  return {
    ...EMPTY,
    category: card.category ?? null,
    topic: card.topic ?? null,
    reporter_phone: card.phone ? (card.phone_shown ?? phone(card.phone)) : "",
    reporter_name: caller?.reporter_name || (/\p{L}/u.test(card.caller_name ?? "") ? card.caller_name : ""),
    reporter_address: caller?.reporter_address ?? "",
    reporter_email: caller?.reporter_email ?? "",
  };
}

/** The draft of a call nothing was written about yet. */
export function fresh(card) {
  const base = prefilled(card);
  return { ...blank(), key: card.linkedid, contact: card.linkedid, card, base, fields: { ...base } };
}

/** A draft without a call. */
export function blank() {
  const requestId = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`; // no randomUUID on http:// addresses
  return {
    key: `new-${requestId}`,
    requestId,
    contact: null,
    code: null,
    version: null,
    base: EMPTY,
    fields: { ...EMPTY },
    card: null,
    waiting: false,
  };
}

/** A begun draft after more became known of its call: untouched fields follow, touched ones stay. */
export function refreshed(draft, card) {
  const base = prefilled({ ...draft.card, ...card });
  const untouched = FIELDS.filter((name) => draft.fields[name] === draft.base[name]);
  const fields = { ...draft.fields, ...Object.fromEntries(untouched.map((name) => [name, base[name]])) };
  return { ...draft, card: { ...draft.card, ...card }, base, fields };
}

/** The draft of a case as the server has it; `was` is the draft it came from. */
export function ofCase(view, was = null) {
  const base = shownFields(view.fields);
  const contact = was?.contact ?? view.contacts[0]?.linkedid ?? null;
  const begun = { requestId: was?.requestId ?? null, card: was?.card ?? null, contact };
  return {
    key: view.code,
    code: view.code,
    version: view.version,
    base,
    fields: { ...base },
    waiting: false,
    ...begun,
  };
}
