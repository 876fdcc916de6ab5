/** Whether the server can be reached, and whether it is busy. */

/** A short wait needs no message, and a message has to stay long enough to be read. */
const SHOW_AFTER_MS = 500;
const SHOW_AT_LEAST_MS = 1500;

/** @param {(isOffline: boolean) => void} listener called now and after every change */
export function watchConnection(listener) {
  const report = () => listener(!navigator.onLine);
  window.addEventListener("online", report);
  window.addEventListener("offline", report);
  report();
}

/** @param {import("../api/operations.js").Api} api @param {(isBusy: boolean) => void} listener */
export function watchDelays(api, listener) {
  let isBusy = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  api.onDelayed = (delayed) => {
    clearTimeout(timer);
    if (delayed > 0 === isBusy) return;
    timer = setTimeout(
      () => {
        isBusy = !isBusy;
        listener(isBusy);
      },
      isBusy ? SHOW_AT_LEAST_MS : SHOW_AFTER_MS,
    );
  };
}
