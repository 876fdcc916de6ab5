/** The state of the trash screen. Pure functions. */

import { placed } from "../../ui/document-list.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ documents: Doc[], cursor: string | null, isLoaded: boolean, error: unknown }} State
 *   `cursor`: null when the end of the list is loaded; `isLoaded`: the first page has arrived
 */

/** @type {State} */
export const INITIAL = { documents: [], cursor: null, isLoaded: false, error: null };

/** @param {State} state */
export function isEmpty({ isLoaded, documents, cursor }) {
  return isLoaded && documents.length === 0 && !cursor;
}

/**
 * The list with documents that arrived or changed outside a page of it: only those in the trash are listed.
 * @param {State} state
 * @param {Doc[]} changed
 * @param {ReadonlySet<string>} deleted ids of documents that are being deleted permanently
 * @returns {Pick<State, "documents">}
 */
export function withChanged({ documents, cursor }, changed, deleted) {
  return { documents: merged(documents, changed, deleted, !cursor) };
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

/** @param {State} state @param {string} id @returns {Pick<State, "documents">} */
export function without({ documents }, id) {
  return { documents: documents.filter((document) => document.id !== id) };
}

/** @param {Doc[]} documents @param {Doc[]} changed @param {ReadonlySet<string>} deleted @param {boolean} isComplete */
function merged(documents, changed, deleted, isComplete) {
  const belongs = (/** @type {Doc} */ { id, trashed_at }) => trashed_at !== null && !deleted.has(id);
  return changed.reduce((list, one) => placed(list, one, { belongs: belongs(one), isComplete }), documents);
}
