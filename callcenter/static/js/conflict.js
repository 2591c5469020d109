// The panel over the form when somebody else saved the case first.

import { byId, fill, h } from "./dom.js";
import { moment } from "./time.js";
import { FIELD, value } from "./words.js";

/** current: the case as it is now; merged: of merge.js; use(name): put the other's value into the form. */
export function show(current, mine, merged, use) {
  const last = current.history.at(-1);
  const who = last ? `${last.actor_name || last.actor} lưu lúc ${moment(last.at)}` : "người khác lưu";
  const lead = `Phiếu này vừa được ${who}. Chữ bạn viết còn nguyên; xem lại rồi bấm Lưu lần nữa.`;
  const taken = merged.taken.map((name) =>
    h("li", {}, `${FIELD[name]}: đã lấy bản mới “${value(name, merged.fields[name])}”.`),
  );
  fill(
    byId("conflict"),
    h("p", {}, h("strong", {}, lead)),
    h("ul", {}, ...taken, ...merged.clashes.map((name) => clash(name, current, mine, use))),
  );
  byId("conflict").hidden = false;
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
