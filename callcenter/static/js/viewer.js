// One attached file, large: a picture, a film, a sound; a document is downloaded. Arrows walk through them.

import { byId, fill, h, icon, say } from "./dom.js";
import { KIND, sizeOf } from "./file_kinds.js";
import { dated } from "./time.js";
import { caseCode } from "./words.js";

const [dialog, stage] = ["dialog-viewer", "viewer-stage"].map(byId);
let files = [];
let at = 0;
let context = null; // { code, remove }

/** Open the file with this id among those of a case; `remove(file)` resolves to whether it is gone. */
export function open(code, attachments, id, remove) {
  files = attachments;
  at = files.findIndex((file) => file.id === id);
  context = { code, remove };
  draw();
  dialog.showModal();
}

function draw() {
  const file = files[at];
  const address = `/attachments/${file.id}`;
  say(byId("viewer-title"), file.name);
  say(byId("viewer-words"), `${KIND[file.kind]} ${at + 1} / ${files.length} · ${sizeOf(file.size)} · thêm lúc ${dated(file.added_at)}`);
  fill(stage, shown(file, address));
  Object.assign(byId("viewer-save"), { href: address, download: file.name });
  for (const step of ["viewer-before", "viewer-after"]) byId(step).hidden = files.length < 2;
}

function shown(file, address) {
  const alt = `${KIND[file.kind]} đính kèm phiếu ${caseCode(context.code)}: ${file.name}`;
  if (file.kind === "picture") return h("img", { src: address, alt, "data-testid": "viewer-picture" });
  const played = { src: address, controls: true, preload: "metadata", "aria-label": alt, onerror: () => fill(stage, unshown()) };
  if (file.kind === "video") return h("video", played);
  if (file.kind === "sound") return h("audio", played);
  return unshown();
}

/** A document, or a film or sound whose kind the browser does not play. */
function unshown() {
  return h("p", { class: "viewer-none" }, icon("page"), "Trình duyệt không mở được tệp này tại đây: bấm Tải về để xem.");
}

function walk(step) {
  at = (at + step + files.length) % files.length;
  draw();
}

async function remove() {
  if (!(await context.remove(files[at]))) return;
  files = files.filter((_, place) => place !== at);
  if (!files.length) return dialog.close();
  at = Math.min(at, files.length - 1);
  return draw();
}

byId("viewer-before").addEventListener("click", () => walk(-1));
byId("viewer-after").addEventListener("click", () => walk(1));
byId("viewer-remove").addEventListener("click", remove);
dialog.addEventListener("close", () => fill(stage)); // a film goes silent
dialog.addEventListener("keydown", (press) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[press.key];
  if (step && files.length > 1 && !press.target.matches("video, audio")) walk(step);
});
