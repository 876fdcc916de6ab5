/** The state of the library screen: which documents are listed, and how. Pure functions. */

import { isArchived, isFinal } from "../../api/document-states.js";
import { placed } from "../../ui/document-list.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {"all" | "working"} Filter
 * @typedef {"grid" | "list"} Layout
 * @typedef {(string | null)[]} Cursors one for each request of the filter; "": its first page, null: its end is loaded
 * @typedef {{ filter: Filter, documents: Doc[], cursors: Cursors, isLoaded: boolean, error: unknown }} State
 *   `isLoaded`: the first page has arrived
 */

export const FILTERS = /** @type {const} */ (["all", "working"]);
export const LAYOUTS = /** @type {const} */ (["grid", "list"]);

/** @type {Record<Filter, Record<string, string>[]>} the API lists one state per request */
export const REQUESTS = { all: [{}], working: [{ state: "received" }, { state: "working" }] };

/** @param {string | null} filter @returns {State} */
export function initialState(filter) {
  const chosen = FILTERS.find((name) => name === filter) ?? "all";
  return {
    filter: chosen,
    documents: [],
    cursors: REQUESTS[chosen].map(() => ""),
    isLoaded: false,
    error: null,
  };
}

/** @param {Filter} filter @param {Doc} document */
export function belongs(filter, document) {
  if (document.trashed_at || !isArchived(document)) return false;
  return filter === "all" || !isFinal(document);
}

/**
 * What the same layout kept for this entry of the history; another one may have been chosen since.
 * @param {string} key of what this layout keeps
 * @param {unknown} kept
 */
export function keptBy(key, kept) {
  return kept && typeof kept === "object" && key in kept ? kept : undefined;
}

/** @param {State} state */
export function hasMore({ cursors }) {
  return cursors.some((cursor) => cursor !== null);
}

/** @param {State} state */
export function isEmpty(state) {
  return state.isLoaded && state.documents.length === 0 && !hasMore(state);
}

/**
 * The list with documents that arrived or changed outside a page of it.
 * @param {State} state
 * @param {Doc[]} documents
 * @returns {Pick<State, "documents">}
 */
export function withChanged(state, documents) {
  return { documents: merged(state, documents, !hasMore(state)) };
}

/**
 * Adds the next page to the list.
 * @param {State} state
 * @param {Doc[]} documents
 * @param {Cursors} cursors
 * @returns {Partial<State>}
 */
export function withPage(state, documents, cursors) {
  return { documents: merged(state, documents, true), cursors, isLoaded: true, error: null };
}

/** @param {State} state @param {Doc[]} changed @param {boolean} isComplete */
function merged({ filter, documents }, changed, isComplete) {
  return changed.reduce((list, one) => placed(list, one, { belongs: belongs(filter, one), isComplete }), documents);
}
