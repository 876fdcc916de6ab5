/** What the state of a document means. */

/** @typedef {Pick<import("../../types.js").Doc, "state">} Stateful */

/** Whether the state can no longer change by itself. @param {Stateful} document */
export function isFinal({ state }) {
  return state === "ready" || isFailed({ state });
}

/** Whether it failed or was rejected; `reason` is then why. @param {Stateful} document */
export function isFailed({ state }) {
  return state === "failed" || state === "rejected";
}

/** False for a file that never entered the archive: it did not arrive, or it was rejected. @param {Stateful} document */
export function isArchived({ state }) {
  return state !== "awaiting_upload" && state !== "rejected";
}
