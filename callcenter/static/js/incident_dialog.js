// One incident as a dialog: what it is, what callers are told, which cases hang on it; and for the shift's lead the
// dialogs that open one, change what callers are told, and end it with one message to all.

import { get, post, Refused } from "./api.js";
import { byId, fill, h, say } from "./dom.js";
import { sent } from "./sent_dialog.js";
import * as list from "./incident_list.js";
import * as notice from "./notice.js";
import { dated, moment } from "./time.js";
import { WardChips } from "./ward_chips.js";
import { capital, CASE_STATE, caseCode, category, topic, ward } from "./words.js";

const LONGEST_NOTICE = 400; // letters, as crm/incidents.py has it
const STEP = { open: "Mở sự cố", change_notice: "Đổi lời báo", join: "Phiếu vào sự cố", leave: "Phiếu ra khỏi sự cố", close: "Kết thúc" };

let chips = null;

/** Show an incident. context: { lead, openCase }. */
export async function show(number, { lead, openCase }) {
  const dialog = byId("dialog-incident");
  const whole = await get(`/operator/incidents/${number}`).catch((error) => notice.bad(error.message || "Máy chủ đang tắt."));
  if (!whole) return;
  draw(whole, (code) => {
    dialog.close();
    openCase(code);
  });
  const open = whole.incident.state === "open";
  byId("incident-ways").hidden = !lead || !open;
  byId("incident-change").onclick = () => then(dialog, changeNotice(whole.incident), () => show(number, { lead, openCase }));
  byId("incident-end").onclick = () => then(dialog, end(whole.incident), () => {});
  if (!dialog.open) dialog.showModal();
}

/** A question over the dialog; when it was answered, the dialog goes on with what is new. */
async function then(dialog, question, go) {
  if (!(await question)) return;
  dialog.close();
  await go();
}

function draw({ incident, cases, history }, openCase) {
  const link = (code) => h("button", { type: "button", class: "link", onclick: () => openCase(code) }, caseCode(code));
  const about = [topic(incident.topic) || category(incident.category), incident.wards.map(ward).join(", ") || "Toàn thành phố"];
  const state = incident.state === "open" ? "Đang diễn ra" : `Kết thúc ${moment(incident.closed_at)}`;
  say(byId("incident-title"), capital(incident.title));
  fill(
    byId("incident-facts"),
    ...pair("Tình trạng", `${state}, mở ${dated(incident.opened_at)}`),
    ...pair("Việc gì, ở đâu", about.join(" · ")),
    ...pair("Phiếu đầu tiên", link(incident.primary)),
    ...pair("Đã cùng báo", `${incident.case_count} phiếu, ${incident.caller_count} người gọi nhấn phím 1`),
    ...pair("Menu nói", incident.notice ? `“${incident.notice}”` : "Không báo gì cho người gọi"),
    ...pair("Nói cho", incident.notice && (incident.everyone ? "mọi người gọi" : "người chọn chủ đề này")),
    ...pair("Tin kết thúc", incident.closing_message && `“${incident.closing_message}”`),
  );
  const newest = incident.case_count > cases.length ? ` (${cases.length} phiếu mới nhất)` : "";
  say(byId("incident-cases-title"), `Phiếu thuộc sự cố này${newest}`);
  fill(byId("incident-cases"), ...cases.map((line) => caseLine(line, link)));
  fill(byId("incident-history"), ...history.toReversed().map(stepLine));
}

const pair = (name, words) => (words ? [h("dt", {}, name), h("dd", {}, words)] : []);

function caseLine(line, link) {
  const where = [line.place, ward(line.ward)].filter(Boolean).join(", ");
  const words = [CASE_STATE[line.state], where, moment(line.received_at)].filter(Boolean).join(" · ");
  return h("li", {}, link(line.code), " ", h("span", {}, words));
}

function stepLine(step) {
  const about = step.case_code ? ` ${caseCode(step.case_code)}` : "";
  return h("li", {}, h("time", {}, moment(step.at)), " ", `${STEP[step.step] ?? step.step}${about}: ${step.why}`);
}

/** Open an incident from a case; resolves to whether it was opened. */
export async function open(view) {
  const { fields } = view;
  const [title, words] = [byId("new-incident-title"), byId("new-incident-notice")];
  const about = `sự cố ${(topic(fields.topic) || category(fields.category)).toLowerCase()}`;
  title.value = fields.ward ? `${about} ở ${ward(fields.ward).replace(/^./, (letter) => letter.toLowerCase())}` : about;
  words.value = usualNotice(title.value);
  let before = words.value;
  title.oninput = () => {
    const follows = words.value === before; // nobody wrote another one
    before = usualNotice(title.value);
    if (follows) words.value = before;
    count("new-incident");
  };
  byId("new-incident-everyone").checked = false;
  say(byId("new-incident-lead"), `Từ phiếu ${caseCode(view.code)}. Các phiếu cùng sự việc sẽ vào sự cố này (Điều 7.5).`);
  count("new-incident");
  chips ??= new WardChips("new-incident-wards");
  chips.value = fields.ward ? [fields.ward] : [];
  const send = () =>
    post("/operator/incidents", {
      primary: view.code,
      title: title.value,
      notice: words.value,
      everyone: byId("new-incident-everyone").checked,
      wards: chips.value,
    });
  return tell(await sent(byId("dialog-open-incident"), send, title), "Đã mở sự cố chung.");
}

const usualNotice = (title) => `${capital(title.trim())} đã được ghi nhận và chuyển xử lý.`;

async function changeNotice(incident) {
  const words = byId("change-notice-notice");
  words.value = incident.notice;
  byId("change-notice-everyone").checked = incident.everyone;
  count("change-notice");
  const body = () => ({ notice: words.value, everyone: byId("change-notice-everyone").checked });
  return tell(await sent(byId("dialog-change-notice"), () => step(incident, "notice", body()), words), "Đã đổi lời báo.");
}

async function end(incident) {
  const message = byId("end-incident-message");
  const people = incident.case_count + incident.caller_count;
  message.value = `${capital(incident.title)} đã được khắc phục. Cảm ơn ông/bà đã báo tin.`;
  say(byId("end-incident-lead"), `Menu thôi báo sự cố. Tin dưới đây gửi một lần tới mỗi số máy đã báo (${people} lượt báo).`);
  const send = () => step(incident, "close", { message: message.value });
  return tell(await sent(byId("dialog-end-incident"), send, message), "Đã kết thúc sự cố chung, tin đang được gửi.");
}

/** One step of an incident at its newest version; that somebody was faster is learnt before it is said. */
async function step(incident, verb, body) {
  const { version } = list.find(incident.id) ?? incident;
  try {
    return await post(`/operator/incidents/${incident.id}/${verb}`, { version, ...body });
  } catch (error) {
    if (error instanceof Refused && error.word === "stale_incident") list.heard(error.body.current);
    throw error;
  }
}

/** What came of it, also that callers cannot hear it yet; resolves to whether anything did. */
function tell(answer, words) {
  if (!answer) return false;
  list.heard(answer.incident);
  if (answer.notice_problem) notice.bad(`${words} Nhưng menu chưa nói được lời báo: ${answer.notice_problem}`);
  else notice.good(words);
  return true;
}

/** How many letters are left of what is said on the telephone. */
function count(form) {
  const words = byId(`${form}-notice`);
  const draw = () => say(byId(`${form}-left`), `${words.value.trim().length} / ${LONGEST_NOTICE} chữ`);
  words.oninput = draw;
  draw();
}
