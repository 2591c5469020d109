// The places of the flow in their sections, with how many faults each has.

import { fill, h } from "../dom.js";
import { SECTIONS, WHOLE } from "./flow_fields.js";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replaceAll("Đ", "D").toLowerCase();

/** Draw all places that the filter finds by name, title or spoken words. */
export function drawPlaces(node, draft, here, filter, open) {
  const wanted = plain(filter.trim());
  const whole = Object.entries(WHOLE).map(([section, { label }]) => ({ path: [section], label }));
  const groups = [["Cả luồng", whole]];
  for (const [section, { label }] of Object.entries(SECTIONS)) {
    const places = Object.entries(draft.parts[section] ?? {}).map(([name, part]) => ({ path: [section, name], label: part.title ?? name }));
    groups.push([label, places]);
  }
  const found = groups.map(([label, places]) => [label, places.filter((place) => matches(draft, place, wanted))]);
  const shown = found.filter(([, places]) => places.length);
  fill(node, ...shown.flatMap(([label, places]) => [h("h2", {}, label), ...places.map((place) => row(draft, place, here, open))]));
}

function matches(draft, { path, label }, wanted) {
  if (!wanted) return true;
  const said = strings(draft.at(path)).map((name) => draft.parts.prompts?.[name] ?? "");
  return plain([path.join("."), label, ...said].join(" ")).includes(wanted);
}

function strings(part) {
  if (typeof part === "string") return [part];
  return part && typeof part === "object" ? Object.values(part).flatMap(strings) : [];
}

function row(draft, { path, label }, here, open) {
  const where = path.join(".");
  const count = draft.faults.filter((fault) => `${fault.where}.`.startsWith(`${where}.`)).length;
  return h(
    "button",
    { type: "button", class: "place", "aria-current": String(where === here), "data-testid": `place-${path.join("-")}`, title: where, onclick: () => open(path) },
    h("span", { class: "place-title" }, label),
    count ? h("span", { class: "count-badge bad", "aria-label": `${count} lỗi` }, String(count)) : null,
  );
}
