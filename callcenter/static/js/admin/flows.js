// The page of the caller's flow: places, the form of one, the picture, faults, a telephone, versions.

import { post } from "../api.js";
import { boot } from "../boot.js";
import { byId, fill, h, say } from "../dom.js";
import * as notice from "../notice.js";
import * as time from "../time.js";
import { anyOpen, help, reason } from "./ask.js";
import { Draft } from "./flow_draft.js";
import { SECTIONS, WHOLE } from "./flow_fields.js";
import { promptsIn, uses } from "./flow_fields_prompts.js";
import { formOf } from "./flow_form.js";
import { Picture } from "./flow_picture.js";
import { drawPlaces } from "./flow_tree.js";
import { drawVersions, naming } from "./flow_versions.js";
import { Walk } from "./flow_walk.js";
import { words } from "./sheet.js";
import { tabs } from "./tabs.js";

time.learn(boot.now);

const KEYS = [
  [["/"], "Đến ô lọc"],
  [["Ctrl", "Z"], "Hoàn tác sửa đổi (ngoài ô nhập)"],
  [["1", "…", "#"], "Nhấn phím, khi bàn phím điện thoại được chọn"],
  [["?"], "Xem phím tắt (ngoài ô nhập)"],
];

const draft = new Draft();
const picture = new Picture(byId("picture"), ([section, name]) => open([section, name]));
const walk = new Walk(draft, (name) => picture.mark(pathOf(name)));
let here = ["flow"];
let walking = false;

const pathOf = (name) => {
  const place = draft.places.find((one) => one.name === name);
  return place ? `${place.section}.${place.name}` : null;
};

/** Show a place's form; `focus` is where in it to begin. */
function open(path, focus = "") {
  here = draft.at(path) === undefined ? ["flow"] : path;
  fill(byId("form"), ...formOf(draft, here, removeHere));
  drawTree();
  showFaults();
  picture.mark(here.join("."));
  const field = focus && byId("form").querySelector(`[data-where="${CSS.escape(focus)}"]`);
  if (field) field.focus();
}

function drawTree() {
  drawPlaces(byId("places"), draft, here.join("."), byId("filter").value, open);
}

/** Every fault: in the list, and at its field in the form that is open. */
function showFaults() {
  const { faults } = draft;
  say(byId("fault-count"), faults.length ? String(faults.length) : "");
  const rows = faults.map(({ where, what, cure }) =>
    h("li", { class: "fault-place" }, h("button", { type: "button", class: "link", onclick: () => goTo(where) }, where || "văn bản"), h("span", {}, `${what}${cure ? `; ${cure}` : ""}.`)),
  );
  const panel = faults.length ? h("ol", { class: "fault-list", "data-testid": "faults" }, ...rows) : h("p", { "data-testid": "no-faults" }, "Không có lỗi: có thể công bố.");
  fill(byId("panel-faults"), panel);
  for (const mark of byId("form").querySelectorAll("[data-fault-of]")) {
    const mine = faults.filter(({ where }) => markOf(where) === mark);
    say(mark, mine.map(({ what, cure }) => `${what}; ${cure}.`).join(" "));
  }
}

/** The field of the open form that a fault is nearest to; none when it is another place's. */
function markOf(where) {
  const marks = [...byId("form").querySelectorAll("[data-fault-of]")].filter((mark) => `${where}.`.startsWith(`${mark.dataset.faultOf}.`));
  return marks.sort((one, other) => other.dataset.faultOf.length - one.dataset.faultOf.length)[0];
}

/** To the place of a fault; a prompt is edited where it is said. */
function goTo(where) {
  const [section, name] = where.split(".");
  if (section === "prompts") return open(saidAt(name), where);
  return open(section in WHOLE ? [section] : [section, name], where);
}

function saidAt(name) {
  const said = (part) => (typeof part === "object" && part !== null ? Object.values(part).some(said) : part === name);
  const place = draft.places.find((one) => said(draft.at([one.section, one.name])));
  return place ? [place.section, place.name] : ["flow"];
}

function showState() {
  const now = draft.versions[0];
  say(byId("flow-words"), draft.changed ? `Bản nháp, sửa từ ${naming(now)}. Người gọi vẫn nghe bản đang dùng.` : `Đang dùng ${naming(now)}.`);
  document.body.classList.toggle("in-draft", draft.changed);
  for (const [id, shown] of [["undo", draft.canUndo], ["drop", draft.changed], ["publish", draft.changed]]) byId(id).hidden = !(shown && boot.may_edit);
  byId("publish").disabled = draft.faults.length > 0;
}

function showExamined() {
  if (draft.picture) picture.show(draft.picture);
  picture.blame(draft.faults.map(({ where }) => where));
  byId("picture").classList.toggle("old", !draft.drawn);
  const text = byId("text");
  if (document.activeElement !== text) text.value = draft.text;
  showState();
  showFaults();
  drawTree();
  if (walking) walk.repeat();
}

function removeHere() {
  const gone = here;
  draft.change((parts) => {
    const [section, name] = gone;
    const said = promptsIn(parts[section][name]);
    delete parts[section][name];
    for (const prompt of said) if (!uses(parts, prompt)) delete parts.prompts[prompt];
  });
  open(["flow"]);
  notice.good(`Đã bỏ ${gone.join(".")}. Ctrl+Z để lấy lại.`);
}

function addPlace(submit) {
  submit.preventDefault();
  const [section, name] = [byId("add-section").value, byId("add-name")];
  const taken = name.value in (draft.parts[section] ?? {}) || draft.places.some((place) => place.name === name.value);
  name.setCustomValidity(taken ? "Tên này đã có; hãy chọn tên khác." : "");
  if (!byId("add-place").reportValidity()) return;
  draft.put([section, name.value], SECTIONS[section].fresh(draft.parts.flow.operator));
  open([section, name.value]);
  name.value = "";
}

async function publish() {
  const why = await reason({ title: "Công bố bản này cho người gọi?", yes: "Công bố", more: [h("p", {}, "Cuộc gọi mới đi theo bản này ngay; cuộc gọi đang diễn ra giữ bản cũ tới hết.")] });
  if (why === null) return;
  await attempt(async () => {
    await draft.settled();
    const { version } = await post("/admin/flows/publish", { text: draft.text, over: draft.over, why });
    notice.good(`Đã công bố bản ${version.number}.`);
  });
}

async function useAgain(number) {
  const why = await reason({ title: `Dùng lại bản ${number}?`, yes: "Dùng lại", more: draft.changed ? [h("p", {}, "Bản nháp đang sửa sẽ bỏ.")] : [] });
  if (why === null) return;
  await attempt(async () => {
    const { version } = await post(`/admin/flows/versions/${number}/roll-back`, { over: draft.over, why });
    notice.good(`Bản ${version.number} đang dùng, giống bản ${number}.`);
  });
}

async function drop() {
  if ((await reason({ title: "Bỏ bản nháp?", yes: "Bỏ nháp", why: false })) !== null) await attempt(async () => {});
}

/** Do what ends the draft, then read what is in force anew; a refusal leaves the draft as it is. */
async function attempt(action) {
  try {
    await action();
    draft.drop();
    await draft.load();
  } catch (error) {
    notice.bad(words(error));
    if (error.word !== "flow_taken") return;
    await draft.seeInForce(); // and publish over it, if they still want to
  }
  redraw();
}

function redraw() {
  walk.drawWorld();
  drawVersions(byId("panel-versions"), draft, useAgain);
  open(here);
  showExamined();
}

function listen() {
  draft.addEventListener("examined", showExamined);
  draft.addEventListener("edited", showState);
  draft.addEventListener("moved", ({ detail }) => open(here, detail ?? ""));
  draft.addEventListener("failed", ({ detail }) => notice.bad(words(detail)));
  byId("filter").addEventListener("input", drawTree);
  byId("form").addEventListener("submit", (submit) => submit.preventDefault());
  byId("add-place").addEventListener("submit", addPlace);
  byId("add-name").addEventListener("input", ({ target }) => target.setCustomValidity(""));
  byId("publish").addEventListener("click", publish);
  byId("drop").addEventListener("click", drop);
  byId("undo").addEventListener("click", () => draft.undo());
  byId("use-text").addEventListener("click", () => draft.use(byId("text").value).catch((error) => notice.bad(words(error))));
  byId("show-help").addEventListener("click", () => help(KEYS));
  document.addEventListener("keydown", onKey);
  tabs(document.querySelector('[role="tablist"]'), (panel) => {
    walking = panel === "panel-walk";
    if (walking) walk.begin();
  });
}

function onKey(press) {
  if (press.isComposing || press.metaKey || anyOpen()) return;
  if (press.target.matches?.("input, textarea, select")) return;
  const action = (press.ctrlKey && press.code === "KeyZ" && (() => draft.undo())) || (press.key === "/" && (() => byId("filter").focus())) || (press.key === "?" && (() => help(KEYS)));
  if (!action) return;
  press.preventDefault();
  action();
}

async function begin() {
  await draft.load();
  fill(byId("add-section"), ...Object.entries(SECTIONS).map(([key, { label }]) => h("option", { value: key }, label)));
  byId("add-place").hidden = byId("use-text").hidden = !boot.may_edit;
  byId("text").readOnly = !boot.may_edit;
  listen();
  redraw();
  if (draft.lost !== null) notice.passing(`Bản nháp này sửa từ bản ${draft.lost}; nay đang dùng bản ${draft.over}. Hãy xem lại trước khi công bố.`);
}
begin().catch((error) => notice.bad(words(error)));
