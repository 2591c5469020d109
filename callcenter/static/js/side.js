// Whose caller the right side shows: the one of the call that rings or is talked in, else of the ticket that is open.

import { get } from "./api.js";
import * as caller from "./caller.js";

export class Side {
  #calls;
  #openCase;
  #call = null;

  constructor(calls, openCase) {
    this.#calls = calls;
    this.#openCase = openCase;
  }

  show(call) {
    this.#call = call;
    this.draw();
  }

  /** A living call's newest card, when there is one. */
  draw() {
    const living = this.#call && this.#calls.get(this.#call.linkedid);
    caller.show(living?.card ? living : this.#call, this.#openCase);
  }

  /** A call that only the phone told of: the server, back again, may know who it was. */
  async ask() {
    if (!this.#call || this.#call.card) return;
    const { linkedid } = this.#call;
    const known = await knownCall(linkedid);
    if (known && this.#call?.linkedid === linkedid) this.show(known);
  }
}

/** A past call's card with its caller; null when the server has nothing to say. */
export async function knownCall(linkedid) {
  if (!linkedid) return null;
  const card = await get(`/operator/contacts/${encodeURIComponent(linkedid)}`).catch(() => null);
  return card && { linkedid, card, number: card.phone, name: card.caller_name };
}
