/**
 * Photos as pixels, small pictures for the screen, and the finished page. All sizes are bounded, whatever a camera
 * produces.
 */

import { detect } from "./detect.js";
import { flatten } from "./flatten.js";

/** @typedef {import("./state.js").Page} Page @typedef {import("./flatten.js").Pixels} Pixels */

/** With the last one, an A4 page has 300 pixels per inch, like a scan. Canvases of iOS have at most 16 megapixels. */
const PHOTO_EDGE = 4000;
const PAGE_EDGE = 3508;
const SCREEN_EDGE = 1000;
const RESULT_EDGE = 240;
const DETECT_EDGE = 200;
const QUALITY = 0.85;

/** @param {number} width @param {number} height */
function canvasOf(width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser draws no canvas.");
  return { canvas, context };
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
function jpegOf(canvas) {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("The picture could not be written."))),
      "image/jpeg",
      QUALITY,
    );
  });
}

/** Lets the page react between two slices of work. @returns {Promise<void>} */
const rest = () => new Promise((resolve) => setTimeout(resolve));

/**
 * A photo as it is seen, turned by the person.
 * @param {Blob} photo @param {number} turns @param {number} longest
 */
async function drawn(photo, turns, longest) {
  const bitmap = await createImageBitmap(photo, { imageOrientation: "from-image" });
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [
    Math.max(1, Math.round(bitmap.width * scale)),
    Math.max(1, Math.round(bitmap.height * scale)),
  ];
  const { canvas, context } = turns % 2 ? canvasOf(height, width) : canvasOf(width, height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((turns * Math.PI) / 2);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, -width / 2, -height / 2, width, height);
  bitmap.close();
  return { canvas, context };
}

/** @param {{ canvas: HTMLCanvasElement, context: CanvasRenderingContext2D }} drawing @returns {Pixels} */
const pixelsOf = ({ canvas, context }) => context.getImageData(0, 0, canvas.width, canvas.height);

/**
 * Raises when the photo cannot be decoded.
 * @param {Page} page
 * @param {boolean} isNew its corners are proposed
 * @returns {Promise<Pick<Page, "copy" | "picture" | "ratio" | "corners">>}
 */
export async function screenPicture({ photo, turns, corners }, isNew) {
  const { canvas } = await drawn(photo, turns, SCREEN_EDGE);
  const jpeg = await jpegOf(canvas);
  const proposed = isNew ? detect(pixelsOf(await drawn(jpeg, 0, DETECT_EDGE))) : corners;
  return { copy: jpeg, picture: URL.createObjectURL(jpeg), ratio: canvas.width / canvas.height, corners: proposed };
}

/** The address of a small picture of the page as it will be. @param {Page} page */
export async function resultPicture({ photo, copy, turns, corners }) {
  const { jpeg } = await flat(copy ?? photo, copy ? 0 : turns, corners, { from: SCREEN_EDGE, to: RESULT_EDGE });
  return URL.createObjectURL(jpeg);
}

/** The page as it is in the document. @param {Page} page @returns {Promise<import("./pdf.js").Picture>} */
export function finishedPicture({ photo, turns, corners }) {
  return flat(photo, turns, corners, { from: PHOTO_EDGE, to: PAGE_EDGE });
}

/**
 * @param {Blob} photo
 * @param {number} turns
 * @param {Page["corners"]} corners
 * @param {{ from: number, to: number }} edges the longest in pixels
 */
async function flat(photo, turns, corners, { from, to }) {
  const pixels = await flatten(pixelsOf(await drawn(photo, turns, from)), corners, to, rest);
  const { canvas, context } = canvasOf(pixels.width, pixels.height);
  const image = context.createImageData(pixels.width, pixels.height);
  image.data.set(pixels.data);
  context.putImageData(image, 0, 0);
  return { jpeg: await jpegOf(canvas), width: pixels.width, height: pixels.height };
}
