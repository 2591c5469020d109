// Files of the ticket on the desk: dropped, pasted or chosen, shown small, opened in the viewer, taken out again.

import { Away, post } from "./api.js";
import { anyOpen } from "./dialogs.js";
import { byId, fill, h, icon, say } from "./dom.js";
import { FileQueue } from "./file_queue.js";
import { ACCEPTED, KIND, kindOf, sizeOf, SYMBOL } from "./file_kinds.js";
import * as notice from "./notice.js";
import * as ask from "./tie_dialogs.js";
import * as viewer from "./viewer.js";
import { length } from "./time.js";

const SMALL = 96; // px, on screens with two points to a pixel too

export class Attachments {
  #desk;
  #drafts;
  #ticket = null; // the one whose files are shown
  #queue = new FileQueue();
  #shown = new Map(); // by attachment id: its node, so that a picture is not fetched again at each drawing
  #previews = new WeakMap(); // by File
  #chosen = byId("files-input");

  constructor(desk, drafts) {
    this.#desk = desk;
    this.#drafts = drafts;
    this.#chosen.accept = ACCEPTED;
    this.#chosen.addEventListener("change", () => {
      this.#add(this.#chosen.files);
      this.#chosen.value = "";
    });
    byId("files-add").addEventListener("click", () => this.press());
    desk.addEventListener("shown", () => this.#follow());
    this.#queue.addEventListener("change", ({ detail }) => detail === desk.ticket?.key && this.#drawQueue());
    this.#queue.addEventListener("added", ({ detail }) => desk.learnCase(detail));
    this.#takeDrops(byId("ticket"));
    document.addEventListener("paste", (paste) => this.#pasted(paste));
  }

  /** The one key: choose files. */
  press() {
    if (this.#desk.ticket) this.#chosen.click();
  }

  #add(files) {
    const { key, code } = this.#desk.ticket ?? {};
    if (!key || !files.length) return;
    this.#queue.choose(key, code, files);
    byId("files-queue").scrollIntoView({ block: "nearest" });
  }

  #pasted(paste) {
    const { files, types } = paste.clipboardData;
    const text = types.includes("text/plain"); // a copied text may bring its picture along
    if (!files.length || text || !this.#desk.ticket || anyOpen()) return;
    paste.preventDefault();
    this.#add(files);
  }

  #takeDrops(root) {
    const withFiles = (drag) => this.#desk.ticket && drag.dataTransfer?.types.includes("Files");
    root.addEventListener("dragover", (drag) => {
      if (!withFiles(drag)) return;
      drag.preventDefault();
      root.classList.add("dropping");
    });
    root.addEventListener("dragleave", (drag) => root.contains(drag.relatedTarget) || root.classList.remove("dropping"));
    root.addEventListener("drop", (drag) => {
      root.classList.remove("dropping");
      if (!withFiles(drag)) return;
      drag.preventDefault();
      this.#add(drag.dataTransfer.files);
    });
    // A file dropped beside the ticket must not replace the page, with a call on it.
    for (const event of ["dragover", "drop"]) {
      document.addEventListener(event, (drag) => drag.dataTransfer?.types.includes("Files") && drag.preventDefault());
    }
  }

  // --- showing --------------------------------------------------------------------------------------------------------

  /** A ticket that left the desk without being kept or saved is gone, and what was chosen for it. */
  #follow() {
    const before = this.#ticket;
    this.#ticket = this.#desk.ticket;
    const gone = before && !before.code && before.key !== this.#ticket?.key && !this.#drafts.get(before.key);
    if (gone && this.#queue.forget(before.key)) notice.passing("Tệp đã chọn được bỏ cùng phiếu chưa lưu.");
    this.#draw();
  }

  #draw() {
    const files = this.#desk.case?.attachments ?? [];
    const kept = new Map(files.map((file) => [file.id, this.#shown.get(file.id) ?? this.#thumb(file)]));
    this.#shown = kept;
    const list = byId("files-list");
    const same = kept.size === list.children.length && [...kept.values()].every((node, at) => node === list.children[at]);
    if (!same) fill(list, ...kept.values());
    this.#drawQueue();
  }

  #drawQueue() {
    const { key, code } = this.#desk.ticket ?? {};
    const entries = key ? this.#queue.of(key) : [];
    fill(byId("files-queue"), ...entries.map((entry) => this.#entry(entry, key, code)));
    const waits = !code && entries.some(({ state }) => state === "waiting");
    const none = !entries.length && !this.#shown.size;
    say(byId("files-hint"), waits ? "Gửi khi lưu phiếu." : none ? "hoặc kéo thả vào phiếu, hoặc dán (Ctrl V)" : "");
  }

  #thumb(file) {
    const seconds = file.seconds ? `, ${length(file.seconds * 1000)}` : "";
    const words = `${KIND[file.kind]} “${file.name}”, ${sizeOf(file.size)}${seconds}`;
    const small =
      file.kind === "picture"
        ? h("img", { src: `/attachments/${file.id}`, alt: "", loading: "lazy", decoding: "async" })
        : icon(SYMBOL[file.kind]);
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: "thumb",
          title: words,
          "aria-label": `Mở ${words}`,
          "data-testid": `file-${file.id}`,
          onclick: () => this.#open(file.id),
        },
        small,
      ),
    );
  }

  #entry(entry, key, code) {
    const { file, state, part, fault } = entry;
    const drop = h(
      "button",
      { type: "button", class: "file-drop", "aria-label": `Bỏ tệp ${file.name}`, onclick: () => this.#queue.drop(key, entry) },
      icon("close"),
    );
    const again = h(
      "button",
      { type: "button", class: "link", onclick: () => this.#queue.again(key, code, entry) },
      "Gửi lại",
    );
    const said = fault
      ? h("span", { class: "file-fault", role: "alert" }, fault, " ", state === "failed" ? again : "")
      : h("span", { class: "quiet-words" }, state === "waiting" ? `${sizeOf(file.size)}, chờ gửi` : percent(part));
    const bar = state === "sending" ? h("progress", { max: 1, value: part, "aria-label": `Đang gửi ${file.name}` }) : "";
    return h(
      "li",
      { class: "file-waiting", "data-state": state, "data-testid": "file-waiting" },
      this.#preview(file),
      h("span", { class: "file-words" }, h("strong", {}, file.name), said, bar),
      drop,
    );
  }

  /** A file that is still here, small: drawn on a canvas, for the page may show no picture that is not from the server. */
  #preview(file) {
    const made = this.#previews.get(file);
    if (made) return made;
    const node = kindOf(file) === "picture" ? h("canvas", { class: "file-small", "aria-hidden": "true" }) : icon(SYMBOL[kindOf(file)] ?? "page");
    this.#previews.set(file, node);
    if (kindOf(file) === "picture") draw(file, node);
    return node;
  }

  // --- one of them ----------------------------------------------------------------------------------------------------

  #open(id) {
    const { code, attachments } = this.#desk.case;
    viewer.open(code, attachments, id, (file) => this.#remove(file));
  }

  /** Resolves to whether the file was taken out. */
  async #remove(file) {
    const why = await ask.untie({
      title: `Gỡ “${file.name}”`,
      lead: "Tệp không còn trong phiếu. Diễn biến vẫn ghi tên tệp, ai gỡ và vì sao; muốn có lại thì đính kèm lần nữa.",
      yes: "Gỡ tệp ",
      usual: "Gửi nhầm tệp",
    });
    if (!why) return false;
    try {
      this.#desk.learnCase(await post(`/attachments/${file.id}/remove`, { why }));
      notice.good(`Đã gỡ “${file.name}”.`);
      return true;
    } catch (error) {
      notice.bad(error instanceof Away ? "Máy chủ đang tắt, chưa gỡ được tệp." : error.message);
      return false;
    }
  }
}

const percent = (part) => (part < 1 ? `Đang gửi ${Math.floor(part * 100)} %` : "Máy chủ đang kiểm tra…");

/** Draw a picture small. One that cannot be read stays blank: the server will say so. */
async function draw(file, canvas) {
  const picture = await createImageBitmap(file, { resizeHeight: SMALL }).catch(() => null);
  if (!picture) return;
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext("2d").drawImage(picture, 0, 0);
  picture.close();
}
