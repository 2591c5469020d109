// Who calls: what we knew before this call. Empty answers are said as such, never left to be guessed.

import { byId, fill, h, icon } from "./dom.js";
import { nameOf } from "./incident_list.js";
import { known } from "./pop.js";
import { moment } from "./time.js";
import { CASE_STATE, caseCode, category, CONTACT_STATE, topic } from "./words.js";
import { boot } from "./boot.js";

/** call: { card, number, name }; openCase(code) opens one of the caller's cases. */
export function show(call, openCase) {
  const root = byId("side-caller");
  if (!call) return fill(root);
  const { number, name, history } = known(call);
  const who = history?.reporter_name || name || "Chưa biết tên";
  const head = h(
    "header",
    { class: "person" },
    h("h2", {}, who),
    h("p", { class: "person-number" }, number),
    contactLines(history),
  );
  if (!history)
    return fill(
      root,
      head,
      h("p", { class: "quiet-words" }, call.card ? "Đang tìm các lượt gọi trước…" : "Chưa có thông tin từ máy chủ."),
    );
  return fill(root, head, openCases(history, openCase), earlier(history, openCase));
}

function contactLines(history) {
  const lines = [history?.reporter_address, history?.reporter_email].filter(Boolean);
  return lines.length ? h("p", { class: "person-more" }, lines.join(" · ")) : "";
}

function openCases(history, openCase) {
  const title = h("h3", {}, `Phiếu đang xử lý (${history.open_cases.length})`);
  if (!history.open_cases.length) return h("section", {}, title, h("p", { class: "quiet-words" }, "Không có."));
  return h(
    "section",
    { "data-testid": "open-cases" },
    title,
    h("ul", { class: "cards" }, ...history.open_cases.map((line) => openCaseLine(line, openCase))),
  );
}

function openCaseLine(line, openCase) {
  const about = topic(line.topic) || category(line.category);
  const head = h(
    "span",
    { class: "card-head" },
    h("strong", {}, caseCode(line.code)),
    h("span", { class: "tag" }, CASE_STATE[line.state]),
  );
  const content = h("span", { class: "card-text" }, line.content);
  const foot = h("span", { class: "card-foot" }, [about, moment(line.received_at)].filter(Boolean).join(" · "));
  return h(
    "li",
    {},
    h(
      "button",
      { type: "button", class: "card", "data-testid": `open-case-${line.code}`, onclick: () => openCase(line.code) },
      head,
      content,
      foot,
    ),
  );
}

function earlier(history, openCase) {
  const title = h("h3", {}, `Các lượt liên hệ trước (${history.contact_count})`);
  if (!history.contacts.length) return h("section", {}, title, h("p", { class: "quiet-words" }, "Số này gọi lần đầu."));
  return h(
    "section",
    { "data-testid": "earlier-contacts" },
    title,
    h("ol", { class: "trail" }, ...history.contacts.map((contact) => earlierLine(contact, openCase))),
  );
}

function earlierLine(contact, openCase) {
  const reason = boot.no_case_reasons.find(({ key }) => key === contact.no_case_reason)?.name;
  const about = topic(contact.topic) || category(contact.category);
  const code = contact.case_code
    ? h(
        "button",
        { type: "button", class: "link", onclick: () => openCase(contact.case_code) },
        caseCode(contact.case_code),
      )
    : "";
  const joined = contact.joined_incident ? `cùng báo ${nameOf(contact.joined_incident)}` : "";
  const words = [CONTACT_STATE[contact.state], about, reason, joined].filter(Boolean).join(" · ");
  return h(
    "li",
    {},
    h("time", {}, moment(contact.answered_at ?? contact.ended_at)),
    h("span", {}, icon(contact.state === "handled" ? "phone" : "return"), words),
    code,
  );
}
