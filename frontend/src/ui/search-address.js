/** Addresses of the search screen. */

/**
 * @typedef {"list" | "grid"} Layout rows with a snippet, or cards
 * @typedef {{ query: string, isExact: boolean, order: string, layout: Layout }} Wanted what the address of a search says.
 *   `isExact`: words are found only as they are written; `order` of the hits: of the API, empty for the best first
 */

/** @param {Partial<Wanted>} wanted @returns {string} */
export function searchAddress({ query = "", isExact = false, order = "", layout = "list" }) {
  const options = { ...(isExact ? { exact: "true" } : {}), ...(order ? { order } : {}), ...(layout === "list" ? {} : { layout }) };
  return `/search?${new URLSearchParams({ q: query, ...options })}`;
}
