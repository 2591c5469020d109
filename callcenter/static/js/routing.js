// The unit the rules propose for what the form says, why, and the operator's own choice over it.

import { Away, post } from "./api.js";
import { boot } from "./boot.js";
import { Chooser } from "./chooser.js";
import { byId, fill, h, icon } from "./dom.js";
import { moment } from "./time.js";
import { unit } from "./words.js";

const PAUSE = 350; // ms of quiet before asking: not at each letter
const LOSERS_SHOWN = 12;
const ASKED = ["category", "topic", "ward", "content"];

export class Routing {
  #root = byId("routing");
  #answer = null;
  #own = null; // a unit the operator chose instead
  #asked = "";
  #timer = null;
  #asking = null; // the question under way

  /** { unit, name, reason, own } as it would be forwarded now; null when nothing can be said. */
  async choice() {
    this.#hurry();
    await this.#asking;
    if (this.#own) return { unit: this.#own, name: unit(this.#own), reason: "", own: true };
    if (!this.#answer) return null;
    return { unit: this.#answer.unit.code, name: this.#answer.unit.name, reason: this.#answer.reason, own: false };
  }

  /** Begin with another ticket. */
  reset(fields) {
    this.#answer = null;
    this.#own = null;
    this.#asked = "";
    this.ask(fields, 0);
  }

  ask(fields, pause = PAUSE) {
    const question = { category: fields.category, topic: fields.topic, ward: fields.ward, text: fields.content };
    const asked = JSON.stringify(question);
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!question.category) {
      this.#answer = null;
      return this.#say("Chọn lĩnh vực để xem đơn vị đề xuất.");
    }
    this.#timer = setTimeout(() => this.#hurry(), pause);
    return undefined;
  }

  /** The case has gone its way: no proposal, only where it went. */
  settled(view) {
    clearTimeout(this.#timer);
    this.#asked = "";
    const step = view.history.findLast(({ step: name }) => ["forward", "refer", "refuse", "withdraw"].includes(name));
    if (!view.unit) return this.#say(step?.why ?? "");
    const when = step ? ` lúc ${moment(step.at)}` : "";
    const head = h("p", { class: "routing-unit", "data-testid": "routing-done" }, icon("send"), `Đã chuyển ${view.unit.name}${when}`);
    return fill(this.#root, h("div", { class: "routing-words" }, head, h("p", { class: "routing-reason" }, step?.why ?? "")));
  }

  static concerns(field) {
    return ASKED.includes(field);
  }

  /** Ask now what waits to be asked. */
  #hurry() {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#asking = this.#send(this.#asked);
  }

  async #send(asked) {
    try {
      const answer = await post("/operator/route", JSON.parse(asked));
      if (asked === this.#asked) this.#show(answer); // else the form has moved on
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#asked = ""; // so that the same question is asked again
      this.#answer = null;
      this.#say(error instanceof Away ? "Chưa hỏi được đơn vị đề xuất: máy chủ đang tắt." : error.message);
    }
  }

  #say(words) {
    fill(this.#root, h("p", { class: "routing-none" }, words), this.#own ? this.#chooser() : "");
  }

  #show(answer) {
    this.#answer = answer;
    const mark = answer.referral ? h("span", { class: "tag" }, "xin hướng dẫn, Điều 7.4") : h("span", { class: "tag" }, `Điều ${answer.source}`);
    const head = h("p", { class: "routing-unit", "data-testid": "routing-unit" }, icon("send"), `${answer.unit.name} `, mark);
    const why = h("p", { class: "routing-reason", "data-testid": "routing-reason" }, answer.reason);
    fill(this.#root, h("div", { class: "routing-words" }, head, why, losers(answer)), this.#chooser());
  }

  #chooser() {
    const root = h("div", { class: "chooser" });
    const attributes = { id: "unit", "data-testid": "unit", placeholder: "Chọn đơn vị khác…", "aria-label": "Chọn đơn vị khác" };
    const choices = boot.units.filter(({ active }) => active).map(({ code, name }) => ({ key: code, name }));
    const chooser = new Chooser(root, choices, attributes);
    chooser.value = this.#own;
    this.#root.classList.toggle("overruled", this.#own !== null);
    chooser.addEventListener("change", () => {
      this.#own = chooser.value === this.#answer?.unit.code ? null : chooser.value;
      this.#root.classList.toggle("overruled", this.#own !== null);
    });
    return root;
  }
}

/** Why not the others: one line per unit, for it may have lost by a rule in each of its wards. */
function losers(answer) {
  if (!answer.losers.length) return "";
  const units = Map.groupBy(answer.losers, (loser) => loser.unit);
  const lines = [...units].map(([code, lost]) => `${unit(code)}: ${lost[0].why}${lost.length > 1 ? ` (và ${lost.length - 1} quy tắc khác)` : ""}`);
  const more = lines.length > LOSERS_SHOWN ? [h("li", {}, `… và ${lines.length - LOSERS_SHOWN} đơn vị khác.`)] : [];
  const list = h("ul", {}, ...lines.slice(0, LOSERS_SHOWN).map((line) => h("li", {}, line)), ...more);
  return h("details", { class: "routing-losers" }, h("summary", {}, `Vì sao không phải đơn vị khác (${lines.length})`), list);
}
