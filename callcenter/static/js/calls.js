// The calls at this operator's phone, by Linkedid. Two messengers tell of each: the phone (INVITE) and the server
// (pop); either may be first, and the server may be away. This is where both become one call.

/** A call: { linkedid, card, number, name, state: ringing|talking|held|ended, since, onPhone } */
export class Calls extends EventTarget {
  #calls = new Map();
  #now;

  constructor(now) {
    super();
    this.#now = now;
  }

  /** The call to show: one that lives, else the one that ended last. */
  get current() {
    const calls = [...this.#calls.values()];
    return calls.find((call) => call.state !== "ended") ?? calls.at(-1) ?? null;
  }

  get(linkedid) {
    return this.#calls.get(linkedid) ?? null;
  }

  invited({ linkedid, number, name }) {
    this.#put(linkedid, { number, name, onPhone: true });
  }

  /** The server's pop or a fuller card. A card of a call we already talk in only adds knowledge. */
  carded(card) {
    this.#put(card.linkedid, { card });
  }

  talking(linkedid) {
    this.#turn(linkedid, "talking");
  }

  held(on) {
    const call = this.current;
    if (call && call.state !== "ended") this.#put(call.linkedid, { state: on ? "held" : "talking" });
  }

  ended(linkedid) {
    const call = this.#calls.get(linkedid);
    if (!call) return;
    if (call.state === "ringing")
      this.#calls.delete(linkedid); // never answered here: nothing to write up
    else this.#put(linkedid, { state: "ended", onPhone: false, since: this.#now() });
    this.#changed();
  }

  /** The server says it stopped ringing here. The phone knows better when we are already talking. */
  gone(linkedid) {
    if (this.#calls.get(linkedid)?.state !== "ringing") return false;
    this.#calls.delete(linkedid);
    this.#changed();
    return true;
  }

  /** The operator is done with an ended call, or a new one came. */
  clear(linkedid) {
    if (this.#calls.get(linkedid)?.state === "ended" && this.#calls.delete(linkedid)) this.#changed();
  }

  #turn(linkedid, state) {
    const call = this.#calls.get(linkedid);
    if (call && call.state !== state) this.#put(linkedid, { state, since: this.#now() });
  }

  #put(linkedid, known) {
    const call = this.#calls.get(linkedid) ?? this.#fresh(linkedid);
    this.#calls.set(linkedid, { ...call, ...known });
    this.#changed();
  }

  #fresh(linkedid) {
    for (const call of this.#calls.values()) if (call.state === "ended") this.#calls.delete(call.linkedid);
    return { linkedid, card: null, number: "", name: "", state: "ringing", since: this.#now(), onPhone: false };
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
