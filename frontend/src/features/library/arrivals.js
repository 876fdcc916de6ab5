/** The documents above the months of the dense list. Pure functions. */

import { isArchived, isFinal } from "../../api/document-states.js";
import { placeOf } from "./rows-state.js";

/** The most rows of documents in progress; for the rest, only their number is shown. */
export const MOST_ARRIVING = 20;
/** How long a document that has just been read is listed above the months at most: it moves once the index has it. */
const RECENT_MS = 60_000;

/**
 * The documents that are not listed in a month yet: those in progress, and those that were finished so recently that
 * the index may lag.
 * @param {readonly import("../../../types.js").Doc[]} documents
 * @param {readonly import("./rows-state.js").Section[]} sections
 * @param {number} now in milliseconds since 1970
 * @returns {string[]}
 */
export function arrivingOf(documents, sections, now) {
  const isRecent = (/** @type {import("../../../types.js").Doc} */ { updated_at: changed }) =>
    now - Date.parse(changed) < RECENT_MS;
  const isListed = (/** @type {import("../../../types.js").Doc} */ { state, trashed_at: trashed }) =>
    !trashed && isArchived({ state });
  return documents
    .filter((one) => isListed(one) && !placeOf(sections, one.id) && (!isFinal(one) || isRecent(one)))
    .map(({ id }) => id);
}

/**
 * The documents above the months: those that arrive and have no place yet.
 * @param {readonly string[]} arriving
 * @param {readonly import("./rows-state.js").Section[]} sections
 */
export function waitingOf(arriving, sections) {
  return arriving.filter((id) => !placeOf(sections, id));
}

/** The height that they take. @param {readonly string[]} waiting @param {import("./rows-state.js").Sizes} sizes */
export function waitingHeight(waiting, { row, heading }) {
  return waiting.length ? heading + Math.min(waiting.length, MOST_ARRIVING) * row : 0;
}
