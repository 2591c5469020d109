// The operator's own state in the top bar, and the three things to do about it.

import { post, Refused } from "./api.js";
import { boot } from "./boot.js";
import { byId, fill, h, say } from "./dom.js";
import { microphoneFault } from "./microphone.js";
import * as notice from "./notice.js";
import { iso, since, tick } from "./time.js";
import { AGENT } from "./words.js";

const AWAY = "Máy chủ đang tắt nên chưa đổi trạng thái được. Thử lại khi có kết nối.";
const TAKING = new Set(["ready", "ringing", "talking"]); // after a call nobody pauses them while the server is away
const BUSY = new Set(["ringing", "talking"]);

export class Agent {
  #told = { state: "unknown", reason: null, since: null }; // by the server
  #state = this.#told; // as shown
  #tell; // shows one plain line in a dialog
  #menu = byId("pause-menu");

  constructor({ tell, ready }) {
    this.#tell = tell;
    byId("go-ready").addEventListener("click", ready);
    byId("go-paused").addEventListener("click", () => this.#toggleMenu());
    this.#fillMenu();
    tick(() => say(byId("agent-since"), since(this.#state.since)));
  }

  get state() {
    return this.#state.state;
  }

  /** What the server says. */
  show(state) {
    this.#told = state;
    this.#draw(state);
  }

  /** The server is away: the telephone knows of its own call, and Asterisk goes on ringing whoever took calls before. */
  guess(call) {
    const busy = { ringing: "ringing", talking: "talking", held: "talking" }[call?.state];
    const tookCalls = TAKING.has(this.#told.state);
    const state = busy ?? (tookCalls ? "ready" : this.#told.state);
    this.#draw(state === this.#told.state ? this.#told : { state, reason: null, since: busy ? iso(call.since) : null });
  }

  #draw(state) {
    this.#state = state;
    byId("agent").dataset.state = state.state;
    const reason = boot.pause_reasons.find((one) => one.key === state.reason)?.name;
    say(byId("agent-state"), state.state === "paused" && reason ? `${AGENT.paused}: ${reason}` : AGENT[state.state]);
    say(byId("agent-since"), since(state.since));
    byId("go-ready").hidden = state.state === "ready" || BUSY.has(state.state);
    byId("go-paused").hidden = ["unknown", "offline", "paused"].includes(state.state);
  }

  async ready() {
    const fault = await microphoneFault();
    if (fault) return this.#tell("Chưa dùng được micro", fault);
    return this.#ask("/operator/ready");
  }

  pause() {
    if (byId("go-paused").hidden) return;
    byId("go-paused").focus();
    this.#toggleMenu();
  }

  async #ask(path, body) {
    try {
      await post(path, body);
    } catch (error) {
      notice.bad(error instanceof Refused ? error.message : AWAY);
    }
  }

  #fillMenu() {
    const items = boot.pause_reasons.map((reason) =>
      h("button", { type: "button", role: "menuitem", onclick: () => this.#chosen(reason) }, reason.name),
    );
    const off = h(
      "button",
      { type: "button", role: "menuitem", class: "menu-last", onclick: () => this.#leave() },
      "Ngừng nhận cuộc gọi",
    );
    fill(this.#menu, ...items, off);
    this.#menu.addEventListener("keydown", (press) => this.#walk(press));
    document.addEventListener("pointerdown", (press) => byId("agent").contains(press.target) || this.#close());
  }

  #chosen(reason) {
    this.#close();
    this.#ask("/operator/pause", { reason: reason.key });
  }

  #leave() {
    this.#close();
    this.#ask("/operator/off");
  }

  #toggleMenu() {
    if (!this.#menu.hidden) return this.#close();
    this.#menu.hidden = false;
    byId("go-paused").setAttribute("aria-expanded", "true");
    this.#menu.querySelector("button").focus();
  }

  #close() {
    if (this.#menu.hidden) return;
    if (this.#menu.contains(document.activeElement)) byId("go-paused").focus();
    this.#menu.hidden = true;
    byId("go-paused").setAttribute("aria-expanded", "false");
  }

  #walk(press) {
    const items = [...this.#menu.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[press.key];
    if (step) {
      press.preventDefault();
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    } else if (press.key === "Escape") this.#close();
  }
}
