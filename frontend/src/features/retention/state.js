/** The state of the screen of documents whose retention is over. Pure functions. */

import { isExpired } from "../../ui/retention.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ documents: Doc[], total: number, cursor: string | null, isLoaded: boolean, error: unknown }} State
 *   `cursor`: the number of documents that were requested, null when the end of the list is loaded
 */

/** @type {State} */
export const INITIAL = { documents: [], total: 0, cursor: null, isLoaded: false, error: null };

/** @param {State} state */
export function isEmpty({ isLoaded, documents, cursor }) {
  return isLoaded && documents.length === 0 && !cursor;
}

/**
 * The list with the next page. The index lags a moment, so documents that are no longer expired are left out.
 * @param {State} state
 * @param {{ documents: Doc[], total: number }} page
 * @param {number} size of a page
 * @returns {Partial<State>}
 */
export function withPage(state, { documents, total }, size) {
  const requested = Number(state.cursor ?? 0) + size;
  const known = new Set(state.documents.map(({ id }) => id));
  const added = documents.filter((one) => !known.has(one.id) && isExpired(one));
  return {
    documents: [...state.documents, ...added],
    total,
    cursor: requested < total ? String(requested) : null,
    isLoaded: true,
    error: null,
  };
}

/**
 * The list after a document has changed: one that was decided about leaves it, and comes back when that is undone. The
 * next page then begins one document earlier, because the server's list is shorter, too.
 * @param {State} state
 * @param {Doc} changed
 * @returns {Partial<State>}
 */
export function withChanged({ documents, cursor }, changed) {
  const at = documents.findIndex(({ id }) => id === changed.id);
  if (!isExpired(changed))
    return at < 0
      ? {}
      : { documents: documents.toSpliced(at, 1), cursor: cursor && String(Math.max(0, Number(cursor) - 1)) };
  return { documents: at < 0 ? [changed, ...documents] : documents.with(at, changed) };
}
