// A table of a book's rows after the ARIA grid pattern: one cell has the focus, arrows move it, Enter edits it in place.

import { fill, h, icon } from "../dom.js";
import { plain } from "../words.js";
import { edited, resting } from "./cell_edit.js";

const PAGE = 15; // rows of Page Up and Page Down
const MARKS = { added: "mới", changed: "đã sửa", fault: "có lỗi hay điều cần chú ý" };

/**
 * options: { label, editable, removes, how: { column: { empty, former } }, save(key, cells), remove(key) }.
 * `save` resolves to the key the row has now, or throws an error whose message is shown at the cell.
 */
export class Grid extends EventTarget {
  #table;
  #body = h("tbody");
  #options;
  #book = null;
  #lines = new Map(); // key -> { row, plain }
  #at = { row: 0, column: 0 };
  #test = () => true;
  #marks = new Map();
  #sort = null;

  constructor(table, options) {
    super();
    this.#table = table;
    this.#options = options;
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", options.label);
    this.#body.addEventListener("keydown", (press) => this.#pressed(press));
    this.#body.addEventListener("focusin", ({ target }) => this.#focused(target));
    this.#body.addEventListener("dblclick", ({ target }) => this.#edit(target.closest("td")));
    this.#body.addEventListener("click", ({ target }) => target.closest(".grid-remove") && this.#remove(target));
  }

  /** Show a book; `editable` may differ from book to book. */
  show(book, editable) {
    this.#book = book;
    this.#options.editable = editable;
    this.#sort = null;
    this.draw();
  }

  get book() {
    return this.#book;
  }

  /** Keys of rows that are marked: Map key -> { kind: "added" | "changed", fault: text }. */
  mark(marks) {
    this.#marks = marks;
    for (const [key, { row }] of this.#lines) this.#paint(key, row);
    this.#narrow();
  }

  /** Only rows that have all the words, marks aside, and pass `test(key)`. */
  filter(words, test = () => true) {
    const wanted = plain(words).split(/\s+/).filter(Boolean);
    this.#test = (key, line) => wanted.every((word) => line.plain.includes(word)) && test(key, this.#marks.get(key));
    this.#narrow();
  }

  draw() {
    const active = this.#keyAt(this.#at.row);
    this.#table.setAttribute("aria-readonly", String(!this.#options.editable));
    this.#lines = new Map(this.#ordered().map(([key, cells]) => [key, this.#line(key, cells)]));
    this.#body.replaceChildren(...[...this.#lines.values()].map(({ row }) => row));
    this.#table.replaceChildren(this.#head(), this.#body);
    this.#narrow();
    this.#at.row = Math.max(0, this.#shown().findIndex((row) => row.dataset.key === active));
    this.#rove();
  }

  /** Go to a row, also when the filter hides it. */
  reveal(key) {
    const line = this.#lines.get(key);
    if (!line) return false;
    if (line.row.hidden) this.dispatchEvent(new Event("unfilter"));
    this.#at = { row: this.#shown().indexOf(line.row), column: 0 };
    this.#rove()?.focus();
    line.row.scrollIntoView({ block: "center" });
    return true;
  }

  focus() {
    this.#rove()?.focus();
  }

  get activeKey() {
    return this.#keyAt(this.#at.row);
  }

  get counts() {
    return { shown: this.#shown().length, all: this.#lines.size };
  }

  // --- drawing ---

  #ordered() {
    const rows = [...this.#book.rows];
    if (!this.#sort) return rows;
    const { key, down } = this.#sort;
    const compare = new Intl.Collator("vi", { numeric: true }).compare;
    rows.sort(([, one], [, other]) => (down ? -1 : 1) * compare(one[key], other[key]));
    return rows;
  }

  #head() {
    const columns = this.#book.columns.map((column) => {
      const sorted = this.#sort?.key === column.key ? (this.#sort.down ? "descending" : "ascending") : "none";
      const button = h("button", { type: "button", onclick: () => this.#sortBy(column.key) }, column.name);
      return h("th", { role: "columnheader", scope: "col", class: `col-${column.key}`, "aria-sort": sorted }, button);
    });
    const mark = h("th", { role: "columnheader", class: "col-mark" }, h("span", { class: "unseen" }, "Tình trạng"));
    const removes = this.#options.editable && this.#options.removes;
    const remove = removes ? h("th", { role: "columnheader", class: "col-remove" }, h("span", { class: "unseen" }, "Bỏ dòng")) : "";
    return h("thead", {}, h("tr", { role: "row" }, mark, ...columns, remove));
  }

  #sortBy(key) {
    this.#sort = this.#sort?.key !== key ? { key, down: false } : this.#sort.down ? null : { key, down: true };
    this.draw();
    this.#table.querySelector(`th.col-${key} button`).focus();
  }

  #line(key, cells) {
    const columns = this.#book.columns.map((column) => {
      const attributes = { role: "gridcell", tabindex: -1, class: `col-${column.key}`, "data-column": column.key };
      return h("td", attributes, resting(cells[column.key]));
    });
    const removes = this.#options.editable && this.#options.removes;
    const remove = removes ? h("td", { role: "gridcell", tabindex: -1, class: "col-remove grid-remove", title: "Bỏ dòng này", "aria-label": "Bỏ dòng này" }, icon("close")) : "";
    const row = h("tr", { role: "row", "data-key": key }, h("td", { class: "col-mark", role: "gridcell" }), ...columns, remove);
    this.#paint(key, row);
    return { row, plain: plain(Object.values(cells).join(" ")) };
  }

  #paint(key, row) {
    const { kind, fault } = this.#marks.get(key) ?? {};
    row.classList.toggle("added", kind === "added");
    row.classList.toggle("changed", kind === "changed");
    row.classList.toggle("faulty-row", Boolean(fault));
    const words = [kind && MARKS[kind], fault].filter(Boolean).join("; ");
    row.firstChild.title = words;
    fill(row.firstChild, fault ? icon("alert") : "", h("span", { class: "unseen" }, words));
  }

  #narrow() {
    for (const [key, line] of this.#lines) line.row.hidden = !this.#test(key, line);
    this.dispatchEvent(new Event("narrowed"));
  }

  // --- moving ---

  #shown() {
    return [...this.#lines.values()].map(({ row }) => row).filter((row) => !row.hidden);
  }

  #keyAt(place) {
    return this.#shown()[place]?.dataset.key ?? null;
  }

  #cells(row) {
    return [...row.children].slice(1);
  }

  /** Let exactly the active cell be reached by Tab. */
  #rove() {
    for (const cell of this.#body.querySelectorAll('td[tabindex="0"]')) cell.tabIndex = -1;
    const rows = this.#shown();
    if (!rows.length) return null;
    this.#at.row = Math.min(Math.max(0, this.#at.row), rows.length - 1);
    const cells = this.#cells(rows[this.#at.row]);
    this.#at.column = Math.min(Math.max(0, this.#at.column), cells.length - 1);
    cells[this.#at.column].tabIndex = 0;
    return cells[this.#at.column];
  }

  #focused(target) {
    const cell = target.closest("td");
    if (!cell || cell !== target) return;
    this.#at = { row: this.#shown().indexOf(cell.parentNode), column: this.#cells(cell.parentNode).indexOf(cell) };
    this.#rove();
  }

  #move(rows, columns) {
    this.#at = { row: this.#at.row + rows, column: this.#at.column + columns };
    const cell = this.#rove();
    cell?.focus();
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #pressed(press) {
    if (press.target.tagName !== "TD" || press.isComposing) return;
    const far = 1e6;
    const steps = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [PAGE, 0],
      PageUp: [-PAGE, 0],
      Home: press.ctrlKey ? [-far, -far] : [0, -far],
      End: press.ctrlKey ? [far, far] : [0, far],
    };
    const step = steps[press.key];
    if (step && !press.altKey) {
      press.preventDefault();
      this.#move(...step);
    } else if (press.key === "Enter" || press.key === "F2") {
      press.preventDefault();
      if (press.target.classList.contains("grid-remove")) this.#remove(press.target);
      else this.#edit(press.target);
    } else if (press.key === "Delete" && press.ctrlKey) {
      press.preventDefault();
      this.#remove(press.target);
    } else if (press.key.length === 1 && !press.ctrlKey && !press.altKey && !press.metaKey && press.key !== "/" && press.key !== "?") {
      this.#edit(press.target); // the key itself goes into the field
    }
  }

  // --- changing ---

  #remove(node) {
    const key = node.closest("tr").dataset.key;
    if (this.#options.editable && this.#options.removes) this.#options.remove(key);
  }

  async #edit(cell) {
    const column = this.#book.columns.find(({ key }) => key === cell?.dataset.column);
    if (!this.#options.editable || !column || cell.classList.contains("editing")) return;
    const key = cell.parentNode.dataset.key;
    const cells = this.#book.rows.get(key);
    const save = (text) => this.#options.save(key, { ...cells, [column.key]: text });
    const step = await edited(cell, column, cells[column.key], this.#options.how?.[column.key], save);
    if (!this.#body.contains(document.activeElement)) this.focus(); // the rows were drawn anew
    if (step) this.#move(...step);
  }
}
