/** The operations of search. */

import { Client } from "./client.js";

/**
 * @typedef {object} SearchOptions
 * @property {boolean} [isExact] without other forms of the words and without corrections
 * @property {string} [order] of the hits; by default the best one is first
 * @property {string} [facets] to count, separated by commas
 *
 * @typedef {{ query: string, isExact: boolean }} Marked what is marked in a document: what the query matches, empty for nothing
 */

/** @param {Marked} marked @returns {Record<string, string>} */
export function marking({ query, isExact }) {
  return query ? { q: query, ...(isExact ? { exact: "true" } : {}) } : {};
}

/** Hits on one page of search results. */
const PAGE_SIZE = "20";

export class SearchClient extends Client {
  /**
   * @param {string} words
   * @param {string | null} cursor
   * @param {AbortSignal} [signal]
   * @param {SearchOptions} [options]
   * @returns {Promise<import("../../types.js").SearchResults>}
   */
  search(words, cursor, signal, { isExact = false, order = "", facets = "" } = {}) {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const options = { zone: timeZone, exact: isExact ? "true" : "", order, facets, cursor: cursor ?? "" };
    const chosen = Object.entries(options).filter(([, value]) => value);
    return this.request("GET", "/v1/search", { query: { q: words, limit: PAGE_SIZE, ...Object.fromEntries(chosen) }, signal });
  }

  /**
   * @param {string} beginning of a word, a title or a name
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Completions>}
   */
  completeSearch(beginning, signal) {
    return this.request("GET", "/v1/search/completions", { query: { q: beginning }, signal });
  }

  /** Documents that are like another one. @param {string} id @param {AbortSignal} [signal] @returns {Promise<import("../../types.js").Similar>} */
  listSimilar(id, signal) {
    return this.request("GET", `/v1/documents/${id}/similar`, { signal });
  }

  /**
   * The pages of a document that match a query, with the best place of each.
   * @param {string} id
   * @param {Marked} marked
   * @param {string | null} cursor
   * @returns {Promise<import("../../types.js").Matches>}
   */
  listMatches(id, marked, cursor) {
    return this.request("GET", `/v1/documents/${id}/matches`, { query: { ...marking(marked), ...(cursor ? { cursor } : {}) } });
  }
}
