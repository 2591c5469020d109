// A book on the page: its grid with filter, adding, undo, CSV, and what the server says when it refuses.

import { Away } from "../api.js";
import { boot } from "../boot.js";
import { byId, say } from "../dom.js";
import * as notice from "../notice.js";
import { AWAY } from "./book.js";
import { Grid } from "./grid.js";
import { imported } from "./import_dialog.js";
import { added } from "./row_dialog.js";

const QUIET = 120; // ms of typing before the rows are narrowed

/** What to tell of an error that ended something here. */
export function words(error) {
  return error instanceof Away ? AWAY : error.message;
}

/** The cells of a column, each with the names of before: "Phường Hồng An" is found by "Quán Toan". */
export const WARDS = { empty: "Toàn thành phố", former: new Map(boot.wards.map(({ name, former }) => [name, former])) };

/**
 * One book in the page's elements `${prefix}grid`, `${prefix}filter`, ... Those that are not there are not used.
 * options: { prefix, label, adding, removes, keeps, how, fresh(activeCells) } - `fresh` fills a new row's fields.
 */
export class Sheet extends EventTarget {
  #options;
  #part;
  #typing = null;

  constructor(options) {
    super();
    this.#options = options;
    this.#part = (name) => document.getElementById(`${options.prefix}${name}`);
    const save = (key, cells) => this.#kept(() => this.book.put(key, cells));
    const remove = (key) => this.attempt(() => this.book.put(key, null), `Đã bỏ “${key}”. Ctrl+Z để lấy lại.`);
    this.grid = new Grid(byId(`${options.prefix}grid`), { label: options.label, removes: options.removes, how: options.how, save, remove });
    this.grid.addEventListener("narrowed", () => this.#count());
    this.grid.addEventListener("unfilter", () => this.clearFilter());
    this.#part("filter")?.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.narrow(), QUIET);
    });
    this.#part("undo")?.addEventListener("click", () => this.undo());
    this.#part("add")?.addEventListener("click", () => this.add());
    this.#part("import")?.addEventListener("click", () => this.import());
  }

  /** Show a book that has been loaded. */
  open(book, editable) {
    this.book = book;
    this.editable = editable;
    book.addEventListener("change", () => {
      if (book !== this.book) return;
      this.grid.draw();
      this.dispatchEvent(new Event("change"));
    });
    this.grid.show(book, editable);
    for (const name of ["undo", "add", "import"]) this.#part(name)?.toggleAttribute("hidden", !editable);
    const file = this.#part("export");
    if (file) file.href = `${book.path}/file`;
    this.narrow();
  }

  narrow(test = this.test) {
    this.test = test;
    this.grid.filter(this.#part("filter")?.value ?? "", test);
  }

  clearFilter() {
    const filter = this.#part("filter");
    if (filter) filter.value = "";
    this.dispatchEvent(new Event("unfilter"));
    this.narrow(() => true);
  }

  async add() {
    if (!this.editable) return;
    const cells = this.#options.fresh?.(this.book.rows.get(this.grid.activeKey)) ?? {};
    const save = (filled) => this.book.put(null, filled);
    const key = await added({ title: this.#options.adding, columns: this.book.columns, cells, how: this.#options.how, save });
    if (key) this.grid.reveal(key);
  }

  async import() {
    if (this.editable && (await imported(this.book, this.#options.keeps))) notice.good("Đã nhập tệp.");
  }

  undo() {
    if (!this.editable) return;
    this.attempt(async () => {
      const { changes } = await this.book.undo();
      notice.good(`Đã hoàn tác: ${changes.map(({ key }) => key).slice(0, 3).join(", ")}${changes.length > 3 ? "…" : ""}.`);
      this.grid.reveal(changes[0].key);
    });
  }

  /** Do something that the server may refuse; a refusal is told, and a row that somebody else changed is read anew. */
  async attempt(action, good = "") {
    try {
      await this.#kept(action);
      if (good) notice.good(good);
      return true;
    } catch (error) {
      notice.bad(words(error));
      return false;
    }
  }

  async #kept(action) {
    try {
      return await action();
    } catch (error) {
      if (error.word === "stale_book") await this.book.load();
      if (error instanceof Away) throw new Error(AWAY);
      throw error;
    }
  }

  #count() {
    const { shown, all } = this.grid.counts;
    const node = this.#part("shown");
    if (node) say(node, shown === all ? `${all} dòng` : `${shown} / ${all} dòng`);
  }
}
