/** The state of the trash screen. Pure functions. */

import { placed } from "../../ui/document-list.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ documents: Doc[], cursor: string | null, isLoaded: boolean, error: unknown, old: number }} State
 *   `cursor`: null when the end of the list is loaded; `isLoaded`: the first page has arrived; `old`: documents that
 *   have been there for more than 30 days
 */

/** Days after which the trash offers to delete what is in it. */
export const OLD_AFTER_DAYS = 30;

/**
 * What was moved to the trash before this day is old. The days are those of UTC, as in the index.
 * @param {number} now
 * @returns {string} YYYY-MM-DD
 */
export function oldBefore(now) {
  return new Date(now - OLD_AFTER_DAYS * 86_400_000).toISOString().slice(0, 10);
}

/** @type {State} */
export const INITIAL = { documents: [], cursor: null, isLoaded: false, error: null, old: 0 };

/** @param {State} state */
export function isEmpty({ isLoaded, documents, cursor }) {
  return isLoaded && documents.length === 0 && !cursor;
}

/**
 * The list with documents that arrived or changed outside a page of it: only those in the trash are listed.
 * @param {State} state
 * @param {Doc[]} changed
 * @param {ReadonlySet<string>} deleted ids of documents that are being deleted permanently
 * @returns {Pick<State, "documents" | "old">}
 */
export function withChanged(state, changed, deleted) {
  return withList(state, merged(state.documents, changed, deleted, !state.cursor));
}

/**
 * Adds the next page and the documents the client already has: the index behind this list lags a moment.
 * @param {State} state
 * @param {import("../../../types.js").Documents} page
 * @param {Doc[]} known
 * @param {ReadonlySet<string>} deleted
 * @returns {Partial<State>}
 */
export function withPage(state, page, known, deleted) {
  const listed = merged(state.documents, page.documents, deleted, true);
  return { documents: merged(listed, known, deleted, !page.cursor), cursor: page.cursor, isLoaded: true, error: null };
}

/** @param {State} state @param {string} id @returns {Pick<State, "documents" | "old">} */
export function without(state, id) {
  return withList(
    state,
    state.documents.filter((document) => document.id !== id),
  );
}

/**
 * The state after the list has changed: old documents that are no longer in it are not counted either.
 * @param {State} state
 * @param {Doc[]} documents
 */
function withList(state, documents) {
  const left = new Set(documents.map(({ id }) => id));
  const first = oldBefore(Date.now());
  const gone = state.documents.filter(
    ({ id, trashed_at }) => !left.has(id) && trashed_at !== null && trashed_at < first,
  );
  return { documents, old: Math.max(0, state.old - gone.length) };
}

/** @param {Doc[]} documents @param {Doc[]} changed @param {ReadonlySet<string>} deleted @param {boolean} isComplete */
function merged(documents, changed, deleted, isComplete) {
  const belongs = (/** @type {Doc} */ { id, trashed_at }) => trashed_at !== null && !deleted.has(id);
  return changed.reduce((list, one) => placed(list, one, { belongs: belongs(one), isComplete }), documents);
}
