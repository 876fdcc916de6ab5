/** The part of the dense list that is near the window, and scrolling to a row. */

import { topOf, windowOf } from "./rows-state.js";

/**
 * @typedef {import("./rows.js").State} State
 * @typedef {import("./rows-state.js").Place} Place
 */

/** Pixels above and below the window that are rendered as well. */
const MARGIN = 600;
/** Heights in pixels, as in rows.css. */
const WIDE = { row: 36, heading: 36 };
/** The same with spacious rows, which a person can choose. */
const COMFORTABLE = { row: 48, heading: 36 };
const NARROW = { row: 56, heading: 36 };
/** Where the list begins, before it is rendered for the first time. */
const FIRST_TOP = 200;

/** @param {HTMLElement} element the screen */
export function viewport(element) {
  const narrow = matchMedia("(max-width: 48rem)");
  const wide = () => (document.documentElement.dataset.density ? COMFORTABLE : WIDE);
  const sizes = () => (narrow.matches ? NARROW : wide());
  const body = () => /** @type {HTMLElement | null} */ (element.querySelector(".rows-body"));
  const top = () => (body()?.getBoundingClientRect().top ?? FIRST_TOP) + arrivingHeight();
  const arrivingHeight = () =>
    /** @type {HTMLElement | null} */ (element.querySelector("[data-section=arriving]"))?.offsetHeight ?? 0;
  /** The lower edge of what is sticky at the top of the window. */
  const edge = () =>
    Math.max(0, element.querySelector(".rows-head")?.getBoundingClientRect().bottom ?? 0, headerBottom());

  return {
    sizes,
    /**
     * The state with what is near the window.
     * @param {State} state
     * @returns {Pick<State, "shown" | "height" | "year" | "room">}
     */
    windowOf({ sections }) {
      const above = top();
      const found = windowOf(sections, { first: -above - MARGIN, last: window.innerHeight - above + MARGIN }, sizes());
      const under = Math.max(0, edge() - above);
      const first = windowOf(sections, { first: under, last: under + 1 }, sizes()).shown[0];
      return { ...found, year: (first && sections[first.index]?.key.slice(0, 4)) || "", room: roomOf(body()) };
    },
    /**
     * Scrolls just far enough to show the row, or until it is at the top (`isFirst`).
     * @param {State} state
     * @param {Place} at
     * @param {boolean} [isFirst]
     */
    reveal({ sections }, at, isFirst = false) {
      const { row, heading } = sizes();
      const where = topOf(sections, at, sizes()) + top();
      const upper = edge() + heading;
      const lower = window.innerHeight - bottomBar() - row - 8;
      if (isFirst || where < upper) window.scrollBy(0, where - upper);
      else if (where > lower) window.scrollBy(0, where - lower);
    },
    pageSize: () => Math.max(1, Math.floor(window.innerHeight / sizes().row) - 4),
  };
}

/** The width of the list in rem; unlimited before it is rendered. @param {HTMLElement | null} body */
function roomOf(body) {
  return body?.clientWidth
    ? body.clientWidth / parseFloat(getComputedStyle(document.documentElement).fontSize)
    : Infinity;
}

function headerBottom() {
  return document.querySelector("header.top")?.getBoundingClientRect().bottom ?? 0;
}

function bottomBar() {
  return document.querySelector(".bottom-bar")?.getBoundingClientRect().height ?? 0;
}
