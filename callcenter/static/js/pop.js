// The card of the call: at ringing it says all that is known in one look, in a call it holds the keys of the telephone.

import { byId, fill, h, icon, say } from "./dom.js";
import { nameOf } from "./incident_list.js";
import { iso, since, tick } from "./time.js";
import { phone } from "./words.js";

let drawn = "";
let current = null;

/** What is known of a call's caller: the server's card first, what the INVITE said otherwise. */
export function known(call) {
  const { card } = call;
  return {
    number: card?.phone_shown || phone(card?.phone || call.number),
    name: card?.caller?.reporter_name || card?.caller_name || call.name || "",
    path: card ? card.menu_path || "Không bấm phím nào" : "",
    keys: card?.keys ?? [],
    history: card?.caller ?? null,
    fallback: card?.fallback ?? false,
    joined: card?.joined_incident ?? null,
  };
}

/** Draw the call (null: none). act: { answer, hangUp, mute, hold, ready }; telephone: { muted }. */
export function show(call, telephone, act) {
  current = call;
  const root = byId("call");
  root.dataset.state = call?.state ?? "idle";
  const shown = JSON.stringify([call, telephone]);
  if (shown === drawn) return;
  drawn = shown;
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  fill(root, ...(call ? parts(call, telephone, act) : idle()));
  if (focused) root.querySelector(`[data-testid=${focused}]`)?.focus();
  count();
}

/** Said once, aloud, when a call comes in. */
export function announce(call) {
  const { number, name, path } = known(call);
  say(byId("pop-words"), `Cuộc gọi đến: ${[number, name, path].filter(Boolean).join(", ")}`);
}

export function hush() {
  say(byId("pop-words"), "");
}

const WORDS = { ringing: "Cuộc gọi đến", talking: "Đang nói chuyện", held: "Đang giữ máy", ended: "Đã kết thúc" };

function idle() {
  return [h("p", { class: "call-idle" }, icon("phone"), "Chưa có cuộc gọi")];
}

function parts(call, telephone, act) {
  const { number, name, path, keys, history, fallback, joined } = known(call);
  return [
    h(
      "p",
      { class: "call-word" },
      h("span", {}, WORDS[call.state]),
      h("span", { class: "call-time", id: "call-time" }),
    ),
    h("p", { class: "call-number", "data-testid": "call-number" }, number),
    name ? h("p", { class: "call-name", "data-testid": "call-name" }, name) : "",
    path
      ? h("p", { class: "call-path", "data-testid": "call-path" }, ...keys.map((key) => h("kbd", {}, key)), path)
      : "",
    joined
      ? h("p", { class: "call-joined", "data-testid": "call-joined" }, icon("alert"), `Đã nhấn phím 1 cùng báo: ${nameOf(joined)}`)
      : "",
    lost(call)
      ? h("p", { class: "call-note" }, "Trang đã tải lại giữa cuộc gọi nên trình duyệt không còn giữ tiếng.")
      : "",
    fallback ? h("p", { class: "call-note" }, "Menu tự động gặp sự cố, khách vào thẳng hàng đợi.") : "",
    history && call.state === "ringing"
      ? h("p", { class: "call-note", "data-testid": "call-history" }, told(history))
      : "",
    h("div", { class: "call-keys" }, ...keysOf(call, telephone, act)),
  ];
}

/** The server says we talk, but this page's telephone has no call: it was loaded again meanwhile. */
function lost(call) {
  return ["talking", "held"].includes(call.state) && !call.onPhone;
}

function told(history) {
  if (!history.contact_count && !history.case_count) return "Gọi lần đầu.";
  const open = history.open_cases.length;
  return `${history.contact_count} lượt gọi trước · ${open ? `${open} phiếu đang xử lý` : "không có phiếu đang xử lý"}`;
}

function keysOf(call, { muted }, act) {
  if (call.state === "ended")
    return [button("wrap-ready", "primary wide", "check", "Xong, sẵn sàng", "Alt R", act.ready)];
  if (call.state === "ringing") {
    const answer = button(
      "answer",
      "go wide",
      "phone",
      call.onPhone ? "Nghe máy" : "Đang nối điện thoại…",
      "Alt A",
      act.answer,
    );
    answer.disabled = !call.onPhone;
    return [answer];
  }
  const held = call.state === "held";
  const keys = [
    button("mute", muted ? "on" : "", muted ? "mic-off" : "mic", muted ? "Bật tiếng" : "Tắt tiếng", "Alt M", act.mute),
    button("hold", held ? "on" : "", held ? "play" : "pause", held ? "Nói tiếp" : "Giữ máy", "Alt G", act.hold),
    button("hang-up", "stop", "hang-up", "Gác máy", "Alt H", act.hangUp),
  ];
  for (const key of keys) key.disabled = !call.onPhone;
  return keys;
}

function button(id, kind, symbol, words, key, onclick) {
  const attributes = {
    type: "button",
    class: `button ${kind}`,
    "data-testid": id,
    "aria-keyshortcuts": key.replace(" ", "+"),
  };
  return h("button", { ...attributes, onclick }, icon(symbol), h("span", {}, words), h("kbd", {}, key));
}

function count() {
  const time = document.getElementById("call-time");
  if (time && current) say(time, since(iso(current.since)));
}

tick(count);
