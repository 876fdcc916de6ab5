/** The state of the document screen. Pure functions. */

import { viewerOf } from "../../ui/formats.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {"preview" | "text"} Tab
 * @typedef {{ document: Doc | null, tab: Tab, page: number, query: string, isExact: boolean, error: unknown,
 *   children: import("../../../types.js").Children["children"] }} State
 *   `document`: null until it is loaded; `query`, `isExact`: the search that led here, whose words are marked
 */

/** @param {URLSearchParams} params @returns {State} */
export function initialState(params) {
  return {
    document: null,
    tab: params.get("tab") === "text" ? "text" : "preview",
    page: Math.max(1, Number.parseInt(params.get("page") ?? "1", 10) || 1),
    query: params.get("q") ?? "",
    isExact: params.get("exact") === "true",
    error: null,
    children: [],
  };
}

/** A document that is only text has no preview. @param {Doc} document @returns {Tab[]} */
export function tabsOf({ media_type, thumbnail }) {
  return viewerOf(media_type) || thumbnail ? ["preview", "text"] : ["text"];
}

/**
 * A search opens the text of a document whose words have no places on its picture, because they are marked only there.
 * @param {State} state
 * @param {Doc} document
 * @returns {Partial<State>}
 */
export function withDocument({ tab: chosen, query }, document) {
  const tabs = tabsOf(document);
  const hasPlaces = viewerOf(document.media_type) === "pdf" || document.ocr_pages_done;
  const tab = query && !hasPlaces ? "text" : chosen;
  return { document, tab: tabs.includes(tab) ? tab : (tabs[0] ?? "text"), error: null };
}

/**
 * The address of what is shown, for reloading the page and for bookmarks.
 * @param {State} state
 * @param {Location} location
 */
export function addressOf({ page, tab }, { pathname, search }) {
  const params = new URLSearchParams(search);
  params.set("page", String(page));
  params.set("tab", tab);
  return `${pathname}?${params}`;
}
