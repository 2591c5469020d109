// What narrows a search: fields to choose from on the left, and a chip for each choice that can be taken back.

import { boot } from "../boot.js";
import { Chooser } from "../chooser.js";
import { byId, fill, h, icon } from "../dom.js";
import { LISTS } from "./question.js";

const named = (list, key = "key") => list.map((item) => ({ key: item[key], name: item.name, former: item.former }));
const CHOICES = {
  state: named(boot.states),
  category: named(boot.categories),
  topic: named(boot.topics),
  ward: named(boot.wards, "code"),
  unit: named(boot.units, "code"),
  channel: named(boot.channels),
};
const CHOOSERS = { ward: "Gõ tên, cả tên cũ", unit: "Gõ tên đơn vị" };
const KINDS = { state: "Trạng thái", category: "Lĩnh vực", topic: "Chủ đề", ward: "Nơi", unit: "Đơn vị", channel: "Kênh" };
const SINGLE = ["from", "to", "confidential"];

/** Event: "change", with the changed part of the question in `detail`. */
export class Filters extends EventTarget {
  #question;

  constructor() {
    super();
    for (const name of LISTS) {
      if (name in CHOOSERS) this.#chooser(name);
      else this.#select(name);
    }
    for (const name of SINGLE) byId(name).addEventListener("change", () => this.#tell({ [name]: byId(name).value }));
    byId("late").addEventListener("change", () => this.#tell({ late: byId("late").checked ? "true" : "" }));
    byId("filters").addEventListener("submit", (submit) => submit.preventDefault());
  }

  show(question) {
    this.#question = question;
    for (const name of SINGLE) byId(name).value = question[name];
    byId("late").checked = question.late === "true" || question.late === "1";
    const chips = LISTS.flatMap((name) => question[name].map((value) => this.#chip(name, value)));
    fill(byId("chips"), ...chips);
  }

  #select(name) {
    const select = byId(`add-${name}`);
    fill(select, h("option", { value: "" }, "Thêm…"), ...CHOICES[name].map(({ key, name: words }) => h("option", { value: key }, words)));
    select.addEventListener("change", () => {
      this.#add(name, select.value);
      select.value = "";
    });
  }

  #chooser(name) {
    const id = `add-${name}`;
    const chooser = new Chooser(byId(`${name}-chooser`), CHOICES[name], { id, "data-testid": id, placeholder: CHOOSERS[name] });
    chooser.addEventListener("change", () => {
      this.#add(name, chooser.value);
      chooser.value = null;
    });
  }

  #add(name, value) {
    if (value && !this.#question[name].includes(value)) this.#tell({ [name]: [...this.#question[name], value] });
  }

  #chip(name, value) {
    const words = CHOICES[name].find(({ key }) => key === value)?.name ?? value;
    const label = `${KINDS[name]}: ${words}`;
    const away = () => {
      this.#tell({ [name]: this.#question[name].filter((other) => other !== value) });
      byId("q").focus();
    };
    return h("li", { class: "chip", "data-testid": `chip-${name}-${value}` }, label, h("button", { type: "button", "aria-label": `Bỏ ${label}`, onclick: away }, icon("close")));
  }

  #tell(changed) {
    this.dispatchEvent(new CustomEvent("change", { detail: changed }));
  }
}
