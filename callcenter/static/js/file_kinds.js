// What may be attached, in the operator's words: by what the browser takes a file for. The server looks into the file.

import { boot } from "./boot.js";

const MEGABYTE = 1024 * 1024;
const { kinds, limits, taken } = boot.attachments;

export const KIND = { picture: "Ảnh", video: "Video", sound: "Ghi âm", document: "Văn bản" };
export const SYMBOL = { picture: "image", video: "film", sound: "sound", document: "page" };

/** What a file dialog offers. */
export const ACCEPTED = Object.keys(kinds).join(",");

/** Why a file will not be taken; "" when it may be. Browsers know some types by other names, or by none: those are
 * left to the server. */
export function refusal(file) {
  if (file.size === 0) return "Tệp rỗng.";
  const kind = kindOf(file);
  if (!kind && /^(text|application)\//.test(file.type)) return `Loại tệp này không được nhận. Hãy gửi ${taken}.`;
  const most = limits[kind] ?? Math.max(limits.picture, limits.video, limits.sound, limits.document);
  return file.size > most * MEGABYTE ? `Lớn hơn ${most} MB. Hãy chọn tệp nhỏ hơn, hoặc cắt bớt.` : "";
}

export function kindOf({ type }) {
  return kinds[type] ?? { image: "picture", video: "video", audio: "sound" }[type.split("/")[0]] ?? null;
}

/** "340 KB", "1,2 MB". */
export function sizeOf(bytes) {
  if (bytes < MEGABYTE) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / MEGABYTE).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} MB`;
}
