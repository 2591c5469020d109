// Several wards, chosen one by one; each can be taken away again. None means the whole city.

import { boot } from "./boot.js";
import { Chooser } from "./chooser.js";
import { byId, fill, h, icon } from "./dom.js";
import { ward } from "./words.js";

export class WardChips {
  #list;
  #chooser;
  #codes = [];

  /** In the element with this id, which has a list `${id}-list` and a place `${id}-chooser`. */
  constructor(id) {
    this.#list = byId(`${id}-list`);
    const places = boot.wards.map(({ code, name, former }) => ({ key: code, name, former }));
    const attributes = { id: `${id}-add`, "data-testid": `${id}-add`, placeholder: "Thêm phường, xã…", "aria-label": "Thêm phường, xã" };
    this.#chooser = new Chooser(byId(`${id}-chooser`), places, attributes);
    this.#chooser.addEventListener("change", () => this.#added());
  }

  get value() {
    return this.#codes;
  }

  set value(codes) {
    this.#codes = codes;
    this.#chooser.value = null;
    const none = h("li", { class: "quiet-words" }, "Toàn thành phố");
    fill(this.#list, ...(codes.length ? codes.map((code) => this.#chip(code)) : [none]));
  }

  #added() {
    const code = this.#chooser.value;
    if (code) this.value = [...this.#codes.filter((one) => one !== code), code];
  }

  #chip(code) {
    const away = () => {
      this.value = this.#codes.filter((one) => one !== code);
    };
    const name = ward(code);
    const drop = h("button", { type: "button", class: "chip-drop", "aria-label": `Bỏ ${name}`, onclick: away }, icon("close"));
    return h("li", { class: "chip" }, name, drop);
  }
}
