/** How the pages of a document are shown: which one, how large, how turned. Pure functions. */

/**
 * @typedef {"page" | "width"} Fit a whole page, or its full width
 * @typedef {{ width: number, height: number }} Size
 * @typedef {{ page: number, count: number, size: Fit | number, turn: number, scale: number, canZoom: boolean }} Viewing
 *   `size`: fitted, or a share of the actual size, which `scale` is in both cases; `turn`: degrees clockwise, of the
 *   view only; `canZoom`: false for text
 */

const SCALES = [0.1, 0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
/** Two scales that differ by less look the same. */
const SAME = 0.02;

/** @param {Partial<Viewing>} [known] @returns {Viewing} */
export function viewingOf(known = {}) {
  return { page: 1, count: 1, size: "page", turn: 0, scale: 1, canZoom: true, ...known };
}

/** A page that exists. @param {number} page @param {number} count */
export function within(page, count) {
  return Math.max(1, Math.min(count, Math.trunc(page) || 1));
}

/**
 * The next larger or smaller scale than the one that is shown.
 * @param {Viewing} viewing
 * @param {1 | -1} step
 * @returns {Viewing}
 */
export function zoomed(viewing, step) {
  const { scale } = viewing;
  const next = step > 0 ? SCALES.find((one) => one > scale + SAME) : SCALES.findLast((one) => one < scale - SAME);
  return next === undefined ? viewing : { ...viewing, size: next, scale: next };
}

/** @param {Viewing} viewing @param {1 | -1} step */
export function canZoomBy(viewing, step) {
  return zoomed(viewing, step) !== viewing;
}

/** @param {Viewing} viewing @returns {Viewing} */
export function turned(viewing) {
  return { ...viewing, turn: (viewing.turn + 90) % 360 };
}

/** @param {Size} page @param {number} turn @returns {Size} */
export function turnedSize({ width, height }, turn) {
  return turn % 180 ? { width: height, height: width } : { width, height };
}

/**
 * How large a page is shown.
 * @param {Fit | number} size
 * @param {Size} page at its actual size, as it is turned
 * @param {Size} area where it is shown
 * @param {number} [most] the largest scale of a page that is fitted
 */
export function scaleOf(size, page, area, most = Infinity) {
  if (typeof size === "number") return size;
  const across = Math.max(1, area.width) / page.width;
  const down = Math.max(1, area.height) / page.height;
  return Math.min(most, size === "width" ? across : Math.min(across, down));
}

/**
 * The page that is farthest from another one, so that it is needed last.
 * @param {number} page
 * @param {number[]} others
 */
export function farthestFrom(page, others) {
  const distance = (/** @type {number} */ other) => Math.abs(other - page);
  return others.reduce((one, other) => (distance(other) > distance(one) ? other : one));
}
