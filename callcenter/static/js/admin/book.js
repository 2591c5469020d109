// One book of the server: its rows as cells of text, changed in one way, taken back, exported and imported.

import { Away, Refused, get, post } from "../api.js";
import { boot } from "../boot.js";

export const AWAY = "Máy chủ chưa trả lời nên chưa có gì được ghi; hãy thử lại.";
const PATIENCE = 60_000; // ms for a file: a large one is read cell by cell

/** Dispatches "change" whenever rows are others than before. */
export class Book extends EventTarget {
  columns = [];
  rows = new Map(); // key -> { column: text }, in the order shown
  version = 0;
  title = "";

  /** `name` as in the path: "units", "rules-5". */
  constructor(name) {
    super();
    this.name = name;
    this.path = `/admin/books/${name}`;
  }

  async load() {
    const { title, version, columns, rows } = await get(this.path);
    Object.assign(this, { title, version, columns, rows: new Map(rows.map(({ key, cells }) => [key, cells])) });
    this.dispatchEvent(new CustomEvent("change"));
  }

  /** Change one row; `after` null takes it away, `key` null adds one. Resolves to the key it has now. */
  async put(key, after) {
    const before = key === null ? null : this.rows.get(key);
    const { edit } = await post(`${this.path}/edits`, { changes: [{ key, before, after }] });
    this.#apply(edit);
    return edit?.changes.find((change) => change.after)?.key ?? key;
  }

  async undo() {
    const { edit } = await post(`${this.path}/undo`);
    this.#apply(edit);
    return edit;
  }

  edits() {
    return get(`${this.path}/edits`);
  }

  preview(bytes, keep) {
    return send(`${this.path}/preview?keep=${keep ? 1 : 0}`, bytes);
  }

  async take(bytes, keep, version) {
    await send(`${this.path}/import?keep=${keep ? 1 : 0}&version=${version}`, bytes);
    await this.load();
  }

  #apply(edit) {
    if (!edit) return; // nothing was different
    this.version += 1;
    for (const { key, after } of edit.changes) {
      if (after) this.rows.set(key, after);
      else this.rows.delete(key);
    }
    this.dispatchEvent(new CustomEvent("change", { detail: edit }));
  }
}

async function send(path, bytes) {
  const failed = (error) => {
    throw new Away(error.message);
  };
  const response = await fetch(path, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "text/csv", "X-CSRF-Token": boot.csrf },
    body: bytes,
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(failed);
  const answer = await response.json().catch(failed);
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}
