// Files chosen for a ticket: kept until it is saved as a case, then sent one after the other. What fails stays, with
// the reason, until it is tried again or put away. They live as long as the page; it warns before it is left.

import { Away } from "./api.js";
import { refusal } from "./file_kinds.js";
import { upload } from "./upload.js";

/** Events: "change" (detail: the ticket's key), "added" (detail: the case after a file was added to it). */
export class FileQueue extends EventTarget {
  #waiting = new Map(); // by ticket key: [{ file, state: waiting | sending | failed | refused, part, fault, stop }]
  #sending = new Set(); // codes

  constructor() {
    super();
    addEventListener("beforeunload", (leave) => this.#unsent && leave.preventDefault());
    document.addEventListener("case-opened", ({ detail }) => this.#opened(detail));
  }

  of(key) {
    return this.#waiting.get(key) ?? [];
  }

  /** Choose files for a ticket; `code` is null while it is no case. */
  choose(key, code, files) {
    const entries = [...files].map((file) => {
      const fault = refusal(file);
      return { file, state: fault ? "refused" : "waiting", part: 0, fault };
    });
    this.#put(key, [...this.of(key), ...entries]);
    if (code) this.#send(code);
  }

  again(key, code, entry) {
    Object.assign(entry, { state: "waiting", fault: "", part: 0 });
    this.#tell(key);
    if (code) this.#send(code);
  }

  drop(key, entry) {
    entry.stop?.();
    this.#remove(key, entry);
  }

  /** A ticket that was put away for good takes its files along: whether there were any. */
  forget(key) {
    return this.#waiting.delete(key);
  }

  get #unsent() {
    return [...this.#waiting.values()].flat().some(({ state }) => state === "waiting" || state === "sending");
  }

  /** A ticket became a case: its files go on under its code. */
  #opened({ key, code }) {
    const entries = this.of(key);
    if (!entries.length) return;
    this.#waiting.delete(key);
    this.#put(code, [...this.of(code), ...entries]);
    this.#send(code);
  }

  async #send(code) {
    if (this.#sending.has(code)) return;
    this.#sending.add(code);
    for (let entry = this.#next(code); entry; entry = this.#next(code)) await this.#sendOne(code, entry);
    this.#sending.delete(code);
  }

  #next(code) {
    return this.of(code).find(({ state }) => state === "waiting");
  }

  async #sendOne(code, entry) {
    const { done, stop } = upload(code, entry.file, (part) => {
      entry.part = part;
      this.#tell(code);
    });
    Object.assign(entry, { state: "sending", stop });
    this.#tell(code);
    try {
      const view = await done;
      this.#remove(code, entry);
      this.dispatchEvent(new CustomEvent("added", { detail: view }));
    } catch (error) {
      const fault = error instanceof Away ? "Máy chủ đang tắt, chưa gửi được." : error.message;
      Object.assign(entry, { state: error instanceof Away ? "failed" : "refused", fault });
      this.#tell(code);
    }
  }

  #remove(key, entry) {
    this.#put(
      key,
      this.of(key).filter((other) => other !== entry),
    );
  }

  #put(key, entries) {
    if (entries.length) this.#waiting.set(key, entries);
    else this.#waiting.delete(key);
    this.#tell(key);
  }

  #tell(key) {
    this.dispatchEvent(new CustomEvent("change", { detail: key }));
  }
}
