/** The operations of search. */

import { t } from "../ui/strings.js";
import { Client } from "./client.js";
import { zone } from "./preferences.js";
import { Problem } from "./problems.js";

/**
 * @typedef {object} SearchOptions
 * @property {boolean} [isExact] without other forms of the words and without corrections
 * @property {string} [order] of the hits; by default the best one is first
 *
 * @typedef {{ query: string, isExact: boolean }} Marked what is marked in a document: what the query matches, empty for
 *   nothing
 */

/** @param {Marked} marked @returns {Record<string, string>} */
export function marking({ query, isExact }) {
  return query ? { q: query, ...(isExact ? { exact: "true" } : {}) } : {};
}

/**
 * What was found, unless it is nothing because the index is being rebuilt: a library is not empty then, and neither is
 * its inbox.
 * @template {{ total: number, incomplete?: string | null }} Result
 * @param {Result} found
 */
function certain(found) {
  if (found.incomplete && !found.total) throw new Problem(503, "rebuilding", t("error.rebuilding"));
  return found;
}

/** The facets of the rail. */
const OVERVIEW = "sender,kind,tag,year,is";

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
  search(words, cursor, signal, { isExact = false, order = "" } = {}) {
    const options = { zone: zone(), exact: isExact ? "true" : "", order, cursor: cursor ?? "" };
    const chosen = Object.entries(options).filter(([, value]) => value);
    return this.request("GET", "/v1/search", {
      query: { q: words, limit: PAGE_SIZE, ...Object.fromEntries(chosen) },
      signal,
    });
  }

  /**
   * Adds up the values of the documents that match.
   * @param {string} words
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Totals>}
   */
  addUp(words, signal) {
    return this.request("GET", "/v1/search/totals", { query: { q: words, zone: zone() }, signal });
  }

  /**
   * Counts facets over all hits. It takes longer than finding the first ones.
   * @param {string} words
   * @param {string} facets separated by commas
   * @param {AbortSignal} signal
   * @param {Pick<SearchOptions, "isExact">} options
   * @returns {Promise<Pick<import("../../types.js").SearchResults, "facets"> &
   *   Partial<Pick<import("../../types.js").SearchResults, "around">>>} without `around` from an API of an earlier
   *   release
   */
  async countFacets(words, facets, signal, { isExact = false }) {
    const query = { q: words, limit: "1", zone: zone(), facets, ...(isExact ? { exact: "true" } : {}) };
    return this.request("GET", "/v1/search", { query, signal });
  }

  /**
   * Documents of a long list, from any place in it, without snippets.
   * @param {{ q: string, order: string, offset: number, limit: number }} wanted
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Rows>}
   */
  async listRows(wanted, signal) {
    return certain(await this.#rows(wanted, signal));
  }

  /**
   * @param {{ q: string, order: string, offset: number, limit: number }} wanted
   * @param {AbortSignal} [signal]
   */
  #rows({ q, order, offset, limit }, signal) {
    const query = { q, order, offset: String(offset), limit: String(limit), zone: zone() };
    return this.request("GET", "/v1/search/rows", { query, signal });
  }

  /**
   * @param {{ q: string, by: "date" | "added" }} wanted
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Months>}
   */
  async countMonths({ q, by }, signal) {
    const found = await this.request("GET", "/v1/search/months", { query: { q, by, zone: zone() }, signal });
    return this.#confirmed(found, q, signal);
  }

  /**
   * @param {{ q: string, by: "sender" | "kind" }} wanted
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Groups>}
   */
  async countGroups({ q, by }, signal) {
    const found = await this.request("GET", "/v1/search/groups", { query: { q, by, zone: zone() }, signal });
    return this.#confirmed(found, q, signal);
  }

  /**
   * What was counted, as `certain`. Counts do not say whether they are complete, but a list of the same documents does.
   * @template {{ total: number }} Counted
   * @param {Counted} found
   * @param {string} q
   * @param {AbortSignal} [signal]
   */
  async #confirmed(found, q, signal) {
    if (!found.total) await this.listRows({ q, order: "-added", offset: 0, limit: 1 }, signal);
    return found;
  }

  /** What the rail shows. @returns {Promise<import("./overview.js").Numbers>} */
  async countLibrary() {
    const query = { q: "", limit: "1", facets: OVERVIEW, zone: zone() };
    const [all, trash, expired] = await Promise.all([
      this.request("GET", "/v1/search", { query }).then(certain),
      // In an incomplete index, an empty trash must not hide the other numbers.
      ...["is:trash", "is:expired"].map((q) => this.#rows({ q, order: "-added", offset: 0, limit: 1 })),
    ]);
    /** @type {import("./overview.js").Numbers["facets"]} */
    const facets = Object.fromEntries(
      all.facets.map((/** @type {import("../../types.js").SearchResults["facets"][number]} */ { facet, values }) => [
        facet,
        values,
      ]),
    );
    const inbox = facets.is?.find(({ id }) => id === "inbox")?.count ?? 0;
    return { total: all.total, inbox, trash: trash.total, expired: expired.total, facets };
  }

  /**
   * @param {string} beginning of a word, a title or a name
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Completions>}
   */
  completeSearch(beginning, signal) {
    return this.request("GET", "/v1/search/completions", { query: { q: beginning }, signal });
  }

  /**
   * Documents that resemble another one.
   * @param {string} id
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Similar>}
   */
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
    return this.request("GET", `/v1/documents/${id}/matches`, {
      query: { ...marking(marked), ...(cursor ? { cursor } : {}) },
    });
  }
}
