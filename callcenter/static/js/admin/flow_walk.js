// A telephone to try the draft with: keys are pressed, what the caller hears is written down and, if wanted, spoken.

import { post } from "../api.js";
import { boot } from "../boot.js";
import { byId, fill, h, icon } from "../dom.js";
import { named } from "./flow_fields.js";
import { idOf, play, stop, VALUE } from "./flow_sound.js";
import { words as told } from "./sheet.js";

const { flow_words: words } = boot;
const PAD = [..."123456789*0#"];
const WORDS = { start: "Gọi tới", "…": "nghe hết", _: "im lặng", message: "lời nhắn" };

export class Walk {
  #draft;
  #keys = "";
  #shown = 0;
  #asked = 0;

  /** `reached(name)` is told where the caller is now. */
  constructor(draft, reached) {
    this.#draft = draft;
    this.reached = reached;
    const keys = PAD.map((key) => h("button", { type: "button", "data-testid": `key-${key}`, onclick: () => this.press(key) }, key));
    const silence = h("button", { type: "button", class: "wide", "data-testid": "key-silence", onclick: () => this.press("_") }, "Im lặng");
    const again = h("button", { type: "button", class: "wide", "data-testid": "walk-again", onclick: () => this.begin() }, "Gọi lại từ đầu");
    fill(byId("key-pad"), ...keys, silence, again);
    byId("key-pad").addEventListener("keydown", (down) => {
      if (!PAD.includes(down.key) || down.ctrlKey || down.altKey) return;
      down.preventDefault();
      this.press(down.key);
    });
    this.aloud = h("input", { type: "checkbox", id: "walk-aloud", "data-testid": "walk-aloud" });
    this.aloud.addEventListener("change", () => !this.aloud.checked && stop());
  }

  /** The world the caller lives in, and where the call comes in. */
  drawWorld() {
    const entries = [["", "Cuộc gọi mới"], ...Object.keys(this.#draft.parts.entry ?? {}).map((name) => [name, `Lối vào ${name}`])];
    this.entry = this.#select("walk-entry", "Vào từ", entries);
    this.facts = Object.entries(words.questions).map(([question, answers]) => {
      const all = [...Object.entries(answers), [words.no_answer.key, words.no_answer.label]];
      return [question, this.#select(`walk-${question}`, named(question), all, words.facts[question])];
    });
    const aloud = h("label", { class: "check" }, this.aloud, " Nghe tiếng");
    fill(byId("walk-world"), aloud, this.entry.parentElement, ...this.facts.map(([, select]) => select.parentElement));
  }

  #select(id, label, options, value = "") {
    const select = h("select", { id, "data-testid": id }, ...options.map(([key, said]) => h("option", { value: key, selected: key === value }, said)));
    select.addEventListener("change", () => this.begin());
    h("div", { class: "field" }, h("label", { for: id }, label), select);
    return select;
  }

  begin() {
    this.#keys = "";
    this.#shown = 0;
    stop();
    return this.#go();
  }

  /** The same keys again, through what the draft is now. */
  repeat() {
    return this.#go();
  }

  press(key) {
    this.#keys += key;
    stop();
    return this.#go();
  }

  async #go() {
    const asked = (this.#asked += 1);
    const facts = Object.fromEntries(this.facts.map(([question, select]) => [question, select.value]));
    try {
      const { steps } = await post("/admin/flows/walk", { text: this.#draft.text, keys: this.#keys, entry: this.entry.value, facts });
      if (asked === this.#asked) this.#show(steps);
    } catch (error) {
      const faulty = error.word === "faulty_flow" ? `Bản nháp còn lỗi, chưa đi được: ${error.message}` : told(error);
      fill(byId("walk-steps"), h("li", { class: "fault", "data-testid": "walk-fault" }, faulty));
    }
  }

  #show(steps) {
    const rows = steps.map((step, place) => this.#row(step, place === steps.length - 1));
    fill(byId("walk-steps"), ...rows);
    rows.at(-1).scrollIntoView({ block: "nearest" });
    this.reached(steps.at(-1).at);
    const news = steps.slice(this.#shown);
    this.#shown = steps.length;
    for (const button of byId("key-pad").querySelectorAll("button:not(.wide), [data-testid=key-silence]")) button.disabled = steps.at(-1).outcome !== null;
    if (this.aloud.checked) this.#speak(news.flatMap(({ says }) => says));
  }

  #row({ event, title, says, variables, outcome }, now) {
    const head = h("p", {}, h("span", { class: "walk-event" }, WORDS[event] ?? event), " ", h("strong", {}, title));
    const kept = Object.entries(variables).map(([name, value]) => `${name} = ${value}`);
    return h(
      "li",
      { class: now ? "walk-step now" : "walk-step" },
      head,
      ...says.map((text) => h("p", { class: "said" }, `“${text}”`)),
      kept.length ? h("p", { class: "small" }, kept.join("; ")) : null,
      outcome ? h("p", { class: "walk-end" }, icon("check"), ` ${outcome === "transfer" ? `Chuyển tới ${variables.CC_TRANSFER}` : named(outcome)}`) : null,
    );
  }

  async #speak(texts) {
    const prompts = new Map(Object.entries(this.#draft.parts.prompts).map(([name, text]) => [text, idOf(this.#draft.parts.flow.name, name)]));
    for (const text of texts) {
      if (!(await play(prompts.get(text) ?? VALUE, text))) return;
    }
  }
}
