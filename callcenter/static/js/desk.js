// What lies on the operator's desk: one ticket, of a call or of a case, and what can be done with it.
// The rule behind the order of things: what was typed is on this computer first, on the server second, never nowhere.

import { Away, get, post, put, Refused } from "./api.js";
import { boot } from "./boot.js";
import * as caseSide from "./case.js";
import * as conflict from "./conflict.js";
import * as countdown from "./countdown.js";
import * as dialogs from "./dialogs.js";
import { byId, say } from "./dom.js";
import { blank, fresh, ofCase, refreshed, shownFields } from "./draft.js";
import { merge } from "./merge.js";
import * as notice from "./notice.js";
import { Routing } from "./routing.js";
import { moment, now } from "./time.js";
import { FIELDS } from "./ticket.js";
import { CASE_STATE, caseCode, CLOCK } from "./words.js";

const KEPT_AFTER = 250; // ms of quiet typing before the draft is written down

/** Events: "change" (another ticket, or none, is on the desk), "done" (a list may have changed). */
export class Desk extends EventTarget {
  #form;
  #drafts;
  #routing = new Routing();
  #draft = null;
  #view = null; // the CaseView of a draft that has a code
  #keeping = null;
  #busy = false;

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

  /** May a ringing call take the desk? Only when nobody's words are on it. */
  get free() {
    return !this.#draft || (!this.#dirty && !this.#holdsCall);
  }

  get #holdsCall() {
    return this.#draft.contact !== null && !this.#draft.code;
  }

  get #dirty() {
    return FIELDS.some((name) => this.#draft.fields[name] !== this.#draft.base[name]);
  }

  /** The ticket of a call: what was begun before, or a new one prefilled with what the card knows. */
  openContact(card) {
    const begun = this.#drafts.get(card.linkedid);
    this.#put(begun ? refreshed(begun, card) : fresh(card), null);
  }

  /** More became known of the call on the desk; what the operator typed stays. */
  learn(card) {
    if (this.#draft?.contact !== card.linkedid || this.#draft.code) return;
    this.#draft = refreshed(this.#draft, card);
    this.#show();
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

  /** Save; resolves to whether the server has it. What it does not have stays here and is sent when it is back. */
  async save() {
    if (!this.#draft || this.#busy || byId("do-save").hidden) return false;
    if (Object.keys(this.#form.check()).length) return false;
    this.#draft.waiting = true;
    this.#keep();
    const { key, fields } = this.#draft;
    this.#busy = true;
    try {
      const view = await this.#send(this.#draft);
      if (this.#draft?.key === key) this.#saved(view, key, fields);
      return true;
    } catch (error) {
      this.#notSaved(error);
      return false;
    } finally {
      this.#busy = false;
    }
  }

  async forward() {
    if (byId("do-forward").hidden || !(await this.#onServer())) return;
    const choice = await this.#routing.choice();
    if (!choice) return notice.bad("Chưa có đơn vị đề xuất. Chọn đơn vị ở cuối phiếu rồi chuyển.");
    const why = await dialogs.forward({ unit: choice.name, reason: choice.reason, own: choice.own });
    if (why !== null) await this.#step("forward", { unit: choice.unit, why }, `chuyển tới ${choice.name}`);
    return undefined;
  }

  async refuse() {
    if (!(await this.#onServer())) return;
    const words = { title: "Từ chối tiếp nhận", lead: "Người phản ánh sẽ được báo lý do này (Điều 4.7).", yes: "Từ chối", label: "Lời nói với người dân" };
    const said = await dialogs.reason(words, boot.refusal_reasons, true);
    if (said) await this.#step("refuse", said, "từ chối tiếp nhận");
  }

  async withdraw() {
    if (!(await this.#onServer())) return;
    const words = { title: "Người dân thu hồi phản ánh", lead: "Phiếu kết thúc, mọi thời hạn dừng lại.", yes: "Thu hồi", label: "Vì sao người dân thu hồi" };
    const said = await dialogs.reason(words, [], true);
    if (said) await this.#step("withdraw", { why: said.text }, "ghi nhận người dân thu hồi");
  }

  /** The call becomes no case; a ticket without a call is simply put away. */
  async noCase() {
    const { contact, key } = this.#draft;
    if (contact) {
      const words = { title: "Không lập phiếu", lead: "Cuộc gọi được đóng với lý do này, thời hạn 60 phút dừng lại.", yes: "Đóng cuộc gọi", label: "Ghi chú" };
      const said = await dialogs.reason(words, boot.no_case_reasons, false);
      const path = `/operator/contacts/${encodeURIComponent(contact)}/no-case`;
      if (!said || !(await this.#ask(() => post(path, { reason: said.reason, note: said.text })))) return;
      notice.good("Đã đóng cuộc gọi, không lập phiếu.");
    }
    this.#drafts.drop(key);
    this.#put(null, null);
    this.#tell("done");
  }

  /** The server is back: send what waits. A call it does not know yet is tried again next time. */
  async flush() {
    for (const draft of this.#drafts.waiting()) {
      if (draft.key === this.key) await this.save();
      else await this.#sendWaiting(draft);
    }
    if (this.#draft) this.#routing.ask(this.#draft.fields);
  }

  async #sendWaiting(draft) {
    try {
      const view = await this.#send(draft);
      this.#drafts.drop(draft.key);
      notice.good(`Đã lưu phiếu ${caseCode(view.code)} còn chờ từ trước.`);
      this.#tell("done");
    } catch (error) {
      if (error instanceof Away || error.word === "not_found") return;
      this.#drafts.put({ ...draft, waiting: false });
      notice.bad(`Một phiếu chờ lưu bị máy chủ từ chối: ${error.message} Mở lại từ “Chưa lập phiếu”.`);
    }
  }

  #send(draft) {
    if (draft.code) return put(`/operator/cases/${draft.code}`, { version: draft.version, fields: draft.fields });
    return post("/operator/cases", { fields: draft.fields, contact: draft.contact, request_id: draft.requestId });
  }

  /** The case on the desk as the server has it: saved first when something was typed. */
  async #onServer() {
    if (!this.#draft) return false;
    return this.#draft.code && !this.#dirty ? true : this.save();
  }

  #saved(view, key, sent) {
    const typedSince = this.#form.fields;
    const next = ofCase(view, this.#draft);
    for (const name of FIELDS) if (typedSince[name] !== sent[name]) next.fields[name] = typedSince[name];
    this.#drafts.drop(key);
    conflict.hide();
    this.#put(next, view, true);
    say(byId("kept"), `Đã lưu lúc ${moment(new Date(now()).toISOString())}`);
    this.#tell("done");
  }

  #notSaved(error) {
    if (error instanceof Away || (error.word === "not_found" && !this.#draft.code)) {
      say(byId("kept"), "Chờ máy chủ để lưu. Bạn cứ làm tiếp.");
      return notice.bad("Máy chủ chưa nhận được phiếu. Phiếu giữ trên máy này và tự lưu khi có lại kết nối.");
    }
    this.#draft.waiting = false;
    this.#keep();
    if (error.word === "stale_case") return this.#stale(error.body.current);
    if (error.word === "incomplete_case") this.#form.fault(error.fields);
    if (!(error instanceof Refused)) throw error;
    return notice.bad(error.message);
  }

  #stale(current) {
    const [mine, theirs] = [this.#form.fields, shownFields(current.fields)];
    const merged = merge(this.#draft.base, mine, theirs);
    this.#put({ ...ofCase(current, this.#draft), fields: merged.fields }, current);
    conflict.show({ ...current, fields: theirs }, mine, merged, (name, value) => {
      this.#draft.fields = { ...this.#form.fields, [name]: value };
      this.#form.show(this.#draft.fields);
      this.#keep();
    });
  }

  async #step(step, body, done) {
    const { code, version } = this.#draft;
    const view = await this.#ask(() => post(`/operator/cases/${code}/${step}`, { version, ...body }));
    if (!view) return;
    this.#drafts.drop(code);
    this.#put(ofCase(view, this.#draft), view);
    notice.good(`Phiếu ${caseCode(code)}: đã ${done}.`);
    this.#tell("done");
  }

  async #ask(request) {
    try {
      return await request();
    } catch (error) {
      if (error.word === "stale_case") this.#stale(error.body.current);
      notice.bad(error instanceof Away ? "Máy chủ đang tắt, việc này chưa làm được. Thử lại khi có kết nối." : error.message);
      return null;
    }
  }

  #typed(name) {
    if (!this.#draft) return;
    this.#draft.fields = this.#form.fields;
    if (Routing.concerns(name)) this.#routing.ask(this.#draft.fields);
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => this.#keep(), KEPT_AFTER);
  }

  #keep() {
    clearTimeout(this.#keeping);
    if (!this.#draft) return;
    if (!this.#dirty && !this.#draft.waiting) return this.#drafts.drop(this.#draft.key);
    this.#drafts.put(this.#draft);
    say(byId("kept"), `Đã giữ trên máy lúc ${moment(new Date(now()).toISOString())}`);
    return undefined;
  }

  /** Lay a draft on the desk. `same`: it is the ticket that lay there, which only got its code. */
  #put(draft, view, same = false) {
    const another = !same && draft?.key !== this.#draft?.key;
    if (another && this.#draft) this.#keep();
    [this.#draft, this.#view] = [draft, view];
    if (another) conflict.hide();
    this.#show(another);
    this.#tell("change");
  }

  #show(another = false) {
    const draft = this.#draft;
    byId("ticket-form").hidden = !draft;
    byId("desk-empty").hidden = draft !== null;
    caseSide.show(this.#view);
    if (!draft) return countdown.show(null);
    this.#form.show(draft.fields);
    if (another) this.#form.fault({});
    this.#head(draft);
    this.#offer(draft);
    if (this.#offered("forward")) another ? this.#routing.reset(draft.fields) : this.#routing.ask(draft.fields);
    else this.#routing.settled(this.#view);
    return undefined;
  }

  #head(draft) {
    const { card } = draft;
    const begun = card ? `Từ cuộc gọi lúc ${moment(card.answered_at ?? new Date(card.since ?? now()).toISOString())}` : "Không qua cuộc gọi";
    const origin = this.#view ? `${CASE_STATE[this.#view.state]} · nhận lúc ${moment(this.#view.received_at)}` : begun;
    say(byId("ticket-title"), draft.code ? `Phiếu ${caseCode(draft.code)}` : "Phiếu mới");
    say(byId("ticket-origin"), origin);
    say(byId("kept"), draft.waiting ? "Chờ máy chủ để lưu. Bạn cứ làm tiếp." : "");
    countdown.show(this.#view ? urgent(this.#view.clocks) : termOf(card));
  }

  #offer(draft) {
    this.#form.open = this.#offered("edit");
    byId("do-save").hidden = !this.#offered("edit");
    byId("do-forward").hidden = !this.#offered("forward");
    byId("do-refuse").hidden = !this.#offered("refuse");
    byId("do-withdraw").hidden = !draft.code || !this.#offered("withdraw");
    byId("do-no-case").hidden = draft.code !== null;
    say(byId("do-no-case").querySelector("span"), draft.contact ? "Không lập phiếu" : "Bỏ phiếu này");
  }

  /** Is the step possible? A ticket without a case can become one, and go any first way. */
  #offered(step) {
    return !this.#view || this.#view.possible_steps.includes(step);
  }

  #tell(event) {
    this.dispatchEvent(new Event(event));
  }
}

/** The clock to watch: the open one that ends first, else the one that stopped last. */
function urgent(clocks) {
  const open = clocks.filter((clock) => !clock.stopped_at).sort((one, other) => Date.parse(one.due_at) - Date.parse(other.due_at));
  return open[0] ?? clocks.filter(({ name }) => CLOCK[name]).at(-1) ?? null;
}

function termOf(card) {
  if (!card) return null;
  return { name: "intake", started_at: card.answered_at, due_at: card.due_at, source: "7.3" };
}
