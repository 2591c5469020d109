// The flow being edited: the version in force, the draft over it, and what the server finds in it after each change.
//
// The draft is kept on this machine until it is published or dropped: a reload or a closed tab loses nothing.

import { get, post } from "../api.js";
import { boot } from "../boot.js";
import { PLACES } from "./flow_fields.js";

const KEPT = `flow-draft:${boot.user.username}`;
const QUIET = 250; // ms of typing before the server looks at it

export class Draft extends EventTarget {
  #undo = [];
  #published = "";
  #asked = 0;
  #timer = null;
  #looking = Promise.resolve();

  /** Read the version in force, and the draft that was left here, if it was begun over it. */
  async load() {
    this.#take(await this.seeInForce());
    this.#undo = [];
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
    if (kept && boot.may_edit) await this.use(kept.text);
    this.lost = kept && kept.over !== this.over ? kept.over : null; // somebody published meanwhile
  }

  /** Read which version is in force, and what it says; the draft stays as it is. */
  async seeInForce() {
    this.versions = (await get("/admin/flows/versions")).versions;
    this.over = this.versions[0].number;
    const { examined } = await get(`/admin/flows/versions/${this.over}`);
    this.#published = JSON.stringify(examined.parts);
    return examined;
  }

  /** Compared by its parts: a form writes the same flow down in other words than a person does. */
  get changed() {
    return JSON.stringify(this.parts) !== this.#published;
  }

  get canUndo() {
    return this.#undo.length > 0;
  }

  /** Every place a call can go to: [{ section, name, title }]. */
  get places() {
    return PLACES.flatMap((section) =>
      Object.entries(this.parts[section] ?? {}).map(([name, { title }]) => ({ section, name, title: title ?? name })),
    );
  }

  at(path) {
    return path.reduce((part, name) => part?.[name], this.parts);
  }

  /** Set a value, or take it out with undefined; it is looked at after a moment. */
  put(path, value) {
    this.#remember();
    const parent = path.slice(0, -1).reduce((part, name) => (part[name] ??= {}), this.parts);
    if (value === undefined) delete parent[path.at(-1)];
    else parent[path.at(-1)] = value;
    this.#soon();
  }

  /** Several changes that are one to undo. */
  change(edit) {
    this.#remember();
    edit(this.parts);
    this.#soon();
  }

  undo() {
    if (!this.canUndo) return;
    this.parts = this.#undo.pop();
    this.#soon(0);
    this.dispatchEvent(new Event("moved"));
  }

  /** Another text in the place of this one. */
  async use(text) {
    this.#remember();
    await this.#examine({ text });
    this.dispatchEvent(new Event("moved"));
  }

  drop() {
    localStorage.removeItem(KEPT);
  }

  #remember() {
    this.#undo.push(structuredClone(this.parts));
    if (this.#undo.length > 100) this.#undo.shift();
  }

  #soon(quiet = QUIET) {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.dispatchEvent(new Event("edited"));
    this.#timer = setTimeout(() => this.#look(), quiet);
  }

  #look() {
    this.#timer = null;
    this.#looking = this.#examine({ parts: this.parts }).catch((error) => this.#failed(error));
  }

  /** Wait until the server has seen the last change: `text` and `faults` are those of `parts` then. */
  async settled() {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
      this.#look();
    }
    await this.#looking;
  }

  async #examine(body) {
    const asked = (this.#asked += 1);
    const examined = await post("/admin/flows/examine", body);
    if (asked !== this.#asked) return; // something was changed meanwhile
    this.#take(examined);
    if (this.changed) localStorage.setItem(KEPT, JSON.stringify({ text: this.text, over: this.over }));
    else this.drop();
  }

  #take({ text, parts, faults, picture }) {
    this.text = text;
    if (Object.keys(parts).length || !this.parts) this.parts = parts;
    this.faults = faults;
    if (picture) this.picture = picture;
    this.drawn = Boolean(picture);
    this.dispatchEvent(new Event("examined"));
  }

  #failed(error) {
    this.dispatchEvent(new CustomEvent("failed", { detail: error }));
  }
}
