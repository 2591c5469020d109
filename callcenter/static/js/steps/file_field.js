// Files of the case as evidence of a step, chosen by their names; one that is not there yet is added on the spot.

import { Away } from "../api.js";
import { fill, h, icon, say } from "../dom.js";
import { ACCEPTED } from "../file_kinds.js";
import { upload } from "../upload.js";

export function files(field, attributes, { view, learn }) {
  const list = h("div", { class: "step-files" });
  const news = h("span", { class: "quiet-words", role: "status" });
  const picked = h("input", {
    ...{ type: "file", accept: ACCEPTED, multiple: true, hidden: true },
    "data-testid": `${attributes["data-testid"]}-input`,
  });
  const add = h(
    "button",
    { ...attributes, type: "button", class: "button small", onclick: () => picked.click() },
    icon("clip"),
    "Thêm tệp",
  );
  const chosen = () => [...list.querySelectorAll("input:checked")].map(({ value }) => value);
  let known = view.attachments;
  const draw = (wanted) => {
    const rows = known.map(({ name }) => row(name, wanted.includes(name)));
    fill(list, ...(rows.length ? rows : [h("p", { class: "quiet-words" }, "Phiếu chưa có tệp nào.")]));
  };
  picked.addEventListener("change", async () => {
    for (const file of [...picked.files]) {
      const after = await send(view.code, file, news);
      if (!after) continue;
      const before = new Set(known.map(({ id }) => id));
      known = after.attachments;
      draw([...chosen(), ...known.filter(({ id }) => !before.has(id)).map(({ name }) => name)]);
      learn(after);
    }
    picked.value = "";
  });
  draw([]);
  const read = () => (chosen().length ? chosen() : null);
  return { node: h("div", { class: "step-evidence" }, list, h("p", {}, add, picked, " ", news)), input: add, read };
}

function row(name, checked) {
  return h("label", { class: "check" }, h("input", { type: "checkbox", value: name, checked }), name);
}

/** The case with the file in it; null when it was not taken, and why is told. */
async function send(code, file, news) {
  say(news, `Đang gửi ${file.name}…`);
  try {
    const after = await upload(code, file, () => {}).done;
    say(news, `Đã thêm ${file.name}.`);
    return after;
  } catch (error) {
    say(news, error instanceof Away ? "Máy chủ đang tắt, chưa gửi được tệp." : error.message);
    return null;
  }
}
