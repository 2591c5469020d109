// How many citizens wait, and how long the first of them has. Old figures are shown as old.

import { byId, say } from "./dom.js";
import { now, since, tick } from "./time.js";

const LONG = 60_000; // ms of waiting from which the eye should be drawn

let queue = { waiting: null, longest_since: null };

export function show(figures) {
  queue = figures;
  draw();
}

export function old(isOld) {
  byId("queue").classList.toggle("old", isOld);
}

function draw() {
  const longest = byId("queue-longest");
  say(byId("queue-count"), queue.waiting === null ? "–" : String(queue.waiting));
  longest.hidden = !queue.longest_since;
  if (!queue.longest_since) return delete byId("queue").dataset.level;
  say(longest, `lâu nhất ${since(queue.longest_since)}`);
  byId("queue").dataset.level = now() - Date.parse(queue.longest_since) > LONG ? "long" : "some";
  return undefined;
}

tick(draw);
