// Prompts as callers hear them: one at a time, each asked of the server by its text.

import * as notice from "../notice.js";

const player = new Audio();
let ended = () => {};

player.addEventListener("ended", () => ended(true));
player.addEventListener("error", () => ended(false));

/** Play one text; resolves to whether it was heard to its end. Another one cuts it short. */
export function play(name, text) {
  stop();
  const address = new URLSearchParams({ name, text });
  return new Promise((resolve) => {
    ended = (heard) => {
      ended = () => {};
      resolve(heard);
    };
    player.src = `/admin/flows/sound?${address}`;
    player.play().catch((error) => {
      if (error.name !== "AbortError") notice.passing("Chưa nghe được câu này. Hãy thử lại.");
      ended(false);
    });
  });
}

export function stop() {
  player.pause();
  ended(false);
}

/** The id of a prompt: a human recording of that name is what is heard. */
export const idOf = (flow, name) => `${flow}.${name}`;

/** What the voice says of a text that is no prompt of the flow, such as a value. */
export const VALUE = "vi.value";
