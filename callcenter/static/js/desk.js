// What lies on the operator's desk: one ticket, of a call or of a case, and what can be done with it.
// The rule behind the order of things: what was typed is on this computer first, on the server second, never nowhere.

import { Away, get, Refused } from "./api.js";
import * as conflict from "./conflict.js";
import { draw, kept, offered } from "./desk_view.js";
import { blank, fresh, ofCase, refreshed, shownFields } from "./draft.js";
import { merge } from "./merge.js";
import * as notice from "./notice.js";
import { flush, mayComeThrough, send } from "./outbox.js";
import { Routing } from "./routing.js";
import { FIELDS } from "./ticket.js";
import { now } from "./time.js";
import { CASE_STEP, caseCode } from "./words.js";

const KEPT_AFTER = 250; // ms of quiet typing before the draft is written down

/** Events: "change" (another ticket, or none, is on the desk), "shown" (what is on it was drawn anew, for whatever
 * reason), "done" (a list may have changed). */
export class Desk extends EventTarget {
  #form;
  #drafts;
  #routing = new Routing();
  #draft = null;
  #view = null; // the CaseView of a draft that has a code
  #keeping = null;
  #saving = false;

  constructor(form, drafts) {
    super();
    this.#form = form;
    this.#drafts = drafts;
    form.addEventListener("change", ({ detail }) => this.#typed(detail));
    addEventListener("pagehide", () => this.#keep());
  }

  get key() {
    return this.#draft?.key ?? null;
  }

  get contact() {
    return this.#draft?.contact ?? null;
  }

  /** The ticket for the parts beside the form, as it is typed now: { key, code, card, fields }; null on an empty desk. */
  get ticket() {
    if (!this.#draft) return null;
    const { key, code, card } = this.#draft;
    return { key, code, card, fields: this.#form.fields };
  }

  /** The case on the desk as the server has it; null while it is none. */
  get case() {
    return this.#view;
  }

  /** May a ringing call take the desk? Only when nobody's words are on it, and no call that still needs a ticket. */
  get free() {
    return !this.#draft || (!this.#dirty && (this.#draft.contact === null || this.#draft.code !== null));
  }

  get #dirty() {
    return FIELDS.some((name) => this.#draft.fields[name] !== this.#draft.base[name]);
  }

  // --- what is laid on the desk ---------------------------------------------------------------------------------------

  /** The ticket of a call: what was begun before, or a new one prefilled with what the card knows. */
  openContact(card) {
    const begun = this.#drafts.get(card.linkedid);
    this.#put(begun ? refreshed(begun, card) : fresh(card), null);
  }

  /** More became known of the call on the desk; what the operator typed stays. */
  learn(card) {
    if (this.#draft?.contact !== card.linkedid || this.#draft.code) return;
    this.#draft = refreshed(this.#draft, card);
    this.#show(false);
  }

  openDraft(key) {
    const draft = this.#drafts.get(key);
    if (draft) this.#put(draft, null);
  }

  openNew() {
    this.#put(blank(), null);
    this.#form.focus();
  }

  async openCase(code) {
    const view = await this.#ask(() => get(`/operator/cases/${code}`));
    if (view) this.#put(this.#drafts.get(code) ?? ofCase(view), view);
  }

  /** A call that only rang is gone: its ticket leaves the desk, unless somebody wrote on it. */
  forget(linkedid) {
    if (this.#draft?.contact === linkedid && !this.#draft.code && !this.#dirty) this.close();
  }

  close() {
    this.#keep();
    this.#put(null, null);
  }

  // --- what is done with it -------------------------------------------------------------------------------------------

  /** Save; resolves to whether the server has it. What it does not have stays here and is sent when it is back. */
  async save() {
    if (!this.#draft || this.#saving || !offered(this.#view, "edit")) return false;
    if (Object.keys(this.#form.check()).length) return false;
    const draft = this.#draft;
    draft.waiting = true;
    this.#keep();
    this.#saving = true;
    try {
      const view = await send({ ...draft });
      this.#drafts.drop(draft.key);
      if (this.#draft === draft) this.#saved(view, draft);
      this.#tell("done");
      return true;
    } catch (error) {
      this.#notSaved(error, draft);
      return false;
    } finally {
      this.#saving = false;
    }
  }

  /** Where the ticket would be forwarded now: { unit, name, reason, own }; resolves to null when nothing can be said. */
  proposal() {
    return this.#routing.choice();
  }

  /** A step of a case that a part beside the form asks for: `request(version)` resolves to the case after it. The case
   * may have left the desk since. Resolves to the case, or to null when nothing was done, and why is told. */
  async change(one, request) {
    return this.#ask(() => this.#stepped(one.code, () => request(this.#onDesk(one.code)?.version ?? one.version)));
  }

  /** The same for whoever tells by themselves what went wrong: it is thrown. */
  async take(code, request) {
    try {
      return await this.#stepped(code, request);
    } catch (error) {
      this.#learnStale(error);
      throw error;
    }
  }

  /** Somebody changed the case from elsewhere: fetch it, unless something is typed here, which a save would tell. */
  async refresh() {
    const draft = this.#draft;
    if (!draft?.code || this.#dirty) return;
    const view = await this.#ask(() => get(`/operator/cases/${draft.code}`));
    if (view && this.#draft === draft && !this.#dirty) this.#put(ofCase(view, draft), view);
  }

  /** A colleague moved a case: when it is the one here, show it as it is now and say what they did. */
  async catchUp(code, version) {
    const seen = this.#view;
    if (seen?.code !== code || seen.version >= version) return;
    await this.refresh();
    const last = this.#view?.history.at(-1);
    if (this.#view?.code !== code || this.#view.version === seen.version) return; // words are typed here: a save will tell
    notice.good(`Phiếu ${caseCode(code)}: ${last.actor_name} vừa ghi “${CASE_STEP[last.step]}”.`);
  }

  /** The case as the server has it now, when nothing was changed that is typed here (a file was added). */
  learnCase(view) {
    if (this.#draft?.code !== view.code) return;
    this.#view = view;
    this.#show(false);
  }

  /** The ticket is settled without a case: it leaves the desk, and nothing of it is kept. */
  drop(key) {
    this.#drafts.drop(key);
    if (this.key === key) this.#put(null, null);
    this.#tell("done");
  }

  /** The server is back: send what waits. */
  async flush() {
    if (await flush(this.#drafts, this.key)) this.#tell("done");
    if (this.#draft?.waiting) await this.save();
    if (this.#draft && offered(this.#view, "forward")) this.#routing.ask(this.#draft.fields);
  }

  #onDesk(code) {
    return this.#draft?.code === code ? this.#draft : null;
  }

  async #stepped(code, request) {
    const draft = this.#onDesk(code);
    const view = await request();
    this.#drafts.drop(code);
    if (draft && this.#draft === draft) {
      conflict.hide();
      this.#put(ofCase(view, draft), view);
    }
    this.#tell("done");
    return view;
  }

  /** The case on the desk as the server has it: saved first when something was typed. */
  async onServer() {
    return this.#draft.code && !this.#dirty ? true : this.save();
  }

  #saved(view, sent) {
    const next = ofCase(view, sent);
    const typed = this.#form.fields; // while the answer was on its way, typing went on
    for (const name of FIELDS) if (typed[name] !== sent.fields[name]) next.fields[name] = typed[name];
    conflict.hide();
    this.#put(next, view, true);
    kept("Đã lưu", now());
  }

  #notSaved(error, draft) {
    if (mayComeThrough(error, draft)) {
      this.#show(false);
      return notice.passing("Máy chủ chưa nhận được phiếu. Phiếu giữ trên máy này và tự lưu khi có lại kết nối.");
    }
    if (!(error instanceof Refused)) throw error;
    draft.waiting = false;
    this.#drafts.put(draft);
    if (this.#draft !== draft) return notice.bad(error.message);
    if (error.word === "stale_case") return this.#stale(error.body.current);
    if (error.word === "incomplete_case") this.#form.fault(error.fields);
    return notice.bad(error.message);
  }

  #learnStale({ word, body }) {
    if (word !== "stale_case" || body.current.code !== this.key) return;
    if (body.current.version !== this.#view?.version) this.#stale(body.current); // else it is here already
  }

  #stale(current) {
    const seen = this.#view;
    const [mine, theirs] = [this.#form.fields, shownFields(current.fields)];
    const merged = merge(this.#draft.base, mine, theirs);
    this.#put({ ...ofCase(current, this.#draft), fields: merged.fields }, current);
    conflict.show(seen, { ...current, fields: theirs }, mine, merged, (name, value) => {
      this.#draft.fields = { ...this.#form.fields, [name]: value };
      this.#form.show(this.#draft.fields);
      this.#keep();
    });
  }

  /** A request that changes nothing here when it fails: why is told, and resolves to null. */
  async #ask(request) {
    try {
      return await request();
    } catch (error) {
      this.#learnStale(error);
      notice.bad(
        error instanceof Away ? "Máy chủ đang tắt, việc này chưa làm được. Thử lại khi có kết nối." : error.message,
      );
      return null;
    }
  }

  // --- keeping and showing --------------------------------------------------------------------------------------------

  #typed(name) {
    if (!this.#draft) return;
    this.#draft.fields = this.#form.fields;
    if (Routing.concerns(name) && offered(this.#view, "forward")) this.#routing.ask(this.#draft.fields);
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.#keep(), KEPT_AFTER);
  }

  #keep() {
    clearTimeout(this.#keeping);
    if (!this.#draft) return;
    if (!this.#dirty && !this.#draft.waiting) return this.#drafts.drop(this.#draft.key);
    this.#drafts.put(this.#draft);
    if (!this.#draft.waiting) kept("Đã giữ nháp", now());
    return undefined;
  }

  /** Lay a draft on the desk. `same`: it is the ticket that lay there, which only got its code. */
  #put(draft, view, same = false) {
    const another = !same && draft?.key !== this.#draft?.key;
    if (another) {
      this.#keep();
      conflict.hide();
    }
    [this.#draft, this.#view] = [draft, view];
    this.#show(another);
    this.#tell("change");
  }

  #show(another) {
    draw(this.#draft, this.#view);
    if (this.#draft) this.#showForm(another);
    this.#tell("shown");
  }

  #showForm(another) {
    this.#form.show(this.#draft.fields);
    this.#form.open = offered(this.#view, "edit");
    if (another) this.#form.fault({});
    if (!offered(this.#view, "forward")) this.#routing.settled(this.#view);
    else if (another) this.#routing.reset(this.#draft.fields);
    else this.#routing.ask(this.#draft.fields);
  }

  #tell(event) {
    this.dispatchEvent(new Event(event));
  }
}
