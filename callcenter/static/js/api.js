// Our own server over HTTP. Every answer is either data or one of two errors that the page can act on.

import { boot } from "./boot.js";

const PATIENCE = 10_000; // ms; a server that hangs is as good as away

/** The server said no, and why: `word` for the program, `message` for the operator, `fields` for the form. */
export class Refused extends Error {
  constructor(status, body) {
    super(body.message ?? "Máy chủ từ chối yêu cầu.");
    this.status = status;
    this.word = body.error ?? "error";
    this.fields = body.fields ?? {};
    this.body = body;
  }
}

/** No usable answer: the server is down, restarting, or out of reach. Try again later; nothing is lost. */
export class Away extends Error {}

async function ask(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRF-Token": boot.csrf },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch (error) {
    throw new Away(error.message);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  if (answer === null || [502, 504].includes(response.status)) throw new Away(`HTTP ${response.status}`);
  if (response.status === 401) document.dispatchEvent(new CustomEvent("session-ended"));
  throw new Refused(response.status, answer);
}

export const get = (path) => ask("GET", path);
export const post = (path, body = {}) => ask("POST", path, body);
export const put = (path, body) => ask("PUT", path, body);
export const remove = (path) => ask("DELETE", path);
