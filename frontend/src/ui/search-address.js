/** Addresses of the search screen, of its hits and of the library's list. */

/**
 * @typedef {"list" | "grid"} Layout rows with a snippet, or cards
 * @typedef {{ query: string, isExact: boolean, order: string, layout: Layout }} Wanted the contents of a search's
 *   address. `isExact`: words are found only as they are written; `order`: as in the API, empty for the best hits first
 */

/** @param {Partial<Wanted>} wanted @returns {string} */
export function searchAddress({ query = "", isExact = false, order = "", layout = "list" }) {
  const options = {
    ...(isExact ? { exact: "true" } : {}),
    ...(order ? { order } : {}),
    ...(layout === "list" ? {} : { layout }),
  };
  return `/search?${new URLSearchParams({ q: query, ...options })}`;
}

/**
 * The address of a hit's document, which shows the page and marks the words that were found.
 * @param {import("./hit-list.js").Left} found
 * @param {number} [page] the best one by default
 * @returns {string}
 */
export function hitAddress({ hit, query, isExact }, page = hit.page) {
  return `/documents/${hit.document.id}?${new URLSearchParams({ page: String(page), q: query, ...(isExact ? { exact: "true" } : {}) })}`;
}

/** The address of the library's list, filtered by a query. @param {string} query @returns {string} */
export function filterAddress(query) {
  return query ? `/?${new URLSearchParams({ q: query })}` : "/";
}

/**
 * The name of a query in a heading. For a single filter, as in the links of the rail, it is the filter's value.
 * @param {string} query
 */
export function titleOf(query) {
  const [, quoted, plain] = /^[a-z]+:(?:"([^"]*)"|([^\s"()]+))$/.exec(query) ?? [];
  return (quoted ?? plain ?? query).trim() || query;
}
