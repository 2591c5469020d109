// Calling the operator back to this tab: its title flashes and the desktop shows a notice, only while it is hidden.

const PERIOD = 1_000; // ms

export class Attention {
  #title = document.title;
  #timer = null;
  #notice = null;

  constructor() {
    document.addEventListener("visibilitychange", () => document.hidden || this.stop());
  }

  /** To be called from a click: browsers ask the person only then. */
  askLeave() {
    if ("Notification" in window && Notification.permission === "default") Notification.requestPermission();
  }

  call(title, body) {
    if (!document.hidden) return;
    this.stop();
    this.#timer = setInterval(() => {
      document.title = document.title === this.#title ? `☎ ${title}` : this.#title;
    }, PERIOD);
    if ("Notification" in window && Notification.permission === "granted") {
      this.#notice = new Notification(title, { body, tag: "call", requireInteraction: true });
      this.#notice.onclick = () => window.focus();
    }
  }

  stop() {
    clearInterval(this.#timer);
    document.title = this.#title;
    this.#notice?.close();
    this.#notice = null;
  }
}
