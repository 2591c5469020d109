// Earlier reports of the same matter, proposed while the operator types (Điều 7.5): looked at beside the form, attached
// in one key, taken off again. The system proposes, the operator decides.

import { Away, get, post } from "./api.js";
import { beside } from "./beside.js";
import { byId, fill, h, icon, say } from "./dom.js";
import { nameOf } from "./incident_list.js";
import * as notice from "./notice.js";
import * as ask from "./tie_dialogs.js";
import { moment } from "./time.js";
import { CASE_STATE, caseCode, ward } from "./words.js";

const PAUSE = 350; // ms of quiet before asking: not at each letter
const ASKED = new Set(["category", "topic", "ward", "place", "content", "reporter_phone"]);
const LIKENESS = [
  [85, "Rất giống"],
  [70, "Khá giống"],
  [0, "Hơi giống"],
];
const UNDONE = "Hoàn tác: ghép nhầm";

export class Duplicates {
  #desk;
  #backToForm;
  #openCase;
  #root = byId("side-match");
  #key = null; // the ticket that was asked about
  #asked = "";
  #timer = null;
  #answer = null; // { proposals, same_phone }; null: none yet
  #chosen = null; // the code of the proposal that is looked at
  #looked = new Map(); // whole cases that were looked at for this ticket, by code

  /** backToForm() puts the focus into the ticket; openCase(code) lays a case on the desk. */
  constructor(desk, form, backToForm, openCase) {
    this.#desk = desk;
    this.#backToForm = backToForm;
    this.#openCase = openCase;
    desk.addEventListener("shown", () => this.#follow());
    form.addEventListener("change", ({ detail }) => ASKED.has(detail) && this.#ask(PAUSE));
    this.#root.addEventListener("keydown", (press) => this.#pressed(press));
  }

  /** The one key: a look at the likeliest of them, and from there into it. */
  press() {
    const proposals = this.#answer?.proposals ?? [];
    if (!proposals.length) return notice.passing("Chưa thấy phản ánh nào giống phiếu này.");
    if (this.#chosen && this.#root.contains(document.activeElement)) return this.#attach(this.#chosen);
    return this.#look(this.#chosen ?? proposals[0].case.code);
  }

  // --- asking ---------------------------------------------------------------------------------------------------------

  /** A case that has gone its way is no longer compared. */
  get #open() {
    return this.#desk.ticket !== null && (this.#desk.case?.state ?? "new") === "new";
  }

  #follow() {
    const key = this.#desk.ticket?.key ?? null;
    const another = key !== this.#key;
    this.#key = key;
    if (another || !this.#open) this.#forget();
    this.#ask(another ? 0 : PAUSE);
  }

  #forget() {
    clearTimeout(this.#timer);
    [this.#asked, this.#answer, this.#chosen] = ["", null, null];
    this.#looked.clear();
    this.#draw();
  }

  #ask(pause) {
    if (!this.#open) return;
    const { code, fields } = this.#desk.ticket;
    if (!fields.category) return this.#forget();
    const { category, topic, ward: area, place, content, reporter_phone: number } = fields;
    const asked = JSON.stringify({ category, topic, ward: area, place, content, phone: number, leave_out: code });
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(asked), pause);
  }

  async #send(asked) {
    const answer = await post("/operator/duplicates", JSON.parse(asked)).catch((error) => {
      if (!(error instanceof Away)) notice.bad(error.message); // away: the banner says it
      return null;
    });
    if (asked !== this.#asked) return; // the form has moved on
    if (!answer) this.#asked = ""; // so that the same question is asked again
    this.#answer = answer;
    if (!answer?.proposals.some(({ case: { code } }) => code === this.#chosen)) this.#chosen = null;
    this.#draw();
  }

  // --- showing --------------------------------------------------------------------------------------------------------

  #draw() {
    const proposals = this.#answer?.proposals ?? [];
    const focused = this.#root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    say(byId("match-words"), proposals.length ? `${proposals.length} phản ánh có thể trùng. Alt D để xem.` : "");
    if (!proposals.length) return fill(this.#root);
    const title = h(
      "h3",
      { class: "match-title" },
      icon("copy"),
      h("span", {}, `Có thể trùng (${proposals.length})`),
      h("kbd", {}, "Alt D"),
    );
    const list = h(
      "ul",
      { class: "cards", "aria-label": "Phản ánh có thể trùng" },
      ...proposals.map((one) => this.#line(one)),
    );
    fill(this.#root, title, list);
    if (focused) this.#root.querySelector(`[data-testid="${focused}"]`)?.focus();
    return undefined;
  }

  #line(proposal) {
    const { case: earlier, score, reasons } = proposal;
    const { incident } = earlier;
    const chosen = earlier.code === this.#chosen;
    const [, likeness] = LIKENESS.find(([least]) => score >= least);
    const same = this.#answer.same_phone.includes(earlier.code)
      ? h("span", { class: "tag same-phone" }, icon("phone"), " cùng số máy")
      : "";
    const where = [earlier.matter.place, ward(earlier.matter.ward)].filter(Boolean).join(", ");
    const card = h(
      "button",
      {
        type: "button",
        class: "card match",
        "data-testid": `match-${earlier.code}`,
        "data-code": earlier.code,
        "aria-expanded": String(chosen),
        onclick: () => this.#look(chosen ? null : earlier.code),
      },
      h(
        "span",
        { class: "card-head" },
        h("strong", {}, caseCode(earlier.code)),
        h("span", { class: "match-likeness", "data-score": score }, likeness),
      ),
      h("span", { class: "card-text" }, earlier.matter.content),
      h("span", { class: "match-why" }, [...reasons, ...(incident ? [`Thuộc ${nameOf(incident)}`] : [])].join(" · ")),
      h("span", { class: "card-foot" }, [CASE_STATE[earlier.state], moment(earlier.received_at), where].join(" · ")),
      same,
    );
    return h("li", { class: "match-line" }, card, chosen ? this.#beside(earlier.code) : "");
  }

  /** The other case under its line, next to the form; what is the same is marked. */
  #beside(code) {
    const attach = h(
      "button",
      { type: "button", class: "button primary", "data-testid": "match-attach", onclick: () => this.#attach(code) },
      icon("copy"),
      "Ghép ",
      h("kbd", {}, "↵"),
    );
    const open = h(
      "button",
      { type: "button", class: "button quiet", "data-testid": "match-open", onclick: () => this.#openCase(code) },
      "Mở phiếu kia",
    );
    return h(
      "div",
      { class: "match-beside", "data-testid": "match-beside" },
      this.#looked.has(code)
        ? beside(this.#looked.get(code), this.#desk.ticket.fields)
        : h("p", { class: "quiet-words" }, "Đang mở phiếu…"),
      h("div", { class: "match-ways" }, attach, open),
    );
  }

  async #look(code) {
    const before = this.#chosen;
    this.#chosen = code;
    this.#draw();
    this.#root.querySelector(`[data-code="${code ?? before}"]`)?.focus();
    if (code && !this.#looked.has(code)) await this.#fetch(code);
  }

  async #fetch(code) {
    const key = this.#key;
    const view = await get(`/operator/cases/${code}`).catch((error) => {
      notice.bad(error instanceof Away ? "Máy chủ đang tắt, chưa xem được phiếu kia." : error.message);
      return null;
    });
    if (!view || key !== this.#key) return;
    this.#looked.set(code, view);
    this.#draw();
  }

  #pressed(press) {
    if (press.altKey || press.ctrlKey) return;
    const { code } = press.target.dataset;
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (step && code) {
      const codes = this.#answer.proposals.map(({ case: earlier }) => earlier.code);
      this.#look(codes[(codes.indexOf(code) + step + codes.length) % codes.length]);
    } else if (press.key === "Enter" && code && code === this.#chosen) this.#attach(code);
    else if (press.key === "Escape") {
      this.#look(null);
      this.#backToForm();
    } else return;
    press.preventDefault();
  }

  // --- attaching ------------------------------------------------------------------------------------------------------

  async #attach(primary) {
    const { reasons } = this.#answer.proposals.find(({ case: { code } }) => code === primary);
    if (!(await this.#desk.onServer())) return;
    const mine = this.#desk.case; // while the question is open, a call may take the desk
    const said = await ask.attach(primary, reasons.join("; "));
    if (!said) return this.#backToForm();
    const path = `/operator/cases/${mine.code}/duplicate`;
    const view = await this.#desk.change(mine, (version) => post(path, { version, primary, ...said }));
    if (!view) return;
    if (this.#desk.case === view) byId("ticket").focus(); // the list is gone
    const words = `Phiếu ${caseCode(mine.code)}: đã ghép vào phiếu ${caseCode(primary)}.`;
    notice.undoable(words, () => this.detach(view, UNDONE));
  }

  /** Take a case off its first report again; `seen` is the case as it was last seen. */
  async detach(seen, why) {
    const path = `/operator/cases/${seen.code}/undo_duplicate`;
    const view = await this.#desk.change(seen, (version) => post(path, { version, why }));
    if (view) notice.good(`Phiếu ${caseCode(seen.code)}: đã bỏ ghép, xử lý riêng.`);
  }
}
