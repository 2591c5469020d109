// The server's messages to this page. Comes back by itself, and asks for everything anew each time it does.

const FIRST_WAIT = 500; // ms
const LONGEST_WAIT = 8_000;
const SILENCE = 25_000; // the server ticks every 10 s: longer silence means the line is dead, whatever TCP says

/** Events: "up", "down", and "message" (detail: the message). */
export class Push extends EventTarget {
  #address;
  #socket = null;
  #wait = FIRST_WAIT;
  #silence = null;
  #stopped = false;

  constructor(path) {
    super();
    this.#address = new URL(path, location.href.replace(/^http/, "ws")).href;
  }

  start() {
    this.#connect();
    // A laptop that wakes, or a network that is back, need not wait for the next try.
    addEventListener("online", () => this.#hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.#hurry());
  }

  stop() {
    this.#stopped = true;
    this.#socket?.close();
  }

  #connect() {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    this.#listenForSilence(socket);
    socket.onmessage = (event) => {
      this.#listenForSilence(socket);
      const message = JSON.parse(event.data);
      if (message.type === "hello") {
        this.#wait = FIRST_WAIT;
        this.dispatchEvent(new Event("up"));
      }
      this.dispatchEvent(new CustomEvent("message", { detail: message }));
    };
    socket.onclose = () => this.#lost(socket);
  }

  #listenForSilence(socket) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      socket.close();
      this.#lost(socket); // close() itself waits for a peer that no longer answers
    }, SILENCE);
  }

  #lost(socket) {
    if (socket !== this.#socket || this.#stopped) return;
    this.#socket = null;
    clearTimeout(this.#silence);
    this.dispatchEvent(new Event("down"));
    setTimeout(() => this.#socket ?? this.#connect(), this.#wait * (0.75 + Math.random() / 2));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #hurry() {
    if (!this.#socket && !this.#stopped) this.#connect();
  }
}
