// JsSIP's surface as softphone.js uses it, without a network: a test makes it ring through `window.telephone`.

class Emitter {
  #listeners = {};

  on(event, listener) {
    (this.#listeners[event] ??= []).push(listener);
  }

  emit(event, detail = {}) {
    for (const listener of this.#listeners[event] ?? []) listener(detail);
  }
}

class Session extends Emitter {
  #established = false;
  #muted = false;
  #held = false;

  answer() {
    this.#established = true;
    this.emit("confirmed");
  }

  terminate({ status_code: code } = {}) {
    this.emit(this.#established ? "ended" : "failed", { cause: code === 486 ? "Busy" : "Terminated" });
  }

  isEstablished = () => this.#established;
  isMuted = () => ({ audio: this.#muted });
  isOnHold = () => ({ local: this.#held });

  mute() {
    this.#muted = true;
    this.emit("muted");
  }

  unmute() {
    this.#muted = false;
    this.emit("unmuted");
  }

  hold() {
    this.#held = true;
    this.emit("hold");
  }

  unhold() {
    this.#held = false;
    this.emit("unhold");
  }
}

export class WebSocketInterface {
  constructor(url) {
    this.url = url;
  }
}

export class UA extends Emitter {
  constructor(options) {
    super();
    this.options = options;
    window.telephone = this;
  }

  start() {
    queueMicrotask(() => this.emit("registered"));
  }

  stop() {}

  register() {}

  ring(linkedid, number, name) {
    this.session = new Session();
    const request = { call_id: "none", getHeader: () => linkedid, from: { uri: { user: number }, display_name: name } };
    this.emit("newRTCSession", { originator: "remote", session: this.session, request });
  }
}
