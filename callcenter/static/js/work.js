// What still waits for this operator: own cases, calls without a ticket, citizens to call back. One list at a time.

import { Away, get } from "./api.js";
import { deadline } from "./deadline.js";
import { byId, fill, h, icon, say } from "./dom.js";
import * as notice from "./notice.js";
import { moment, now, tick } from "./time.js";
import { CASE_STATE, caseCode, category, phone, topic, unit, ward } from "./words.js";

const LISTS = ["cases", "unfinished", "to-return"];
const EVERY = 60_000; // ms; pushes and the operator's own steps refresh at once

export class Work {
  #known = { cases: [], shared: [], unfinished: [], to_return: [] };
  #wanted = false;
  #asking = false;
  #open; // { case(code), contact(linkedid), draft(key) }
  #drafts;

  constructor(drafts, open) {
    this.#drafts = drafts;
    this.#open = open;
    for (const name of LISTS) byId(`tab-${name}`).addEventListener("click", () => this.select(name));
    byId("tab-cases").parentElement.addEventListener("keydown", (press) => this.#walk(press));
    for (const name of LISTS) byId(`list-${name}`).addEventListener("keydown", (press) => this.#walkLines(press));
    setInterval(() => document.hidden || this.refresh(), EVERY);
    tick(pills);
  }

  /** Ask for the lists; what is asked for meanwhile is asked once more after that. */
  async refresh() {
    this.#wanted = true;
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#wanted) {
        this.#wanted = false;
        await this.#ask();
      }
    } finally {
      this.#asking = false;
    }
  }

  async #ask() {
    try {
      const [cases, contacts] = await Promise.all([get("/operator/cases"), get("/operator/contacts")]);
      this.#known = { ...cases, ...contacts };
    } catch (error) {
      if (!(error instanceof Away)) notice.bad(error.message); // away: the banner says it, the old lists stay
    }
    this.draw();
  }

  draw() {
    const { unfinished, to_return } = this.#known;
    const known = new Set(unfinished.map(({ linkedid }) => linkedid));
    const drafts = this.#drafts.all().filter((draft) => !draft.code && !known.has(draft.key));
    const lines = [
      ...drafts.map((draft) => this.#draftLine(draft)),
      ...unfinished.map((contact) => this.#contactLine(contact)),
    ];
    const returns = to_return.map((contact) => this.#contactLine(contact));
    this.#put("cases", this.#caseGroups(), "Chưa có phiếu nào đang mở.");
    this.#put("unfinished", [["", lines]], "Cuộc gọi nào cũng đã có phiếu hoặc lý do.");
    this.#put("to-return", [["", returns]], "Không có ai cần gọi lại.");
    pills();
  }

  select(name) {
    for (const other of LISTS) {
      const tab = byId(`tab-${other}`);
      tab.setAttribute("aria-selected", String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
      byId(`list-${other}`).hidden = other !== name;
    }
  }

  focus() {
    const list = LISTS.map((name) => byId(`list-${name}`)).find((one) => !one.hidden);
    (list.querySelector("button") ?? list).focus();
  }

  /** Mark the line of what is on the desk. */
  mark(key) {
    for (const line of document.querySelectorAll(".work .line-card")) {
      if (line.dataset.key === key) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
  }

  /** Who has to do something: oneself, anybody at 1022, or a unit. Each group comes with the most urgent on top. */
  #caseGroups() {
    const { cases, shared, more_shared: more } = this.#known;
    const groups = [
      ["Bạn cần làm", cases.filter((line) => line.desk_acts)],
      ["Việc chung của 1022", shared, more],
      ["Đơn vị đang xử lý", cases.filter((line) => !line.desk_acts)],
    ];
    return groups.map(([title, found, full]) => [title, found.map((line) => this.#caseLine(line)), full]);
  }

  #put(name, groups, none) {
    const lines = groups.flatMap(([, found]) => found);
    const list = byId(`list-${name}`);
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const marked = list.querySelector("[aria-current]")?.dataset.key;
    const parts = groups.filter(([, found]) => found.length).map((one) => group(...one));
    fill(list, ...(lines.length ? parts.flat() : [h("p", { class: "quiet-words" }, none)]));
    say(byId(`count-${name}`), String(lines.length));
    byId(`tab-${name}`).classList.toggle("some", lines.length > 0);
    if (marked) this.mark(marked);
    if (focused) lines.find(({ dataset }) => dataset.key === focused)?.focus();
  }

  /** Up and down the lines of the list that is open. */
  #walkLines(press) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    const lines = [...press.currentTarget.querySelectorAll(".line-card")];
    const at = lines.indexOf(document.activeElement);
    if (!step || at < 0) return;
    press.preventDefault();
    lines[(at + step + lines.length) % lines.length].focus();
  }

  #walk(press) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[press.key];
    if (!step) return;
    const at = LISTS.findIndex((name) => byId(`tab-${name}`) === document.activeElement);
    const next = LISTS[(at + step + LISTS.length) % LISTS.length];
    this.select(next);
    byId(`tab-${next}`).focus();
  }

  #caseLine(line) {
    const about = topic(line.topic) || category(line.category);
    const where = line.place || ward(line.ward);
    const foot = [about, where, line.unit && unit(line.unit)].filter(Boolean).join(" · ");
    const open = () => this.#open.case(line.code);
    return this.#line(line.code, caseCode(line.code), line.clock, line.content, foot, open, line.state);
  }

  #contactLine(contact) {
    const about = topic(contact.topic) || category(contact.category) || "chưa chọn lĩnh vực";
    const foot = [contact.caller_name, about, contact.callback_wanted ? "hẹn gọi lại" : ""].filter(Boolean).join(" · ");
    const text = `Gọi lúc ${moment(contact.answered_at)}`;
    return this.#line(contact.linkedid, phone(contact.phone), contact.clock, text, foot, () =>
      this.#open.contact(contact.linkedid),
    );
  }

  #draftLine(draft) {
    const clock = draft.card?.due_at ? { started_at: draft.card.answered_at, due_at: draft.card.due_at } : null;
    const title = draft.card ? phone(draft.card.phone) : "Phiếu mới";
    const foot = draft.waiting ? "Chờ máy chủ để lưu" : "Đang viết dở trên máy này";
    return this.#line(draft.key, title, clock, draft.fields.content || "(chưa ghi nội dung)", foot, () =>
      this.#open.draft(draft.key),
    );
  }

  #line(key, title, clock, text, foot, onclick, state = null) {
    const open = clock && !clock.stopped_at;
    const pill = open ? h("span", { class: "pill", "data-start": clock.started_at, "data-due": clock.due_at }) : "";
    const head = h("span", { class: "card-head" }, h("strong", {}, title), pill);
    const parts = [
      head,
      state ? h("span", { class: "card-state", "data-state": state }, CASE_STATE[state]) : "",
      h("span", { class: "card-text" }, text),
      foot ? h("span", { class: "card-foot" }, foot) : "",
    ];
    return h(
      "button",
      { type: "button", class: "card line-card", "data-key": key, "data-testid": `line-${key}`, onclick },
      ...parts,
    );
  }
}

/** Lines under a title that says how many they are (`more`: at least); without a title, the lines alone. */
function group(title, lines, more = false) {
  const count = more ? `${lines.length}+` : lines.length;
  return title ? [h("h3", { class: "list-title" }, `${title} (${count})`), ...lines] : lines;
}

/** Clocks on the lines: all of them move each second, without drawing the lists again. */
function pills() {
  for (const pill of document.querySelectorAll(".pill[data-due]")) {
    const stand = deadline(pill.dataset.start, pill.dataset.due, now());
    pill.dataset.level = stand.level;
    if (!pill.firstChild) pill.append(icon("clock"), h("span"));
    say(pill.lastChild, stand.brief);
  }
}
