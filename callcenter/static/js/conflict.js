// What somebody else did to the case meanwhile: the panel over the form, and the same lines wherever else they are told.

import { byId, fill, h } from "./dom.js";
import { moment } from "./time.js";
import { CASE_STEP, FIELD, value } from "./words.js";

/** seen: the case as it lay here (null: not at all); current: as it is now; merged: of merge.js; use(name): put the
 * other's value into the form. */
export function show(seen, current, mine, merged, use) {
  const lead = "Phiếu này vừa được người khác thay đổi. Chữ bạn viết còn nguyên; xem lại rồi làm lần nữa.";
  const taken = merged.taken.map((name) =>
    h("li", {}, `${FIELD[name]}: đã lấy bản mới “${value(name, merged.fields[name])}”.`),
  );
  const clashes = merged.clashes.map((name) => clash(name, current, mine, use));
  fill(byId("conflict"), h("p", {}, h("strong", {}, lead)), news(seen, current), h("ul", {}, ...taken, ...clashes));
  byId("conflict").hidden = false;
}

/** The steps taken since the case was seen: who, when, what, why. */
export function news(seen, current) {
  const since = current.history.slice(seen?.history.length ?? -1);
  return h("ul", { class: "news" }, ...since.map(line));
}

function line(step) {
  const why = step.why ? `: ${step.why}` : "";
  return h("li", {}, `${moment(step.at)} ${step.actor_name || step.actor} · ${CASE_STEP[step.step]}${why}`);
}

function clash(name, current, mine, use) {
  const theirs = current.fields[name];
  const take = h("button", { type: "button", class: "button small" }, "Dùng bản của họ");
  const line = h(
    "li",
    {},
    `${FIELD[name]}: bạn ghi “${value(name, mine[name])}”, họ ghi “${value(name, theirs)}”. `,
    take,
  );
  take.addEventListener("click", () => {
    use(name, theirs);
    line.replaceChildren(`${FIELD[name]}: dùng bản của họ “${value(name, theirs)}”.`);
  });
  return line;
}

export function hide() {
  byId("conflict").hidden = true;
}
