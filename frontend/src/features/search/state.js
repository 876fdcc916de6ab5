/** The state of the search screen. Pure functions. */

/**
 * @typedef {import("../../../types.js").SearchResults} SearchPage
 * @typedef {{ query: string, isExact: boolean, searched: string, pages: SearchPage[], isLoading: boolean,
 *             failed: { error: unknown, isFirst: boolean } | null }} State
 *   `isExact`: words are found only as they are written
 *   `pages`: one for each page of results, of the query `searched`
 */

/** @type {State} */
export const INITIAL = { query: "", isExact: false, searched: "", pages: [], isLoading: false, failed: null };

/**
 * The state for another query: the results shown stay until new ones arrive, except for an empty query.
 * @param {string} query
 * @param {boolean} [isExact]
 * @returns {Partial<State>}
 */
export function withQuery(query, isExact = false) {
  if (!query) return { ...INITIAL };
  return { query, isExact, isLoading: true, failed: null };
}

/**
 * @param {State} state
 * @param {SearchPage} page
 * @param {boolean} isFirst page of results
 * @returns {Partial<State>}
 */
export function withResults({ query, pages }, page, isFirst) {
  return { searched: query, pages: isFirst ? [page] : [...pages, page], isLoading: false, failed: null };
}

/**
 * Earlier pages stay, unless the first page of another query failed.
 * @param {State} state
 * @param {unknown} error
 * @param {boolean} isFirst page of results
 * @returns {Partial<State>}
 */
export function withFailure({ pages }, error, isFirst) {
  return { pages: isFirst ? [] : pages, isLoading: false, failed: { error, isFirst } };
}

/** @param {State} state @returns {string | null} of the next page; null while results of another query are awaited */
export function cursorOf({ query, searched, pages }) {
  return query === searched ? (pages.at(-1)?.cursor ?? null) : null;
}

/**
 * The hits to show. A document that moved to the next page of results in the meantime is shown once.
 * @param {State} state
 * @returns {{ hit: import("../../../types.js").Hit, query: string }[]} with the query whose words the hit contains: the
 *   corrected one where a typing error was corrected
 */
export function hitsOf({ searched, pages }) {
  const found = new Map();
  for (const { hits, corrected } of pages) {
    for (const hit of hits) if (!found.has(hit.document.id)) found.set(hit.document.id, { hit, query: corrected ?? searched });
  }
  return [...found.values()];
}
