// What happened to a case: where it is, its terms, whose time it was, its contacts with their recordings, and every step with who, why and the article.

import * as clocks from "./clocks.js";
import { byId, fill, h } from "./dom.js";
import * as held from "./held.js";
import { nameOf } from "./incident_list.js";
import { dated, dayBefore, length, moment } from "./time.js";
import { article, CASE_STATE, CASE_STEP, CHANNEL, FIELD, phone, value } from "./words.js";

const LEGS = [
  ["mix", "Cả hai"],
  ["caller", "Người dân"],
  ["operator", "Tổng đài"],
];

export function show(view) {
  const root = byId("side-case");
  if (!view) return fill(root);
  const contacts = view.contacts.length
    ? h(
        "section",
        { "data-testid": "case-contacts" },
        h("h3", {}, "Lượt liên hệ và ghi âm"),
        h("ol", { class: "cards" }, ...view.contacts.map(contactLine)),
      )
    : "";
  const steps = view.history.toReversed().map(stepLine);
  return fill(
    root,
    h("h2", { class: "unseen" }, "Phiếu đang mở"),
    facts(view),
    clocks.section(view),
    held.section(view),
    contacts,
    h("section", { "data-testid": "case-history" }, h("h3", {}, "Diễn biến"), h("ol", { class: "steps" }, ...steps)),
  );
}

/** Where the case is now, and what was promised. */
function facts(view) {
  const said = [
    [FIELD.unit, view.unit?.name],
    [FIELD.sub_unit, view.sub_unit],
    [FIELD.expected_at, view.expected_at && dated(view.expected_at)],
    [FIELD.committed_at, view.committed_at && `hết ngày ${dayBefore(view.committed_at)}`],
  ];
  const known = said.filter(([, words]) => words);
  if (!known.length) return "";
  return h(
    "dl",
    { class: "facts", "data-testid": "facts" },
    ...known.flatMap(([name, words]) => [h("dt", {}, name), h("dd", {}, words)]),
  );
}

function contactLine(contact) {
  const talked =
    contact.connected_at && contact.ended_at
      ? `, nói ${length(Date.parse(contact.ended_at) - Date.parse(contact.connected_at))}`
      : "";
  const head = h(
    "p",
    { class: "card-head" },
    h("strong", {}, `${moment(contact.answered_at)}${talked}`),
    h("span", {}, phone(contact.phone)),
  );
  return h(
    "li",
    { class: "card" },
    head,
    contact.joined_incident ? h("p", {}, `Nhấn phím 1 cùng báo ${nameOf(contact.joined_incident)}`) : "",
    contact.recording && contact.ended_at ? player(contact) : h("p", { class: "quiet-words" }, unheard(contact)),
  );
}

/** Why there is nothing to hear. */
function unheard(contact) {
  if (contact.channel !== "phone") return `Gửi qua ${CHANNEL[contact.channel] ?? contact.channel}.`;
  return contact.ended_at ? "Không có bản ghi âm." : "Bản ghi có sau khi cuộc gọi kết thúc.";
}

/** One player for three recordings: the mix, or one side alone when both spoke at once. */
function player(contact) {
  const address = (leg) => `/recordings/${encodeURIComponent(contact.linkedid)}/${leg}`;
  const sound = h("audio", {
    controls: true,
    preload: "none",
    src: address("mix"),
    "data-testid": `recording-${contact.linkedid}`,
  });
  const choose = (leg) => {
    const at = sound.currentTime;
    const playing = !sound.paused;
    sound.src = address(leg);
    sound.currentTime = at;
    if (playing) sound.play();
  };
  const name = `leg-${contact.linkedid}`;
  const legs = LEGS.map(([leg, words]) =>
    h(
      "label",
      { class: "segment" },
      h("input", { type: "radio", name, value: leg, checked: leg === "mix", onchange: () => choose(leg) }),
      h("span", {}, words),
    ),
  );
  return h(
    "div",
    { class: "player" },
    sound,
    h("div", { class: "segments", role: "radiogroup", "aria-label": "Nghe bên nào" }, ...legs),
  );
}

const changed = (name, before, after) => `${FIELD[name]}: ${value(name, before)} → ${value(name, after)}`;

function stepLine(step) {
  const head = h("p", { class: "step-head" }, h("strong", {}, CASE_STEP[step.step]), h("time", {}, moment(step.at)));
  const foot = h(
    "p",
    { class: "step-foot" },
    [step.actor_name || step.actor, article(step.article), CASE_STATE[step.to_state]].filter(Boolean).join(" · "),
  );
  const moved = Object.entries(step.changes).filter(([, [before, after]]) => before !== after);
  const changes = moved.map(([name, [before, after]]) =>
    h("li", {}, before === "" ? `${FIELD[name]}: ${value(name, after)}` : changed(name, before, after)),
  );
  return h(
    "li",
    {},
    head,
    step.why && step.why !== CASE_STEP[step.step] ? h("p", {}, step.why) : "",
    changes.length ? h("ul", { class: "changes" }, ...changes) : "",
    foot,
  );
}
