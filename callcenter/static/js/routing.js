// The unit the rules propose for what the form says, why, and the operator's own choice over it.

import { Away, post } from "./api.js";
import { boot } from "./boot.js";
import { Chooser } from "./chooser.js";
import { byId, fill, h, icon } from "./dom.js";
import { moment } from "./time.js";
import { CASE_STEP, unit } from "./words.js";

const PAUSE = 350; // ms of quiet before asking: not at each letter
const LOSERS_SHOWN = 12;
const ASKED = new Set(["category", "topic", "ward", "content"]);
const QUIET = new Set(["edit", "attach", "remove_attachment"]); // they move nothing

export class Routing {
  #words = byId("routing-words");
  #chooser;
  #answer = null;
  #asked = "";
  #timer = null;
  #asking = null; // the question under way

  constructor() {
    const attributes = {
      id: "unit",
      "data-testid": "unit",
      placeholder: "Chọn đơn vị khác…",
      "aria-label": "Chọn đơn vị khác",
    };
    const units = boot.units.filter(({ active }) => active).map(({ code, name }) => ({ key: code, name }));
    this.#chooser = new Chooser(byId("unit-chooser"), units, attributes);
    this.#chooser.addEventListener("change", () => this.#markOwn());
  }

  static concerns(field) {
    return ASKED.has(field);
  }

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
    this.#asked = "";
    this.#chooser.value = null;
    this.#say("");
    this.ask(fields, 0);
  }

  ask(fields, pause = PAUSE) {
    const question = { category: fields.category, topic: fields.topic, ward: fields.ward, text: fields.content };
    const asked = JSON.stringify(question);
    byId("unit-chooser").hidden = false;
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearTimeout(this.#timer);
    this.#timer = question.category ? setTimeout(() => this.#hurry(), pause) : null;
    if (question.category) return;
    this.#answer = null;
    this.#say("Chọn lĩnh vực để xem đơn vị đề xuất.");
  }

  /** The case has gone its way: no proposal, only where it is and what happened last. */
  settled(view) {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#asked = "";
    this.#answer = null;
    this.#chooser.value = null;
    this.#markOwn();
    byId("unit-chooser").hidden = true;
    const sent = view.history.findLast(({ changes }) => changes.unit_code?.[1]);
    const whom = [view.unit?.name, view.sub_unit].filter(Boolean).join(" · ");
    const head =
      view.unit &&
      h(
        "p",
        { class: "routing-unit", "data-testid": "routing-done" },
        icon("send"),
        `Đã chuyển ${whom}${sent ? ` lúc ${moment(sent.at)}` : ""}`,
      );
    const last = view.history.findLast(({ step }) => !QUIET.has(step));
    const words = last ? [...new Set([CASE_STEP[last.step], last.why])].join(": ") : "";
    fill(this.#words, head, h("p", { class: "routing-reason", "data-testid": "routing-last" }, words));
  }

  /** The unit the operator chose instead; the proposed one is no choice of their own. */
  get #own() {
    const chosen = this.#chooser.value;
    return chosen === this.#answer?.unit.code ? null : chosen;
  }

  #markOwn() {
    byId("routing").classList.toggle("overruled", this.#own !== null);
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
    fill(this.#words, words && h("p", { class: "routing-none" }, words));
    this.#markOwn();
  }

  #show(answer) {
    this.#answer = answer;
    const rule = answer.referral ? "xin hướng dẫn, Điều 7.4" : `Điều ${answer.source}`;
    const tag = h("span", { class: "tag" }, rule);
    const head = h(
      "p",
      { class: "routing-unit", "data-testid": "routing-unit" },
      icon("send"),
      `${answer.unit.name} `,
      tag,
    );
    const why = h("p", { class: "routing-reason", "data-testid": "routing-reason" }, answer.reason);
    fill(this.#words, head, why, losers(answer));
    this.#markOwn();
  }
}

/** Why not the others: one line per unit, for it may have lost by a rule in each of its wards. */
function losers(answer) {
  if (!answer.losers.length) return "";
  const units = Map.groupBy(answer.losers, (loser) => loser.unit);
  const lines = [...units].map(
    ([code, lost]) => `${unit(code)}: ${lost[0].why}${lost.length > 1 ? ` (và ${lost.length - 1} quy tắc khác)` : ""}`,
  );
  const shown = lines.slice(0, LOSERS_SHOWN);
  const more = lines.length > shown.length ? [`… và ${lines.length - shown.length} đơn vị khác.`] : [];
  const list = h("ul", {}, ...[...shown, ...more].map((line) => h("li", {}, line)));
  return h(
    "details",
    { class: "routing-losers" },
    h("summary", {}, `Vì sao không phải đơn vị khác (${lines.length})`),
    list,
  );
}
