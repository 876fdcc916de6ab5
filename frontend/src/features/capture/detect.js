/**
 * Finds a sheet of paper in a picture: the largest bright area, if its outline is that of four straight edges.
 * Everything else is left to the person: a wrong proposal takes more time to correct than none at all.
 */

import { area, isPage, WHOLE } from "./geometry.js";

/**
 * @typedef {import("./geometry.js").Corners} Corners
 * @typedef {import("./geometry.js").Point} Point
 * @typedef {import("./flatten.js").Pixels} Pixels
 */

/**
 * The paper covers at least this share of the picture. If it covers more than the second value, it is the whole
 * picture.
 */
const SMALLEST = 0.2;
const LARGEST = 0.97;
/** How much of the four edges' shape the bright area fills, and how much of the area is outside of it. */
const FILLED = 0.94;
const OUTSIDE = 0.03;
/** How much brighter the paper is than what surrounds it, of 255. */
const CONTRAST = 30;

/**
 * @param {Pixels} picture a small one, about 200 pixels
 * @returns {Corners} those of the paper, or of the whole picture
 */
export function detect(picture) {
  const { width, height } = picture;
  const grey = smoothed(greyOf(picture), width, height);
  const threshold = thresholdOf(grey);
  const bright = largestArea(grey, threshold, width, height);
  const corners = outermost(bright, width, height);
  return isReliable(corners, bright, grey, width, height) ? corners : WHOLE;
}

/** @param {Pixels} picture */
function greyOf({ data, width, height }) {
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at++) {
    grey[at] = 0.299 * (data[at * 4] ?? 0) + 0.587 * (data[at * 4 + 1] ?? 0) + 0.114 * (data[at * 4 + 2] ?? 0);
  }
  return grey;
}

/**
 * Each pixel becomes the brightest of the nine around it. This removes letters, whose strokes would otherwise divide
 * the paper.
 * @param {Uint8Array} grey
 * @param {number} width
 * @param {number} height
 */
function smoothed(grey, width, height) {
  const result = new Uint8Array(grey.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let most = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const [column, row] = [x + dx, y + dy];
          if (column >= 0 && row >= 0 && column < width && row < height)
            most = Math.max(most, grey[row * width + column] ?? 0);
        }
      }
      result[y * width + x] = most;
    }
  }
  return result;
}

/**
 * The threshold that separates dark from bright with the least variance on each side (N. Otsu, 1979).
 * @param {Uint8Array} grey
 */
function thresholdOf(grey) {
  const counts = new Array(256).fill(0);
  for (const value of grey) counts[value]++;
  const total = counts.reduce((sum, count, value) => sum + count * value, 0);
  let [best, most, dark, darkSum] = [0, -1, 0, 0];
  for (let value = 0; value < 256; value++) {
    dark += counts[value];
    darkSum += counts[value] * value;
    const bright = grey.length - dark;
    if (dark === 0 || bright === 0) continue;
    const between = dark * bright * (darkSum / dark - (total - darkSum) / bright) ** 2;
    if (between > most) [best, most] = [value, between];
  }
  return best;
}

/**
 * @param {Uint8Array} grey @param {number} threshold @param {number} width @param {number} height
 * @returns {Uint8Array} 1 for each pixel of the largest connected area that is brighter than the threshold
 */
function largestArea(grey, threshold, width, height) {
  const label = new Int32Array(grey.length);
  const isFree = (/** @type {number} */ at) => !label[at] && (grey[at] ?? 0) > threshold;
  const stack = new Int32Array(grey.length);
  let [best, most, labels] = [0, 0, 0];
  for (let start = 0; start < grey.length; start++) {
    if (!isFree(start)) continue;
    labels++;
    let [size, depth] = [0, 1];
    stack[0] = start;
    label[start] = labels;
    while (depth > 0) {
      const at = stack[--depth] ?? 0;
      size++;
      const x = at % width;
      for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
        if (next < 0 || next >= width * height || !isFree(next)) continue;
        label[next] = labels;
        stack[depth++] = next;
      }
    }
    if (size > most) [best, most] = [labels, size];
  }
  return Uint8Array.from(label, (one) => (best > 0 && one === best ? 1 : 0));
}

/**
 * The pixels of an area that are farthest in the four diagonal directions.
 * @param {Uint8Array} inside
 * @param {number} width
 * @param {number} height
 * @returns {Corners}
 */
function outermost(inside, width, height) {
  /** @type {[number, number][]} */
  const directions = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ];
  const farthest = directions.map(() => -Infinity);
  const found = directions.map(() => ({ x: 0, y: 0 }));
  for (let at = 0; at < inside.length; at++) {
    if (!inside[at]) continue;
    const x = (at % width) + 0.5;
    const y = Math.floor(at / width) + 0.5;
    directions.forEach(([dx, dy], index) => {
      const far = (dx * x) / width + (dy * y) / height;
      if (far > (farthest[index] ?? 0)) {
        farthest[index] = far;
        // The outer edge of the pixel.
        found[index] = { x: (x + dx / 2) / width, y: (y + dy / 2) / height };
      }
    });
  }
  return /** @type {Corners} */ (/** @type {unknown} */ (found));
}

/**
 * @param {Corners} corners
 * @param {Uint8Array} bright
 * @param {Uint8Array} grey
 * @param {number} width
 * @param {number} height
 */
function isReliable(corners, bright, grey, width, height) {
  const share = area(corners);
  if (!isPage(corners) || share < SMALLEST || share > LARGEST) return false;
  let [inside, filled, outside, sumInside, sumOutside] = [0, 0, 0, 0, 0];
  for (let at = 0; at < bright.length; at++) {
    const point = { x: ((at % width) + 0.5) / width, y: (Math.floor(at / width) + 0.5) / height };
    if (contains(corners, point)) {
      inside++;
      filled += bright[at] ?? 0;
      sumInside += grey[at] ?? 0;
    } else {
      outside += bright[at] ?? 0;
      sumOutside += grey[at] ?? 0;
    }
  }
  const around = bright.length - inside;
  if (inside === 0 || around === 0) return false;
  return (
    filled / inside >= FILLED && outside / inside <= OUTSIDE && sumInside / inside - sumOutside / around >= CONTRAST
  );
}

/** @param {Corners} corners @param {Point} point */
function contains(corners, { x, y }) {
  return corners.every((from, index) => {
    const to = corners[(index + 1) % 4] ?? from;
    return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) >= 0;
  });
}
