// Searches the person keeps: each a name and a link.

import { get, post, remove } from "../api.js";
import { byId, fill, h, icon } from "../dom.js";
import * as notice from "../notice.js";

/** Event: "open", with the link in `detail`. */
export class Saved extends EventTarget {
  #current = () => "";

  /** current: tells the link of the search on the page. */
  constructor(current) {
    super();
    this.#current = current;
    byId("save").addEventListener("submit", (submit) => {
      submit.preventDefault();
      this.#keep();
    });
  }

  async refresh() {
    await this.#ask(async () => this.#draw((await get("/search/saved")).saved));
  }

  async #keep() {
    const name = byId("save-name").value.trim();
    if (!name) return byId("save-name").focus();
    return this.#ask(async () => {
      await post("/search/saved", { name, link: this.#current() });
      byId("save-name").value = "";
      notice.good(`Đã lưu tìm kiếm “${name}”.`);
      await this.refresh();
    });
  }

  #draw(saved) {
    const lines = saved.map((one) => this.#line(one));
    fill(byId("saved"), ...(lines.length ? lines : [h("li", { class: "quiet-words" }, "Chưa lưu tìm kiếm nào.")]));
  }

  #line({ id, name, link }) {
    const open = (click) => {
      click.preventDefault();
      this.dispatchEvent(new CustomEvent("open", { detail: link }));
    };
    const drop = () => this.#ask(() => remove(`/search/saved/${id}`).then(() => this.refresh()));
    return h(
      "li",
      {},
      h("a", { href: `/search?${link}`, title: name, onclick: open }, name),
      h("button", { type: "button", class: "button quiet small icon-only", "aria-label": `Xóa tìm kiếm đã lưu “${name}”`, onclick: drop }, icon("close")),
    );
  }

  async #ask(request) {
    try {
      await request();
    } catch (error) {
      notice.bad(error.message);
    }
  }
}
