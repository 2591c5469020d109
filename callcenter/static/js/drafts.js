// What the operator typed, kept on this computer until the server has it. A reload, a crash of the tab and a
// server that is away lose nothing. One entry per ticket; entries of another user are not shown.

const KEPT = 7 * 24 * 3600 * 1000; // ms; older ones are of no use and hold personal data

/**
 * A draft: { key, requestId, contact, code, version, base, fields, card, waiting, at }.
 * `base` is what the server had when the operator began; `waiting` means "save it as soon as the server is back".
 */
export class Drafts {
  #prefix;

  constructor(username) {
    this.#prefix = `draft:${username}:`;
    for (const draft of this.all()) if (Date.now() - draft.at > KEPT) this.drop(draft.key);
  }

  get(key) {
    const text = localStorage.getItem(this.#prefix + key);
    return text ? JSON.parse(text) : null;
  }

  put(draft) {
    try {
      localStorage.setItem(this.#prefix + draft.key, JSON.stringify({ ...draft, at: Date.now() }));
    } catch (error) {
      console.warn("draft not kept:", error.message); // storage full or forbidden: the form itself still holds it
    }
  }

  drop(key) {
    localStorage.removeItem(this.#prefix + key);
  }

  all() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.#prefix));
    return keys.map((key) => this.get(key.slice(this.#prefix.length)));
  }

  waiting() {
    return this.all().filter((draft) => draft.waiting);
  }
}
