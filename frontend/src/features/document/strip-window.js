/** Which entries of a long list are rendered as elements. Pure functions. */

/** How many entries above and below the visible ones are made, so that scrolling shows no gap. */
const AHEAD = 3;

/**
 * @typedef {{ top: number, height: number, entry: number }} Place of a scroller: scrolled by `top`, `height` high, with
 *   entries `entry` high
 */

/** @param {Place & { count: number }} place @returns {{ first: number, last: number }} counted from 1 */
export function windowOf({ top, height, entry, count }) {
  const first = Math.floor(Math.max(0, top) / entry) + 1 - AHEAD;
  const last = Math.ceil((Math.max(0, top) + height) / entry) + AHEAD;
  return { first: Math.max(1, Math.min(first, count)), last: Math.min(count, Math.max(1, last)) };
}

/** Whether an entry is fully visible. @param {number} number counted from 1 @param {Place} place */
export function isInSight(number, { top, height, entry }) {
  return (number - 1) * entry >= top && number * entry <= top + height;
}
