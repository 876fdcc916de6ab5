/** The state of the screen with what needs attention. Pure functions. */

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
 * The list with the next page. Documents are in the order of the API: the newest problem first.
 * @param {State} state
 * @param {import("../../../types.js").Documents} page
 * @param {ReadonlySet<string>} deleted ids of documents that are being deleted permanently
 * @returns {Partial<State>}
 */
export function withPage({ documents }, page, deleted) {
  const known = new Set(documents.map(({ id }) => id));
  // The index behind this list lags a moment: the document itself says whether it still needs attention.
  const more = page.documents.filter(({ id, attention }) => attention && !known.has(id) && !deleted.has(id));
  return { documents: [...documents, ...more], cursor: page.cursor, isLoaded: true, error: null };
}

/**
 * The list after a change of one document: it stays, changed, or is removed; a new one is the first.
 * @param {State} state
 * @param {Doc} changed
 * @returns {Pick<State, "documents">}
 */
export function withChanged({ documents }, changed) {
  const others = documents.filter(({ id }) => id !== changed.id);
  if (!changed.attention) return { documents: others };
  if (others.length === documents.length) return { documents: [changed, ...documents] };
  return { documents: documents.map((one) => (one.id === changed.id ? changed : one)) };
}

/** @param {State} state @param {string} id @returns {Pick<State, "documents">} */
export function without({ documents }, id) {
  return { documents: documents.filter((document) => document.id !== id) };
}
