/** The page in a picture without perspective. */

import { flatSize, projection } from "./geometry.js";

/**
 * @typedef {{ data: Uint8ClampedArray, width: number, height: number }} Pixels four bytes each, as in ImageData
 */

/** How many rows are computed at a time: between two slices, the page can respond to the person. */
const ROWS = 128;

/**
 * @param {Pixels} picture
 * @param {import("./geometry.js").Corners} corners
 * @param {number} longest pixels that an edge of the result may have
 * @param {() => Promise<void>} rest called after each slice
 * @returns {Promise<Pixels>}
 */
export async function flatten(picture, corners, longest, rest) {
  const { width, height } = flatSize(corners, picture, longest);
  const page = { data: new Uint8ClampedArray(width * height * 4), width, height };
  for (let top = 0; top < height; top += ROWS) {
    flattenRows(picture, page, projection(corners), top, Math.min(height, top + ROWS));
    if (top + ROWS < height) await rest();
  }
  return page;
}

/**
 * Each pixel is a mean of the four that surround its place in the picture, weighted by their distance.
 * @param {Pixels} picture
 * @param {Pixels} page
 * @param {ReturnType<typeof projection>} mapping
 * @param {number} top
 * @param {number} bottom
 */
function flattenRows(picture, page, { a, b, c, d, e, f, g, h }, top, bottom) {
  const from = picture.data;
  const right = picture.width - 1;
  const low = picture.height - 1;
  let at = top * page.width * 4;
  for (let row = top; row < bottom; row++) {
    const v = (row + 0.5) / page.height;
    for (let column = 0; column < page.width; column++, at += 4) {
      const u = (column + 0.5) / page.width;
      const w = g * u + h * v + 1;
      const x = Math.min(right, Math.max(0, ((a * u + b * v + c) / w) * picture.width - 0.5));
      const y = Math.min(low, Math.max(0, ((d * u + e * v + f) / w) * picture.height - 0.5));
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      const i00 = (y0 * picture.width + x0) * 4;
      const i01 = x0 < right ? i00 + 4 : i00;
      const down = y0 < low ? picture.width * 4 : 0;
      const dx = x - x0;
      const dy = y - y0;
      for (let band = 0; band < 4; band++) {
        const above = (from[i00 + band] ?? 0) * (1 - dx) + (from[i01 + band] ?? 0) * dx;
        const below = (from[i00 + down + band] ?? 0) * (1 - dx) + (from[i01 + down + band] ?? 0) * dx;
        page.data[at + band] = above * (1 - dy) + below * dy;
      }
    }
  }
}
