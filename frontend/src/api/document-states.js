/** What the state of a document means. */

/** @typedef {Pick<import("../../types.js").Doc, "state">} Stateful */
/** @typedef {Pick<import("../../types.js").Doc, "ocr_pages_done" | "ocr_pages_total">} Reading */

/** Pages that are pictures are still being read; the others can be searched. @param {Partial<Reading>} document */
export function isReading({ ocr_pages_done, ocr_pages_total }) {
  return (ocr_pages_done ?? 0) < (ocr_pages_total ?? 0);
}

/** Whether the state can only change if someone acts. @param {Stateful} document */
export function isFinal({ state }) {
  return state === "ready" || isFailed({ state });
}

/** Whether it failed or was rejected; `reason` then says why. @param {Stateful} document */
export function isFailed({ state }) {
  return state === "failed" || state === "rejected";
}

/**
 * False for a file that never entered the archive: it did not arrive, or it was rejected.
 * @param {Stateful} document
 */
export function isArchived({ state }) {
  return state !== "awaiting_upload" && state !== "rejected";
}

/** Whether nothing will change any more unless someone acts. @param {Stateful & Partial<Reading>} document */
export function isSettled(document) {
  return isFinal(document) && !isReading(document);
}
