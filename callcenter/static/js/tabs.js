// One browser, one telephone: a second tab must not take the registration away from the first, in a call perhaps.

const NAME = "tong-dai-1022-phone";

/** Calls `start` when no other tab has the telephone, `wait` before that when one has. */
export async function whenAlone(start, wait) {
  if (!navigator.locks) return start(); // not on plain http:// addresses, where there is no microphone either
  const { held } = await navigator.locks.query();
  if (held.some(({ name }) => name === NAME)) wait();
  return navigator.locks.request(NAME, () => {
    start();
    return new Promise(() => {}); // held until this tab is closed
  });
}
