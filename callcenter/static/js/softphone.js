// The operator's telephone: JsSIP against Asterisk's own websocket, so that it works while our server does not.
// Facts behind the odd lines: answering waits for one ICE candidate only (loopback and LAN need no more; 154 -> 24-81 ms
// to answer), and `peerconnection` is emitted inside `answer()`, so that everything is attached before.

import { UA, WebSocketInterface } from "/static/vendor/jssip.js";
import { boot } from "./boot.js";
import { MICROPHONE } from "./microphone.js";

const LINKEDID = "X-Call-Linkedid"; // set by the dialplan on each leg to an operator
const REGISTER_AGAIN = 5_000; // ms, after a refused registration: Asterisk may not have read the account yet
const GONE = new Set(["Canceled", "Terminated"]);

/**
 * Events: "line" (detail: up|connecting|refused), "invite" ({ linkedid, number, name }), "talking" and
 * "ended" ({ linkedid, why }), "muted" (boolean), "held" (boolean).
 */
export class Softphone extends EventTarget {
  #ua = null;
  #session = null;
  #linkedid = null;
  #sound;
  #again = null;

  constructor(sound) {
    super();
    this.#sound = sound;
  }

  get busy() {
    return this.#session !== null;
  }

  start() {
    const { uri, ws_url, ha1, realm } = boot.sip;
    this.#ua = new UA({
      sockets: [new WebSocketInterface(ws_url)],
      uri,
      ha1,
      realm,
      register_expires: 120,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
    });
    this.#ua.on("connecting", () => this.#tell("line", "connecting"));
    this.#ua.on("disconnected", () => this.#tell("line", "connecting"));
    this.#ua.on("registered", () => this.#tell("line", "up"));
    this.#ua.on("registrationFailed", ({ response }) => this.#notRegistered(response));
    this.#ua.on("newRTCSession", (event) => this.#arrived(event));
    this.#ua.start();
    addEventListener("pagehide", () => this.#ua.stop());
  }

  answer() {
    if (!this.#session || this.#session.isEstablished()) return;
    this.#session.answer({
      mediaConstraints: { audio: MICROPHONE, video: false },
      pcConfig: { iceServers: [] },
    });
  }

  hangUp() {
    this.#session?.terminate();
  }

  toggleMute() {
    if (!this.#session?.isEstablished()) return;
    if (this.#session.isMuted().audio) this.#session.unmute({ audio: true });
    else this.#session.mute({ audio: true });
  }

  toggleHold() {
    if (!this.#session?.isEstablished()) return;
    if (this.#session.isOnHold().local) this.#session.unhold();
    else this.#session.hold();
  }

  /** Asterisk said no, or (no response) did not say anything: then the websocket is what comes back first. */
  #notRegistered(response) {
    this.#tell("line", response ? "refused" : "connecting");
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#ua.register(), REGISTER_AGAIN);
  }

  #arrived({ originator, session, request }) {
    if (originator !== "remote") return;
    if (this.#session) {
      session.terminate({ status_code: 486 }); // one operator, one citizen
      return;
    }
    this.#session = session;
    this.#linkedid = request.getHeader(LINKEDID) ?? request.call_id;
    this.#attach(session);
    this.#tell("invite", {
      linkedid: this.#linkedid,
      number: request.from.uri.user ?? "",
      name: request.from.display_name ?? "",
    });
  }

  #attach(session) {
    session.on("peerconnection", ({ peerconnection }) => {
      peerconnection.addEventListener("track", ({ streams, track }) => {
        this.#sound.srcObject = streams[0] ?? new MediaStream([track]);
        this.#sound.play().catch((error) => console.warn("no sound:", error.message));
      });
    });
    session.on("icecandidate", ({ ready }) => ready());
    session.on("confirmed", () => this.#tell("talking", { linkedid: this.#linkedid }));
    session.on("ended", ({ cause }) => this.#over(cause));
    session.on("failed", ({ cause }) => this.#over(cause));
    for (const [event, name, value] of TOGGLES) session.on(event, () => this.#tell(name, value));
  }

  #over(cause) {
    const linkedid = this.#linkedid;
    this.#session = null;
    this.#linkedid = null;
    this.#sound.srcObject = null;
    this.#tell("ended", { linkedid, why: REASONS[cause] ?? (GONE.has(cause) ? "" : cause) });
  }

  #tell(event, detail) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }
}

const TOGGLES = [
  ["muted", "muted", true],
  ["unmuted", "muted", false],
  ["hold", "held", true],
  ["unhold", "held", false],
];

// JsSIP's causes an operator can do something about.
const REASONS = {
  "User Denied Media Access": "Trình duyệt không cho dùng micro nên không nghe máy được.",
  "RTP Timeout": "Mất tiếng từ tổng đài, cuộc gọi đã bị ngắt.",
  "WebRTC Error": "Trình duyệt không mở được đường tiếng.",
  "Connection Error": "Mất kết nối điện thoại.",
};
