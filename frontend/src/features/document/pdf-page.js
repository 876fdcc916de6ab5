/** Draws one page of a PDF into its sheet: a picture, and its text over it, to be found, selected and read aloud. */

import { html, render } from "../../ui/html.js";
import { marked } from "../../ui/marks.js";
import { marksAcross } from "./terms.js";
import { wordLayer } from "./word-layer.js";

/** Canvas pixels for each CSS pixel. */
const SHARPNESS = 2;
/** The most pixels of a canvas: a very long page must not become a very large canvas. */
const LONGEST_SIDE = 8000;

/**
 * @param {{ pdf: any, TextLayer: any }} library of openPdf
 * @param {HTMLElement} sheet with the number of its page as `data-page`
 * @param {{ termsOf: import("./pdf-sheets.js").TermsOf, wordsOf: import("./pdf-sheets.js").WordsOf }} texts what to mark; the
 *   words of a page that is a picture
 * @returns {Promise<HTMLElement>} the layer of the text
 */
export async function drawPage({ pdf, TextLayer }, sheet, { termsOf, wordsOf }) {
  const number = Number(sheet.dataset.page);
  const terms = termsOf(number);
  const words = wordsOf(number);
  const page = await pdf.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const width = sheet.clientWidth;
  sheet.dataset.shape = `${natural.width} / ${natural.height}`;
  sheet.style.aspectRatio = sheet.dataset.shape;
  const scale = Math.min((width / natural.width) * SHARPNESS, LONGEST_SIDE / Math.max(natural.width, natural.height));
  const viewport = page.getViewport({ scale });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  await page.render({ canvas, viewport }).promise;
  const recognised = await words;
  if (recognised) {
    const layer = wordLayer(recognised, await terms, natural.width / natural.height);
    sheet.replaceChildren(canvas, layer);
    return layer;
  }
  const layer = Object.assign(document.createElement("div"), { className: "text-layer" });
  sheet.style.setProperty("--total-scale-factor", String(width / natural.width));
  sheet.replaceChildren(canvas, layer);
  const content = await page.getTextContent();
  const text = new TextLayer({ textContentSource: content, container: layer, viewport: natural });
  await text.render();
  mark(text.textDivs, content.items, await terms);
  return layer;
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
