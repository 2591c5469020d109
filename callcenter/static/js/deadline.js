// How a term stands: pure. The levels are those the case store warns at: 50, 80 and 100 % (crm/clocks.py).

import { length } from "./time.js";

/** { percent, level: calm|half|soon|late, words, brief } of a term at a moment (milliseconds). */
export function deadline(startedAt, dueAt, at) {
  const [start, due] = [Date.parse(startedAt), Date.parse(dueAt)];
  const percent = Math.max(0, ((at - start) / (due - start)) * 100);
  const level = percent >= 100 ? "late" : percent >= 80 ? "soon" : percent >= 50 ? "half" : "calm";
  const left = due - at;
  return {
    percent: Math.min(100, percent),
    level,
    words: WORDS[level](left),
    brief: (BRIEF[level] ?? WORDS[level])(left),
  };
}

const DAY = 24 * 3600 * 1000;

function short(milliseconds) {
  if (milliseconds < 100 * 60 * 1000) return length(milliseconds);
  const hours = Math.floor(milliseconds / 3_600_000);
  if (hours < 10) return `${hours} giờ ${Math.floor(milliseconds / 60_000) % 60} phút`;
  if (milliseconds < 2 * DAY) return `${hours} giờ`;
  return `${Math.floor(milliseconds / DAY)} ngày`;
}

// Words beside the colour: who cannot tell the colours apart reads the same.
const WORDS = {
  calm: (left) => `Còn ${short(left)}`,
  half: (left) => `Quá nửa · còn ${short(left)}`,
  soon: (left) => `Sắp hết · còn ${short(left)}`,
  late: (left) => `Quá hạn ${short(-left)}`,
};

// On a line of a list: the time left says by itself that more than half is gone.
const BRIEF = {
  half: WORDS.calm,
  soon: (left) => `Sắp hết · ${short(left)}`,
};
