/** The pages of a PDF: pictures with their text on top, which can be found, selected and read aloud. */

import { html, render } from "../../ui/html.js";
import { marked } from "../../ui/marks.js";
import { openPdf } from "../../ui/pdf-library.js";
import { marksAcross } from "./terms.js";
import { wordLayer } from "./word-layer.js";

/** Canvas pixels per CSS pixel. */
const SHARPNESS = 2;
/** The most pixels of a canvas, 4 bytes each: a page that is large, long or enlarged is drawn less sharply. */
const MOST_PIXELS = 16_000_000;
/** The longest side of a canvas: browsers do not draw longer ones. */
const LONGEST_SIDE = 8000;
/** CSS pixels per point, the unit of a PDF. */
const OF_POINT = 96 / 72;

/**
 * @param {string} url
 * @param {AbortSignal} signal closes the document
 * @returns {Promise<import("./sheets.js").Source & { library: { pdf: any, TextLayer: any } }>} raises whatever pdf.js
 *   raises
 */
export async function pdfSource(url, signal) {
  const library = await openPdf(url, signal);
  const sizeOf = async (/** @type {number} */ number) => {
    const { width, height } = (await library.pdf.getPage(number)).getViewport({ scale: OF_POINT });
    return { width, height };
  };
  return {
    library,
    count: library.pdf.numPages,
    size: await sizeOf(1),
    sizeOf,
    draw: (number, sheet, drawing) => draw(library, number, sheet, drawing),
  };
}

/**
 * @param {{ pdf: any, TextLayer: any }} library of openPdf
 * @param {number} number
 * @param {HTMLElement} sheet
 * @param {import("./sheets.js").Drawing} drawing
 * @returns {Promise<HTMLElement>} the layer of the text
 */
async function draw({ pdf, TextLayer }, number, sheet, { scale, turn, termsOf, wordsOf, isCurrent }) {
  const terms = termsOf(number);
  const words = wordsOf(number);
  const page = await pdf.getPage(number);
  const rotation = (page.rotate + turn) % 360;
  const natural = page.getViewport({ scale: 1, rotation });
  const canvas = await drawn(page, scale * OF_POINT * SHARPNESS, rotation);
  const recognised = await words;
  const layer = Object.assign(document.createElement("div"), { className: "text-layer" });
  if (!isCurrent()) return layer;
  if (recognised) {
    const straight = page.getViewport({ scale: 1 });
    const found = wordLayer(recognised, await terms, straight.width / straight.height, turn);
    if (isCurrent()) sheet.replaceChildren(canvas, found);
    return found;
  }
  sheet.style.setProperty("--total-scale-factor", String(sheet.clientWidth / natural.width));
  sheet.replaceChildren(canvas, layer);
  const content = await page.getTextContent();
  const text = new TextLayer({ textContentSource: content, container: layer, viewport: natural });
  await text.render();
  mark(text.textDivs, content.items, await terms);
  return layer;
}

/**
 * @param {any} page of pdf.js
 * @param {number} wanted canvas pixels for each point
 * @param {number} rotation
 * @param {"display" | "print"} [intent]
 * @returns {Promise<HTMLCanvasElement>}
 */
export async function drawn(page, wanted, rotation, intent = "display") {
  const { width, height } = page.getViewport({ scale: 1, rotation });
  const scale = Math.min(wanted, Math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / Math.max(width, height));
  const viewport = page.getViewport({ scale, rotation });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  await page.render({ canvas, viewport, intent }).promise;
  return canvas;
}

/**
 * The text is invisible, except for what is marked.
 * @param {HTMLElement[]} elements of the items
 * @param {{ str: string, hasEOL: boolean }[]} items
 * @param {import("../../../types.js").Term[]} terms
 */
function mark(elements, items, terms) {
  const runs = items.map(({ str, hasEOL }) => ({ text: str, ends: hasEOL }));
  for (const [index, marks] of marksAcross(runs, terms).entries()) {
    const run = elements[index];
    if (!run || marks.length === 0) continue;
    run.replaceChildren();
    render(html`${marked(items[index].str, marks)}`, run);
  }
}
