/** The invisible words of a page that is a picture, over the picture: to be found, selected and read aloud. */

import { html, nothing, render } from "../../ui/html.js";
import { marked } from "../../ui/marks.js";
import { marksAcross } from "./terms.js";

/** @typedef {import("../../../types.js").PageWords} PageWords @typedef {[number, number, number, number]} Box */

/** The width and the height of a page, in the unit of boxes. */
const WHOLE = 10_000;

/**
 * @param {PageWords} page
 * @param {import("../../../types.js").Term[]} terms to mark
 * @param {number} shape width of the page divided by its height
 * @param {number} [turn] how far the page is turned on the screen: 0, 90, 180 or 270 degrees clockwise
 * @returns {HTMLElement} an element that covers the page, whatever its size
 */
export function wordLayer({ boxes, words, angle }, terms, shape, turn = 0) {
  const layer = Object.assign(document.createElement("div"), { className: "text-layer word-layer" });
  layer.dataset.mainRotation = String(turn);
  if (turn % 180)
    Object.assign(layer.style, { inset: "0 auto auto 0", width: `${100 * shape}%`, height: `${100 / shape}%` });
  const marks = marksAcross(
    words.map((text) => ({ text, ends: true })),
    terms,
  );
  const lengthOf = measure();
  for (const [index, word] of words.entries()) {
    const box = /** @type {Box} */ (boxes[index]);
    const next = /** @type {Box | undefined} */ (boxes[index + 1]);
    const run = document.createElement("span");
    for (const [name, value] of Object.entries(placed(box, angle, lengthOf(word), shape)))
      run.style.setProperty(name, value);
    const continues = next !== undefined && isSameLine(box, next, angle);
    // A space between absolutely positioned elements is not rendered, so it would be missing from what is copied.
    render(html`${marked(word, marks[index] ?? [])}${continues ? " " : nothing}`, run);
    layer.append(run);
    if (!continues) layer.append(document.createElement("br"));
  }
  return layer;
}

/**
 * Styles of a word that is drawn from the corner where it begins, as long and as high as its box.
 * @param {Box} box
 * @param {number} angle of the text, clockwise: 0, 90, 180 or 270
 * @param {number} length of the word for each unit of its height
 * @param {number} shape width of the page divided by its height
 * @returns {Record<string, string>}
 */
export function placed([x, y, width, height], angle, length, shape) {
  const isUpright = angle % 180 === 0;
  const [along, across] = isUpright ? [width * shape, height] : [height, width * shape];
  const left = angle === 90 || angle === 180 ? x + width : x;
  const top = angle === 180 || angle === 270 ? y + height : y;
  const stretch = along / Math.max(across * length, 1);
  return {
    left: `${(left / WHOLE) * 100}%`,
    top: `${(top / WHOLE) * 100}%`,
    "font-size": `${(across / WHOLE) * 100}cqh`,
    transform: `rotate(${angle}deg) scaleX(${stretch.toFixed(4)})`,
  };
}

/**
 * Whether a word continues the line of the one before it.
 * @param {Box} before
 * @param {Box} word
 * @param {number} angle
 */
export function isSameLine(before, word, angle) {
  const axis = angle % 180 === 0 ? 1 : 0;
  const middle = word[axis] + word[axis + 2] / 2;
  const isLevel = middle > before[axis] && middle < before[axis] + before[axis + 2];
  const isForwards =
    angle === 0 || angle === 90 ? word[1 - axis] > before[1 - axis] : word[1 - axis] < before[1 - axis];
  return isLevel && isForwards;
}

/** @returns {(word: string) => number} the length of a word in the layer's font, for each unit of its height */
function measure() {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return (word) => word.length / 2;
  context.font = "100px sans-serif";
  return (word) => context.measureText(word).width / 100;
}
