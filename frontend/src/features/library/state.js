/** The state of the library screen: which documents are listed, and how. Pure functions. */

import { isArchived, isFinal } from "../../api/document-states.js";
import { placed } from "../../ui/document-list.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {"all" | "working"} Filter
 * @typedef {"grid" | "list"} Layout
 * @typedef {(string | null)[]} Cursors one for each request of the filter; "": its first page, null: its end is loaded;
 *   of rows, their number
 * @typedef {{ filter: Filter, documents: Doc[], cursors: Cursors, gone: Record<string, number>, isLoaded: boolean,
 *   error: unknown }} State `gone`: where documents were that left the list; `isLoaded`: the first page has arrived
 */

export const FILTERS = /** @type {const} */ (["all", "working"]);
export const LAYOUTS = /** @type {const} */ (["grid", "list"]);

/**
 * @type {Record<Filter, (Record<string, string> | null)[]>} the API lists one state per request; null: rows, in the
 *   order of the list
 */
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
 * What the same layout kept for this entry of the history; another layout or order may have been chosen since.
 * @param {string} key of what this layout keeps
 * @param {unknown} kept
 * @param {string} order that the list has now
 */
export function keptBy(key, kept, order) {
  return kept && typeof kept === "object" && key in kept && "order" in kept && kept.order === order ? kept : undefined;
}

/**
 * The list as it was kept, with the newest versions of its documents, and without those that have left it since.
 * @param {State} state
 * @param {Pick<State, "documents" | "cursors">} kept
 * @param {(id: string) => Doc | undefined} find
 * @returns {State}
 */
export function restored(state, { documents, cursors }, find) {
  const newest = documents.map(({ id }) => find(id));
  const left = documents.filter((_, at) => !newest[at] || !belongs(state.filter, newest[at]));
  /** @type {State} */
  const all = { ...state, documents: documents.map((one, at) => newest[at] ?? one), cursors, isLoaded: true };
  return left.reduce((rows, { id }) => withoutRow(rows, id), all);
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
  // Each of several new ones is the newest when it is inserted.
  if (filter === "all")
    return documents
      .toSorted((one, other) => (one.id < other.id ? -1 : 1))
      .reduce((rows, one) => withRow(rows, one), state);
  const isComplete = !hasMore(state);
  return {
    ...state,
    documents: documents.reduce(
      (list, one) => placed(list, one, { belongs: belongs(filter, one), isComplete }),
      state.documents,
    ),
  };
}

/**
 * The list with its first pages as they are now: what is shown stays where it is.
 * @param {State} state
 * @param {Doc[]} documents
 */
export function withFirstPages(state, documents) {
  return state.filter === "all"
    ? documents.reduce((rows, one, place) => withRow(rows, one, place), state)
    : withChanged(state, documents);
}

/**
 * The list after a document was added or has changed: a changed one keeps its place, a new one comes first, and one
 * that was removed returns to its place. Any other one comes with its page.
 * @param {State} state
 * @param {Doc} document
 * @param {number} [placeInPage] of a document that comes with its page
 * @returns {State}
 */
function withRow(state, document, placeInPage) {
  const { filter, documents, gone } = state;
  const at = documents.findIndex(({ id }) => id === document.id);
  if (!belongs(filter, document)) return withoutRow(state, document.id);
  // The same version may come with fresh links to its thumbnail: pictures that are shown are not loaded again.
  if (at >= 0)
    return documents[at]?.version === document.version ? state : { ...state, documents: documents.with(at, document) };
  const isNewest = documents.every(({ id }) => id < document.id);
  const last = hasMore(state) ? -1 : documents.length;
  const place = gone[document.id] ?? placeInPage ?? (isNewest || !isFinal(document) ? 0 : last);
  return place < 0 ? state : { ...state, documents: documents.toSpliced(place, 0, document) };
}

/** @param {State} state @param {string} id @returns {State} */
function withoutRow(state, id) {
  const { filter, documents, cursors, gone } = state;
  const at = documents.findIndex((one) => one.id === id);
  if (at < 0) return state;
  // The rows that follow have moved up.
  const moved = filter === "all" ? cursors.map((cursor) => cursor && String(Math.max(0, Number(cursor) - 1))) : cursors;
  return { ...state, documents: documents.toSpliced(at, 1), cursors: moved, gone: { ...gone, [id]: at } };
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
  return {
    documents: documents.reduce(
      (list, one) => placed(list, one, { belongs: belongs(state.filter, one), isComplete: true }),
      state.documents,
    ),
    ...loaded,
  };
}
