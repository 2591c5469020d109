// The operator's own state in the top bar, and the three things to do about it.

import { post, Refused } from "./api.js";
import { boot } from "./boot.js";
import { byId, fill, h, say } from "./dom.js";
import { Menu } from "./menu.js";
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
  #menu = new Menu(byId("go-paused"), byId("pause-menu"));

  constructor({ tell, ready }) {
    this.#tell = tell;
    byId("go-ready").addEventListener("click", ready);
    this.#fillMenu(byId("pause-menu"));
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
    if (!byId("go-paused").hidden) this.#menu.open();
  }

  async #ask(path, body) {
    try {
      await post(path, body);
    } catch (error) {
      notice.bad(error instanceof Refused ? error.message : AWAY);
    }
  }

  #fillMenu(list) {
    const items = boot.pause_reasons.map((reason) => entry(reason.name, () => this.#pause(reason)));
    fill(
      list,
      ...items,
      entry("Ngừng nhận cuộc gọi", () => this.#ask("/operator/off"), "menu-last"),
    );
  }

  #pause(reason) {
    return this.#ask("/operator/pause", { reason: reason.key });
  }
}

function entry(words, onclick, kind = "") {
  return h("button", { type: "button", role: "menuitem", class: kind, onclick }, words);
}
