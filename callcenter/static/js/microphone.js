// May this page hear the operator? Asked before going ready: a ring that cannot be answered costs a citizen 20 s.

/** ?raw-audio=1 hands the microphone through untouched: tests measure tones that speech filters would flatten. */
const raw = new URLSearchParams(location.search).has("raw-audio");
export const MICROPHONE = raw
  ? { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  : { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** null when the microphone works, else one plain line for the operator that says what to do. */
export async function microphoneFault() {
  if (!isSecureContext || !navigator.mediaDevices) {
    return "Trình duyệt chỉ cho dùng micro trên địa chỉ https:// (hoặc localhost). Hãy mở lại trang bằng địa chỉ https.";
  }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: MICROPHONE });
    stream.getTracks().forEach((track) => track.stop());
    return null;
  } catch (error) {
    return FAULTS[error.name] ?? `Không mở được micro (${error.name}). Rút ra cắm lại tai nghe rồi thử lại.`;
  }
}

const FAULTS = {
  NotAllowedError:
    "Trang này chưa được phép dùng micro. Bấm biểu tượng ổ khóa bên trái địa chỉ, chọn “Micrô: Cho phép”, rồi bấm Sẵn sàng lần nữa.",
  NotFoundError: "Máy này không có micro. Cắm tai nghe có micro rồi bấm Sẵn sàng lần nữa.",
  NotReadableError: "Micro đang bị chương trình khác giữ. Tắt chương trình đó (họp trực tuyến, ghi âm) rồi thử lại.",
};
