/**
 * Corners of a page in a picture, and the projection that makes a rectangle of them. A point has shares of the picture,
 * from 0 to 1: `x` from the left and `y` from the top.
 *
 * @typedef {{ x: number, y: number }} Point
 * @typedef {readonly [Point, Point, Point, Point]} Corners of the page as it is read: top left, top right, bottom
 *   right, bottom left
 * @typedef {{ width: number, height: number }} Size in pixels
 */

/** @type {Corners} */
export const WHOLE = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

/** Corners closer to a straight line than this, as a share of the picture's area, do not form a page. */
const LEAST_TURN = 0.002;

/** @param {Point} from @param {Point} over @param {Point} to positive for a turn to the right */
const turn = (from, over, to) => (over.x - from.x) * (to.y - over.y) - (over.y - from.y) * (to.x - over.x);

/** Whether the corners are those of a page: a convex shape, in clockwise order. @param {Corners} corners */
export function isPage([a, b, c, d]) {
  return [turn(a, b, c), turn(b, c, d), turn(c, d, a), turn(d, a, b)].every((one) => one > LEAST_TURN);
}

/** The area, as a share of the picture's area. @param {Corners} corners */
export function area([a, b, c, d]) {
  return Math.abs((c.x - a.x) * (d.y - b.y) - (d.x - b.x) * (c.y - a.y)) / 2;
}

/**
 * The corners with one of them moved inside the picture; the same corners if the result would not be a page.
 * @param {Corners} corners @param {number} index @param {Point} to
 * @returns {Corners}
 */
export function moved(corners, index, { x, y }) {
  const within = (/** @type {number} */ value) => Math.min(1, Math.max(0, value));
  const changed = /** @type {[Point, Point, Point, Point]} */ ([...corners]);
  changed[index] = { x: within(x), y: within(y) };
  return isPage(changed) ? changed : corners;
}

/** The corners after the picture was turned by a quarter to the right. @param {Corners} corners @returns {Corners} */
export function turned(corners) {
  const [a, b, c, d] = corners.map(({ x, y }) => ({ x: 1 - y, y: x }));
  return /** @type {Corners} */ ([d, a, b, c]);
}

/**
 * The size of the page without perspective: its longer edges decide, so that nothing is made smaller than it is in the
 * picture.
 * @param {Corners} corners @param {Size} picture @param {number} longest pixels that an edge of the result may have
 * @returns {Size}
 */
export function flatSize([a, b, c, d], picture, longest) {
  const edge = (/** @type {Point} */ from, /** @type {Point} */ to) =>
    Math.hypot((to.x - from.x) * picture.width, (to.y - from.y) * picture.height);
  const width = Math.max(edge(a, b), edge(d, c));
  const height = Math.max(edge(a, d), edge(b, c));
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * The projective mapping of the unit square to the corners: x = (a u + b v + c) / (g u + h v + 1), and y likewise with
 * d, e, f. The solution for a square is in P. Heckbert, Fundamentals of Texture Mapping and Image Warping (1989),
 * 2.2.3.
 * @param {Corners} corners that are a page
 * @returns {{ a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number }}
 */
export function projection([p, q, r, s]) {
  const dx1 = q.x - r.x;
  const dy1 = q.y - r.y;
  const dx2 = s.x - r.x;
  const dy2 = s.y - r.y;
  const sx = p.x - q.x + r.x - s.x;
  const sy = p.y - q.y + r.y - s.y;
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  return {
    a: q.x - p.x + g * q.x,
    b: s.x - p.x + h * s.x,
    c: p.x,
    d: q.y - p.y + g * q.y,
    e: s.y - p.y + h * s.y,
    f: p.y,
    g,
    h,
  };
}
