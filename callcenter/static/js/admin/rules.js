// The page of routing rules: a set is chosen, a draft edited, checked, tried and published.

import { get, post } from "../api.js";
import { boot } from "../boot.js";
import { byId, fill, h, icon, say } from "../dom.js";
import * as notice from "../notice.js";
import * as time from "../time.js";
import { reason } from "./ask.js";
import { Book } from "./book.js";
import { counted, kindOf, list } from "./changes.js";
import { told, tester, tryOut } from "./dry_run.js";
import { explainer } from "./explain.js";
import { listen } from "./keys.js";
import { dated, showHistory } from "./set_history.js";
import { Sheet, WARDS, words } from "./sheet.js";
import { tabs } from "./tabs.js";

const QUIET = 250; // ms after the last edit before faults and differences are asked for
const TRIED = 200; // cases, before publishing
const STATE = { draft: "bản nháp", dropped: "đã bỏ" };

time.learn(boot.now);

let sets = [];
let inForce = null;
let set = null; // the one on the page
let changes = [];
let faults = [];
let asking = null;

const sheet = new Sheet({
  prefix: "",
  label: "Các quy tắc",
  adding: "Thêm quy tắc",
  removes: true,
  how: { ward: WARDS },
  fresh: (cells) => ({ ...cells, id: "", keywords: "", priority: cells?.priority ?? "0" }),
});
const tools = tabs(document.querySelector('[role="tablist"]'), (panel) => panel === "panel-history" && history());
explainer(() => set.number, reveal);
tester(() => set.number, reveal);

function reveal(rule) {
  if (!sheet.grid.reveal(rule)) notice.bad(`Bộ ${set.number} không có quy tắc “${rule}” (bộ khác có).`);
}

// --- which set -------------------------------------------------------------------------------------------------------

async function readSets() {
  const answer = await get("/admin/rule-sets");
  ({ sets, in_force: inForce } = answer);
  fill(byId("set"), ...sets.map((one) => h("option", { value: one.number }, named(one))));
}

function named({ number, state, published_at: since }) {
  if (number === inForce) return `Bộ ${number} · đang dùng`;
  if (state === "published") return `Bộ ${number} · từ ${dated(since)}`;
  return `Bộ ${number} · ${STATE[state]}`;
}

/** Show a set; without a number the draft, else the one in force. */
async function open(number) {
  await readSets();
  const wanted = number ?? sets.find(({ state }) => state === "draft")?.number ?? inForce;
  set = sets.find((one) => one.number === wanted) ?? sets[0];
  byId("set").value = String(set.number);
  history_.replaceState(null, "", `?set=${set.number}`);
  const book = new Book(`rules-${set.number}`);
  await book.load();
  sheet.open(book, boot.may_edit && set.state === "draft");
  drawActions();
  await judge();
  if (!byId("panel-history").hidden) await history();
}

function drawActions() {
  const draft = set.state === "draft";
  const anyDraft = sets.some(({ state }) => state === "draft");
  const shows = {
    "start-draft": boot.may_edit && !anyDraft && set.number === inForce,
    "roll-back": boot.may_edit && set.state === "published" && set.number !== inForce,
    "add-row": boot.may_edit && draft,
    drop: boot.may_edit && draft,
    publish: boot.may_edit && draft,
  };
  for (const [id, shown] of Object.entries(shows)) byId(id).hidden = !shown;
  document.body.classList.toggle("in-draft", draft);
}

/** Ask what is wrong with the set and what it has otherwise than the one in force. */
async function judge() {
  const asked = set.number;
  const path = `/admin/rule-sets/${asked}`;
  const [found, compared] = await Promise.all([get(`${path}/faults`), get(`${path}/changes`)]);
  if (asked !== set.number) return;
  ({ faults } = found);
  ({ changes } = compared);
  const marks = new Map();
  for (const change of changes) if (change.after) marks.set(change.key, { kind: kindOf(change) });
  for (const { rule, what } of faults) {
    const mark = marks.get(rule) ?? {};
    marks.set(rule, { ...mark, fault: [mark.fault, what].filter(Boolean).join("; ") });
  }
  sheet.grid.mark(marks);
  drawFaults();
  say(byId("set-words"), standing());
}

function standing() {
  const differs = `so với bộ ${inForce} đang dùng: ${counted(changes)}`;
  if (set.state === "draft") return `Bản nháp của ${set.created_by}, ${differs}.`;
  if (set.number === inForce) return `Đang dùng từ ${dated(set.published_at)}. ${set.why}.`;
  return `${set.why}. Khác đi, ${differs}.`;
}

function drawFaults() {
  const errors = faults.filter(({ kind }) => kind === "error").length;
  byId("fault-count").textContent = faults.length ? String(faults.length) : "";
  byId("fault-count").classList.toggle("bad", errors > 0);
  const lines = faults.map(({ kind, rule, line, what }) => {
    const to = h("button", { type: "button", class: "link", onclick: () => reveal(rule) }, rule);
    return h("li", { class: kind }, icon("alert"), h("p", {}, h("strong", {}, kind === "error" ? "Lỗi" : "Chú ý"), `, dòng ${line}, `, to, `: ${what}`));
  });
  const head = faults.length
    ? `${errors} lỗi phải sửa trước khi công bố, ${faults.length - errors} điều cần chú ý.`
    : "Không thấy lỗi: không có đơn vị, chủ đề, nơi nào lạ, không có quy tắc nào ngang nhau, hết hiệu lực hay không bao giờ thắng.";
  fill(byId("panel-faults"), h("p", { class: faults.length ? "" : "quiet-words" }, head), h("ul", { class: "faults", "data-testid": "faults" }, ...lines));
}

const history_ = globalThis.history;
const history = () => showHistory(sets, set.number, sheet.book, open);

// --- what the administrator does -------------------------------------------------------------------------------------

sheet.addEventListener("change", () => {
  clearTimeout(asking);
  asking = setTimeout(() => judge().catch((error) => notice.bad(words(error))), QUIET);
});
sheet.addEventListener("unfilter", () => (byId("only").value = ""));
byId("only").addEventListener("change", ({ target }) => {
  const tests = { changed: (_, mark) => Boolean(mark?.kind), fault: (_, mark) => Boolean(mark?.fault) };
  sheet.narrow(tests[target.value] ?? (() => true));
});
byId("set").addEventListener("change", ({ target }) => safely(() => open(Number(target.value))));
byId("start-draft").addEventListener("click", () => safely(async () => open((await post("/admin/rule-sets")).number)));
byId("add-row").addEventListener("click", () => sheet.add());

byId("drop").addEventListener("click", async () => {
  const more = [h("p", {}, `Các sửa đổi trong bản nháp này (${counted(changes)}) sẽ không được dùng; lịch sử sửa đổi vẫn giữ.`)];
  if ((await reason({ title: `Bỏ bản nháp ${set.number}?`, yes: "Bỏ nháp", more, why: false })) === null) return;
  await safely(async () => {
    await post(`/admin/rule-sets/${set.number}/drop`);
    await open(inForce);
  });
});

byId("roll-back").addEventListener("click", async () => {
  const more = [h("p", {}, `Bộ ${set.number} được công bố lại dưới số mới, thay bộ ${inForce}. So với bộ ${inForce}: ${counted(changes)}.`)];
  const why = await reason({ title: `Dùng lại bộ ${set.number}?`, yes: "Dùng lại", more });
  if (why === null) return;
  await safely(async () => {
    const { number } = await post(`/admin/rule-sets/${set.number}/roll-back`, { over: inForce, why });
    notice.good(`Bộ ${number} được dùng từ bây giờ.`);
    await open(number);
  });
});

byId("publish").addEventListener("click", () =>
  safely(async () => {
    await judge();
    if (faults.some(({ kind }) => kind === "error")) {
      tools("panel-faults");
      return notice.bad("Còn lỗi phải sửa trước khi công bố: xem mục Kiểm tra.");
    }
    const names = new Map(sheet.book.columns.map(({ key, name }) => [key, name]));
    const tried = told(await tryOut(set.number, TRIED));
    const more = [
      h("p", {}, `Thay bộ ${inForce}: ${counted(changes)}.`),
      list(changes, names, 20),
      h("p", { "data-testid": "publish-tried" }, `Chạy thử trên ${TRIED} phiếu gần nhất: ${tried}`),
      faults.length ? h("p", {}, `${faults.length} điều cần chú ý trong mục Kiểm tra.`) : "",
    ];
    const why = await reason({ title: `Công bố bộ ${set.number}`, yes: "Công bố", more });
    if (why === null) return undefined;
    await post(`/admin/rule-sets/${set.number}/publish`, { over: inForce, version: sheet.book.version, why });
    notice.good(`Bộ ${set.number} được dùng từ bây giờ.`);
    return open(set.number);
  }),
);

async function safely(action) {
  try {
    await action();
  } catch (error) {
    notice.bad(words(error));
  }
}

listen({
  undo: () => sheet.undo(),
  add: () => sheet.add(),
  filter: () => byId("filter").focus(),
  grid: () => sheet.grid.focus(),
});
safely(() => open(Number(new URLSearchParams(location.search).get("set")) || undefined));
