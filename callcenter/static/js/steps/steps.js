// What can be done with the case on the desk: the usual next step as the one big button, every other one in a menu. Which
// they are the case says (`steps`); this file only offers them and asks for what each needs.

import { post } from "../api.js";
import * as dialogs from "../dialogs.js";
import { byId, fill, h } from "../dom.js";
import { Menu } from "../menu.js";
import * as notice from "../notice.js";
import { article, CASE_STEP, caseCode, DOER } from "../words.js";
import { ask } from "./form_dialog.js";
import { FORMS } from "./forms.js";
import { noCase } from "./no_case.js";

const BY_THE_FORM = new Set(["edit", "reclassify"]); // the ticket's own fields
const FORWARD = "forward"; // with the unit proposed at the foot of the ticket
// What a ticket that is no case yet can become, beside forwarded: it is saved first.
const FIRST = ["forward", "refer", "refuse"].map((step) => ({
  step,
  doer: "desk",
  article: "",
  usual: step === FORWARD,
}));

export class Steps {
  #desk;
  #menu = new Menu(byId("do-other"), byId("step-menu"));

  constructor(desk) {
    this.#desk = desk;
    byId("do-next").addEventListener("click", () => this.next());
    byId("do-forward").addEventListener("click", () => this.#forward());
    byId("do-no-case").addEventListener("click", () => noCase(desk));
    desk.addEventListener("shown", () => this.#draw());
  }

  /** The usual next step. */
  next() {
    const usual = this.#open.find((step) => step.usual);
    return usual && this.take(usual);
  }

  /** Open the menu of the other steps. */
  others() {
    if (!byId("do-other").hidden && this.#desk.ticket) this.#menu.open();
  }

  async take(step) {
    if (step.step === FORWARD) return this.#forward();
    if (!(await this.#desk.onServer())) return undefined;
    const form = FORMS[step.step];
    const seen = this.#desk.case;
    const learn = (after) => this.#desk.learnCase(after);
    const asked = {
      title: CASE_STEP[step.step],
      tags: tags(step, seen),
      note: note(step, seen),
      form,
      step,
      view: seen,
      learn,
    };
    const view = await ask(asked, (said, last) => this.#send(step, form, said, last));
    if (view) this.#told(view, step, form);
    return view;
  }

  /** To the unit that the rules propose at the foot of the ticket, or the operator's own choice there. */
  async #forward() {
    if (!this.#desk.ticket || !(await this.#desk.onServer())) return undefined;
    const { code, version: seen } = this.#desk.case; // while the question is open, a call may take the desk
    const choice = await this.#desk.proposal();
    if (!choice) return notice.bad("Chưa có đơn vị đề xuất. Chọn đơn vị ở cuối phiếu rồi chuyển.");
    const why = await dialogs.forward({ unit: choice.name, reason: choice.reason, own: choice.own });
    if (why === null) return undefined;
    const send = (version) => post(`/operator/cases/${code}/forward`, { version, unit: choice.unit, why });
    const view = await this.#desk.change({ code, version: seen }, send);
    if (view) notice.good(`Phiếu ${caseCode(code)}: đã chuyển tới ${choice.name}.`);
    return view;
  }

  /** Say that it was done; where the regulation's life has a way back, offer it. */
  #told(view, step, { undo }) {
    const words = `Phiếu ${caseCode(view.code)}: đã ghi “${CASE_STEP[step.step]}”.`;
    if (!undo) return notice.good(words);
    const path = `/operator/cases/${view.code}/${undo.step}`;
    return notice.undoable(words, () => this.#desk.change(view, (version) => post(path, { version, why: undo.why })));
  }

  async #send(step, form, said, seen) {
    const name = form.sends?.step ?? step.step;
    const body = { version: seen.version, ...form.sends?.said, ...said };
    return this.#desk.take(seen.code, () => post(`/operator/cases/${seen.code}/${name}`, body));
  }

  get #open() {
    const view = this.#desk.case;
    if (!this.#desk.ticket) return [];
    return (view ? view.steps : FIRST).filter(({ step }) => !BY_THE_FORM.has(step));
  }

  #draw() {
    this.#menu.close(); // what it offered is no longer what can be done
    const usual = this.#open.find((step) => step.usual);
    const others = this.#open.filter((step) => step !== usual);
    byId("do-forward").hidden = usual?.step !== FORWARD;
    byId("do-next").hidden = !usual || usual.step === FORWARD;
    byId("do-next-words").textContent = usual ? (FORMS[usual.step]?.button ?? CASE_STEP[usual.step]) : "";
    byId("do-other").hidden = others.length === 0;
    const groups = Map.groupBy(others, ({ doer }) => doer);
    fill(byId("step-menu"), ...[...groups].map(([doer, steps]) => this.#group(doer, steps)));
  }

  #group(doer, steps) {
    const id = `step-menu-${doer}`;
    const entries = steps.map((step) =>
      h(
        "button",
        { type: "button", role: "menuitem", "data-testid": `step-${step.step}`, onclick: () => this.take(step) },
        h("span", {}, CASE_STEP[step.step]),
        h("span", { class: "menu-more" }, article(step.article)),
      ),
    );
    const title = h("p", { class: "menu-title", id }, DOER[doer], doer === "desk" ? "" : " (1022 ghi thay)");
    return h("div", { role: "group", "aria-labelledby": id }, title, ...entries);
  }
}

/** Which case it is about: a call may take the desk behind the dialog. */
function tags(step, { code }) {
  return [`Phiếu ${caseCode(code)}`, article(step.article), step.doer === "desk" ? "" : DOER[step.doer]];
}

/** Whose step it is that somebody at 1022 writes down. */
function note({ doer }, view) {
  if (doer === "desk") return "";
  const who = doer === "unit" && view.unit ? view.unit.name : DOER[doer];
  return `Bước của ${who}. Bạn ghi thay khi đơn vị báo qua điện thoại; nêu rõ ai báo.`;
}
