// Where a typed-in matter would go by the set on the page, which rule won, and why each other lost.

import { post } from "../api.js";
import { boot } from "../boot.js";
import { Chooser } from "../chooser.js";
import { byId, fill, h, icon } from "../dom.js";
import { unit } from "../words.js";
import { words } from "./sheet.js";

const LOSERS_SHOWN = 15; // the nearest; the others on demand

/** `number()` is the set on the page, `reveal(rule)` goes to a rule in the table. */
export function explainer(number, reveal) {
  const [category, topic, text, answer] = ["category", "topic", "text", "answer"].map((name) => byId(`explain-${name}`));
  const wards = boot.wards.map(({ code, name, former }) => ({ key: code, name, former }));
  const ward = new Chooser(byId("explain-ward-root"), wards, { id: "explain-ward", "data-testid": "explain-ward", placeholder: "Chưa rõ nơi nào" });

  fill(category, ...boot.categories.map(({ key, short }) => h("option", { value: key }, short)));
  const offerTopics = () => {
    const offered = boot.topics.filter((one) => one.category === category.value);
    fill(topic, h("option", { value: "" }, "Chưa rõ chủ đề"), ...offered.map(({ key, name }) => h("option", { value: key }, name)));
  };
  category.addEventListener("change", offerTopics);
  offerTopics();

  byId("explain-form").addEventListener("submit", async (submit) => {
    submit.preventDefault();
    const question = { category: category.value, topic: topic.value || null, ward: ward.value, text: text.value };
    try {
      show(await post(`/admin/rule-sets/${number()}/explain`, question));
    } catch (error) {
      fill(answer, h("p", { class: "fault" }, words(error)));
    }
  });

  const show = (found) => {
    const referral = found.referral ? "xin hướng dẫn, Điều 7.4" : `Điều ${found.source}`;
    const head = h("p", { class: "answer-unit", "data-testid": "explain-unit" }, icon("send"), found.unit.name);
    const why = h("p", { "data-testid": "explain-reason" }, found.reason);
    const to = found.rule ? h("button", { type: "button", class: "link", onclick: () => reveal(found.rule) }, "Xem quy tắc này trong bảng") : "";
    fill(answer, head, h("p", {}, h("span", { class: "tag" }, referral)), why, to, losers(found.losers, LOSERS_SHOWN));
  };

  const losers = (all, most) => {
    if (!all.length) return "";
    const lines = all.slice(0, most).map(({ rule, unit: code, why }) => {
      const name = h("button", { type: "button", class: "link", onclick: () => reveal(rule) }, rule);
      return h("li", {}, name, ` (${unit(code)}): ${why}`);
    });
    const rest = h("button", { type: "button", class: "button small", onclick: ({ target }) => target.closest("section").replaceWith(losers(all, all.length)) }, `Xem cả ${all.length}`);
    const title = h("h3", {}, `Vì sao không phải ${all.length} quy tắc khác`);
    return h("section", { class: "losers", "data-testid": "explain-losers" }, title, h("ol", {}, ...lines), all.length > most ? rest : "");
  };
}
