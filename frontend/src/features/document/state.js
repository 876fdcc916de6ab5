/** The state of the document screen. Pure functions. */

import { hasRendition, isShownAsText, viewerOf } from "../../ui/formats.js";
import { viewingOf } from "./viewing.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {"preview" | "text"} Tab
 * @typedef {{ text: string, query: string, pages: number[], isLoading: boolean, error: unknown }} Finding
 *   what a person finds in this document: `text` as typed, `query` that was looked for, and the pages that have it
 * @typedef {{ document: Doc | null, tab: Tab | null, query: string, isExact: boolean, error: unknown, viewing:
 *   import("./viewing.js").Viewing, isReady: boolean, hasStrip: boolean, finding: Finding | null, children:
 *   import("../../../types.js").Children["children"] }} State `document`: null until it is loaded; `tab`: null for the
 *   first one; `query`, `isExact`: the search that led here, whose words are marked; `isReady`: pages are shown
 */

/** @type {Tab[]} */
const TABS = ["preview", "text"];

/** @param {URLSearchParams} params @returns {State} */
export function initialState(params) {
  return {
    document: null,
    tab: TABS.find((tab) => tab === params.get("tab")) ?? null,
    query: params.get("q") ?? "",
    isExact: params.get("exact") === "true",
    error: null,
    viewing: viewingOf({ page: Math.max(1, Number.parseInt(params.get("page") ?? "1", 10) || 1) }),
    isReady: false,
    hasStrip: false,
    finding: null,
    children: [],
  };
}

/**
 * A document that is only text has no preview. If its formatting cannot be shown, the preview is only a small picture
 * of its text, so the text comes first.
 * @param {Doc} document
 * @returns {Tab[]}
 */
export function tabsOf({ media_type, thumbnail }) {
  if (hasRendition(media_type)) return TABS;
  if (!viewerOf(media_type) && !thumbnail) return ["text"];
  return isShownAsText(media_type) ? ["text", "preview"] : TABS;
}

/** Whether found words can be marked on the pages themselves. @param {Doc} document */
export function hasPlaces(document) {
  return viewerOf(document.media_type) === "pdf" || hasScannedPages(document);
}

/**
 * Whether some of its pages were recognised. The pictures in a text do not count, because they are not shown as pages.
 * @param {Doc} document
 */
export function hasScannedPages({ media_type, ocr_pages_done }) {
  return Boolean(ocr_pages_done) && !isShownAsText(media_type);
}

/**
 * A search opens the text of a document whose words have no places on its picture, because they are marked only there.
 * @param {State} state
 * @param {Doc} document
 * @returns {Partial<State>}
 */
export function withDocument({ tab: chosen, query }, document) {
  const tabs = tabsOf(document);
  const tab = query && !hasPlaces(document) ? "text" : chosen;
  return { document, tab: tab && tabs.includes(tab) ? tab : (tabs[0] ?? "text"), error: null };
}

/**
 * The address of what is shown, for reloading the page and for bookmarks.
 * @param {State} state
 * @param {Location} location
 */
export function addressOf({ viewing, tab }, { pathname, search }) {
  const params = new URLSearchParams(search);
  params.set("page", String(viewing.page));
  if (tab) params.set("tab", tab);
  return `${pathname}?${params}`;
}

/** What to mark: what a person finds in the document, or else the search that led to it. @param {State} state */
export function markedOf({ finding, query, isExact }) {
  return finding?.query ? { query: finding.query, isExact: false } : { query, isExact };
}

/** The pages of matches, in order. @param {import("../../../types.js").PageMatch[]} matches */
export function pagesOf(matches) {
  return [...new Set(matches.flatMap(({ page, same_on: same }) => [page, ...same]))].sort((one, other) => one - other);
}

/**
 * The next or previous page with a match; the first one follows the last.
 * @param {number[]} pages in order
 * @param {number} current
 * @param {1 | -1} step
 */
export function pageAfter(pages, current, step) {
  const next = step > 0 ? pages.find((page) => page > current) : pages.findLast((page) => page < current);
  return next ?? (step > 0 ? pages[0] : pages.at(-1));
}
