// One file on its way to the server, with how far it has come. A file is the body of its request.

import { Away, Refused } from "./api.js";
import { boot } from "./boot.js";

/** { done, stop }: `done` resolves to the case with the file in it, or fails as the requests of api.js do; `stop` ends it. */
export function upload(code, file, onProgress) {
  const request = new XMLHttpRequest();
  request.open("POST", `/operator/cases/${code}/attachments?name=${encodeURIComponent(file.name)}`);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("X-CSRF-Token", boot.csrf);
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded / (total || 1)));
  const done = new Promise((resolve, fail) => {
    request.addEventListener("load", () => answered(request, resolve, fail));
    for (const event of ["error", "abort"]) request.addEventListener(event, () => fail(new Away(event)));
  });
  request.send(file);
  return { done, stop: () => request.abort() };
}

function answered({ status, response }, resolve, fail) {
  if (status >= 200 && status < 300) return resolve(response);
  if (!response || [502, 504].includes(status)) return fail(new Away(`HTTP ${status}`));
  if (status === 401) document.dispatchEvent(new CustomEvent("session-ended"));
  return fail(new Refused(status, response));
}
