// The parent incidents that go on now, as the server last told them: one list for the whole page.

import { Away, get } from "./api.js";
import * as notice from "./notice.js";

const listeners = new Set();
let open = [];
let told = 0; // how many times the server told of one

export const all = () => open;

export const find = (number) => open.find(({ id }) => id === number) ?? null;

/** An incident in words, also one that is over. */
export const nameOf = (number) => find(number)?.title ?? `sự cố chung số ${number}`;

/** Call whenever an incident began, changed or ended. */
export function onChange(listener) {
  listeners.add(listener);
}

/** An incident began, changed or ended: told when it concerns everybody at the desk. */
export function news(incident) {
  const known = find(incident.id);
  heard(incident);
  if (!known && incident.state === "open") notice.good(`Sự cố chung mới: ${incident.title}. Đưa phiếu vào: Alt J.`);
  if (known && incident.state !== "open") notice.good(`Đã kết thúc: ${incident.title}.`);
}

/** One incident as it is now. */
export function heard(incident) {
  told += 1;
  const others = open.filter(({ id }) => id !== incident.id);
  put(incident.state === "open" ? [incident, ...others].sort((one, other) => other.id - one.id) : others);
}

/** Ask for all of them. An answer that was on its way while one changed may be older than the news of it: ask again. */
export async function refresh() {
  const before = told;
  try {
    const { incidents } = await get("/operator/incidents");
    if (before === told) put(incidents);
    else await refresh();
  } catch (error) {
    if (!(error instanceof Away)) notice.bad(error.message); // away: the banner says it, the old list stays
  }
}

function put(incidents) {
  open = incidents;
  for (const listener of listeners) listener();
}

/** How well an incident fits what a form says: 0 not at all, 3 the very ward. */
export function fit({ category, topic, wards }, fields) {
  if (category !== fields.category || topic !== fields.topic) return 0;
  if (!fields.ward) return 1;
  if (!wards.length) return 2;
  return wards.includes(fields.ward) ? 3 : 0;
}
