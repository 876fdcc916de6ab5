/** The pages that are being captured. Pure functions. */

import { WHOLE, turned } from "./geometry.js";

/**
 * @typedef {object} Page
 * @property {string} key
 * @property {Blob} photo
 * @property {number} turns quarters to the right
 * @property {import("./geometry.js").Corners} corners in the turned picture
 * @property {Blob | null} copy a small one of the turned photo; null until it is made
 * @property {string} picture the address of the copy; empty until it is made
 * @property {number} ratio its width divided by its height
 * @property {string} result the address of a small picture of the page as it will be; empty until it is made
 *
 * @typedef {"camera" | "pages"} Step
 * @typedef {{ step: Step, pages: readonly Page[], chosen: string, hasPreview: boolean, isBusy: boolean, done: number,
 *   note: string }} State `chosen`: the key of the page that is shown; `hasPreview`: the dialog shows what the camera
 *   sees; `done`: pages of the document that is being made; `note`: what went wrong
 */

/** More pages would need more memory than some phones have. */
export const MOST_PAGES = 50;

/** @type {State} */
export const INITIAL = { step: "camera", pages: [], chosen: "", hasPreview: false, isBusy: false, done: 0, note: "" };

/** @param {string} key @param {Blob} photo @returns {Page} */
export function newPage(key, photo) {
  return { key, photo, turns: 0, corners: WHOLE, copy: null, picture: "", ratio: 1, result: "" };
}

/** @param {State} state @returns {Page | undefined} */
export const chosenPage = ({ pages, chosen }) => pages.find(({ key }) => key === chosen);

/**
 * @param {State} state
 * @param {readonly Page[]} added
 * @returns {Pick<State, "pages" | "chosen">} the first of the new pages is shown
 */
export function withPages({ pages, chosen }, added) {
  const fitting = added.slice(0, Math.max(0, MOST_PAGES - pages.length));
  return { pages: [...pages, ...fitting], chosen: fitting[0]?.key ?? chosen };
}

/** @param {State} state @param {string} key @param {Partial<Page>} changes @returns {Pick<State, "pages">} */
export function withChanges({ pages }, key, changes) {
  return { pages: pages.map((page) => (page.key === key ? { ...page, ...changes } : page)) };
}

/**
 * The next page is shown, or the one before the last.
 * @param {State} state
 * @param {string} key
 * @returns {Pick<State, "pages" | "chosen" | "step">}
 */
export function withoutPage({ pages, step }, key) {
  const at = pages.findIndex((page) => page.key === key);
  const left = pages.filter((page) => page.key !== key);
  const chosen = left[Math.min(at, left.length - 1)]?.key ?? "";
  return { pages: left, chosen, step: left.length === 0 ? "camera" : step };
}

/** @param {State} state @param {string} key @param {1 | -1} step @returns {Pick<State, "pages">} */
export function withMoved({ pages }, key, step) {
  const from = pages.findIndex((page) => page.key === key);
  const to = from + step;
  const page = pages[from];
  if (!page || to < 0 || to >= pages.length) return { pages };
  const others = pages.filter((other) => other !== page);
  return { pages: [...others.slice(0, to), page, ...others.slice(to)] };
}

/**
 * A page after a quarter turn to the right. Its pictures have to be regenerated.
 * @param {Page} page
 * @returns {Partial<Page>}
 */
export function quarterTurn({ turns, corners }) {
  return { turns: (turns + 1) % 4, corners: turned(corners) };
}
