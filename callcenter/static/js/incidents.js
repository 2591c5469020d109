// Parent incidents at the desk (sự cố chung, Điều 7.5): those that go on are on a strip over the columns; the ticket on
// the desk joins the one that fits by one key, and leaves it again.

import { post } from "./api.js";
import { byId, fill, h, icon } from "./dom.js";
import * as incidentDialog from "./incident_dialog.js";
import * as list from "./incident_list.js";
import * as notice from "./notice.js";
import * as ask from "./tie_dialogs.js";
import { capital, caseCode, category, topic, ward } from "./words.js";

const ENDED = new Set(["closed", "refused", "withdrawn"]);
const UNDONE = "Hoàn tác: vào nhầm sự cố chung";

export class Incidents {
  #desk;
  #lead; // may open, change and end incidents
  #openCase;

  constructor(desk, form, { lead, openCase }) {
    this.#desk = desk;
    this.#lead = lead;
    this.#openCase = openCase;
    const draw = () => this.#draw();
    list.onChange(() => {
      draw();
      if (list.all().some((incident) => this.#beganHere(incident))) desk.refresh();
    });
    desk.addEventListener("shown", draw);
    form.addEventListener("change", ({ detail }) => ["category", "topic", "ward"].includes(detail) && draw());
  }

  /** The one key: into the incident that fits. When several fit alike, the operator chooses. */
  press() {
    const [best, next] = this.#fitting();
    if (!best) return notice.passing(this.#whyNone());
    if (next && next.fit === best.fit) return byId("incidents").querySelector("[data-fits]").focus();
    return this.join(best.incident);
  }

  async join(incident) {
    if (!(await this.#desk.onServer())) return;
    const mine = this.#desk.case;
    const view = await this.#hang(incident.id, "join", mine, whySame(incident));
    const words = `Phiếu ${caseCode(mine.code)}: đã vào ${incident.title}. Người báo được nhắn tin.`;
    if (view) notice.undoable(words, () => this.#leave(view, incident.id, UNDONE));
  }

  /** The section of a case that says which incident it belongs to, or offers to open one from it. */
  tie(view) {
    if (view.incident_id) return this.#belongs(view);
    return this.#lead && !ENDED.has(view.state) ? this.#offerToOpen() : "";
  }

  show(number) {
    return incidentDialog.show(number, { lead: this.#lead, openCase: this.#openCase });
  }

  // --- the strip ------------------------------------------------------------------------------------------------------

  /** Was it opened from the case on the desk, somewhere else, just now? */
  #beganHere({ primary }) {
    const { case: view } = this.#desk;
    return view !== null && view.code === primary && !view.incident_id;
  }

  get #mayJoin() {
    const view = this.#desk.case;
    return this.#desk.ticket !== null && (!view || (!view.incident_id && !ENDED.has(view.state)));
  }

  #fitting() {
    if (!this.#mayJoin) return [];
    const { fields } = this.#desk.ticket;
    const others = list.all().filter((incident) => !this.#beganHere(incident));
    const fits = others.map((incident) => ({ incident, fit: list.fit(incident, fields) }));
    return fits.filter(({ fit }) => fit).sort((one, other) => other.fit - one.fit);
  }

  #whyNone() {
    if (!list.all().length) return "Không có sự cố chung nào đang diễn ra.";
    if (!this.#desk.ticket) return "Mở một phiếu rồi đưa vào sự cố chung.";
    if (this.#desk.case?.incident_id) return "Phiếu này đã thuộc một sự cố chung.";
    return "Không có sự cố chung nào cùng chủ đề và khu vực với phiếu này.";
  }

  #draw() {
    const fits = new Set(this.#fitting().map(({ incident }) => incident.id));
    const root = byId("incidents");
    const focused = root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    root.hidden = list.all().length === 0;
    const best = this.#fitting()[0]?.incident.id;
    const lines = list.all().map((incident) => this.#line(incident, fits.has(incident.id), incident.id === best));
    fill(byId("incident-list"), ...lines);
    if (focused) root.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  #line(incident, fits, best) {
    const counts = `${incident.case_count} phiếu · ${incident.caller_count} cuộc gọi`;
    const name = h(
      "button",
      {
        type: "button",
        class: "incident-name",
        "data-testid": `incident-${incident.id}`,
        title: `${capital(incident.title)} (${counts} cùng báo)`,
        onclick: () => this.show(incident.id),
      },
      h("strong", {}, capital(incident.title)),
      h("span", {}, counts),
    );
    const join = h(
      "button",
      {
        type: "button",
        class: "button small",
        "data-testid": `join-${incident.id}`,
        "data-fits": true,
        "aria-keyshortcuts": best ? "Alt+J" : null,
        "aria-label": `Đưa phiếu đang mở vào ${incident.title}`,
        onclick: () => this.join(incident),
      },
      "Vào sự cố ",
      best ? h("kbd", {}, "Alt J") : "",
    );
    return h("li", { class: `incident${fits ? " fits" : ""}` }, icon("alert"), name, fits ? join : "");
  }

  // --- a case and its incident ----------------------------------------------------------------------------------------

  #belongs(view) {
    const number = view.incident_id;
    const incident = list.find(number);
    const name = h(
      "button",
      { type: "button", class: "link", "data-testid": "tie-incident-name", onclick: () => this.show(number) },
      capital(list.nameOf(number)),
    );
    const leave = h(
      "button",
      { type: "button", class: "button small", "data-testid": "leave-incident", onclick: () => this.#askAndLeave(view) },
      icon("undo"),
      "Ra khỏi sự cố",
    );
    const first = incident?.primary === view.code;
    return h(
      "section",
      { class: "tie", "data-testid": "tie-incident" },
      h("h3", {}, first ? "Phiếu đầu tiên của sự cố chung" : "Thuộc sự cố chung"),
      h("p", {}, name),
      incident && !first ? h("p", { class: "tie-ways" }, leave) : "",
    );
  }

  #offerToOpen() {
    const open = h(
      "button",
      {
        type: "button",
        class: "button small",
        "data-testid": "open-incident",
        onclick: () => this.#openFrom(),
      },
      icon("alert"),
      "Mở sự cố chung từ phiếu này…",
    );
    return h("section", { class: "tie", "data-testid": "tie-offer" }, h("p", { class: "tie-ways" }, open));
  }

  /** The case becomes the first of a new incident. */
  async #openFrom() {
    if (!(await this.#desk.onServer())) return;
    const { case: mine } = this.#desk;
    await incidentDialog.open(mine); // the news of it brings the case anew
  }

  async #askAndLeave(view) {
    const why = await ask.untie({
      title: `Đưa phiếu ${caseCode(view.code)} ra khỏi sự cố chung`,
      lead: "Phiếu được xử lý riêng; người báo không nhận tin khi sự cố kết thúc.",
      yes: "Ra khỏi sự cố ",
      usual: "Là sự việc khác",
    });
    if (why) await this.#leave(view, view.incident_id, why);
  }

  async #leave(seen, number, why) {
    const view = await this.#hang(number, "leave", seen, why);
    if (view) notice.good(`Phiếu ${caseCode(seen.code)}: đã ra khỏi sự cố chung.`);
  }

  async #hang(number, verb, seen, why) {
    const path = `/operator/incidents/${number}/${verb}`;
    const view = await this.#desk.change(seen, (version) => post(path, { code: seen.code, version, why }));
    list.refresh(); // the counts
    return view;
  }
}

/** Why a case belongs to an incident, for its history. */
function whySame(incident) {
  const about = topic(incident.topic) || category(incident.category);
  const where = incident.wards.map(ward).join(", ") || "toàn thành phố";
  return `Cùng ${about}, ${where}`;
}
