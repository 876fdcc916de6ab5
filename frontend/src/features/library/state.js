/** The state of the library screen: which documents are listed, and how. Pure functions. */

import { isArchived, isFinal } from "../../api/document-states.js";
import { placed } from "../../ui/document-list.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {"all" | "working"} Filter
 * @typedef {"grid" | "list"} Layout
 * @typedef {(string | null)[]} Cursors one for each request of the filter; "": its first page, null: its end is loaded; of rows, their number
 * @typedef {{ filter: Filter, documents: Doc[], cursors: Cursors, gone: Record<string, number>, isLoaded: boolean, error: unknown }} State
 *   `gone`: where documents were that left the list; `isLoaded`: the first page has arrived
 */

export const FILTERS = /** @type {const} */ (["all", "working"]);
export const LAYOUTS = /** @type {const} */ (["grid", "list"]);

/** @type {Record<Filter, (Record<string, string> | null)[]>} the API lists one state per request; null: rows, in the order of the list */
export const REQUESTS = { all: [null], working: [{ state: "received" }, { state: "working" }] };

/** @param {string | null} filter @returns {State} */
export function initialState(filter) {
  const chosen = FILTERS.find((name) => name === filter) ?? "all";
  return {
    filter: chosen,
    documents: [],
    cursors: REQUESTS[chosen].map(() => ""),
    gone: {},
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
 * @returns {Pick<State, "documents" | "cursors" | "gone">}
 */
export function withChanged(state, documents) {
  const { filter } = state;
  if (filter === "all") return documents.reduce(withRow, state);
  const isComplete = !hasMore(state);
  return { ...state, documents: documents.reduce((list, one) => placed(list, one, { belongs: belongs(filter, one), isComplete }), state.documents) };
}

/**
 * The rows with one that is new or has changed: it stays where it is, a new one is the first, and one that was removed returns to its place. Any other one
 * comes with its page.
 * @param {State} state
 * @param {Doc} document
 * @returns {State}
 */
function withRow(state, document) {
  const { filter, documents, cursors, gone } = state;
  const at = documents.findIndex(({ id }) => id === document.id);
  if (!belongs(filter, document)) {
    if (at < 0) return state;
    // The rows that follow have moved up.
    return { ...state, documents: documents.toSpliced(at, 1), cursors: cursors.map((cursor) => cursor && String(Number(cursor) - 1)), gone: { ...gone, [document.id]: at } };
  }
  // The same version may come with fresh links to its thumbnail: pictures that are shown are not loaded again.
  if (at >= 0) return documents[at]?.version === document.version ? state : { ...state, documents: documents.with(at, document) };
  const isNewest = documents.every(({ id }) => id < document.id);
  const place = gone[document.id] ?? (isNewest || !isFinal(document) ? 0 : hasMore(state) ? -1 : documents.length);
  return place < 0 ? state : { ...state, documents: documents.toSpliced(place, 0, document) };
}

/**
 * Adds the next page to the list.
 * @param {State} state
 * @param {Doc[]} documents
 * @param {Cursors} cursors
 * @returns {Partial<State>}
 */
export function withPage(state, documents, cursors) {
  const loaded = { cursors, isLoaded: true, error: null };
  if (state.filter === "all") {
    const known = new Set(state.documents.map(({ id }) => id));
    const rows = documents.filter((one) => !known.has(one.id) && belongs("all", one));
    return { documents: [...state.documents, ...rows], ...loaded };
  }
  return { documents: documents.reduce((list, one) => placed(list, one, { belongs: belongs(state.filter, one), isComplete: true }), state.documents), ...loaded };
}
