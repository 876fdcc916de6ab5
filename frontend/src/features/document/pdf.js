/** The pages of a PDF, with buttons to turn and zoom them. */

import { html, live } from "../../ui/html.js";
import { iconButton } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { openPdf } from "./pdf-library.js";
import { Sheets } from "./pdf-sheets.js";

/**
 * @typedef {{ page: number, count: number, zoom: number }} State `zoom`: an index of ZOOMS
 * @typedef {{ go: (page: number) => void, zoom: (step: number) => void, onScroll: () => void }} Actions
 */

const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.6, 2];

/**
 * @param {HTMLElement} panel
 * @param {import("./text.js").Shown & { url: string, termsOf: import("./pdf-sheets.js").TermsOf, wordsOf: import("./pdf-sheets.js").WordsOf, signal: AbortSignal }} shown
 * @returns {Promise<() => void>} closes it
 */
export async function pdfPanel(panel, { page: wanted, onPage, url, termsOf, wordsOf, signal }) {
  const library = await openPdf(url, signal);
  const { pdf } = library;
  const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
  // The person may have chosen another tab in the meantime.
  signal.throwIfAborted();
  const count = pdf.numPages;
  const first = Math.min(wanted, count);

  const show = (/** @type {number} */ page) => {
    pager.update({ page });
    onPage(page);
  };
  const resize = () => sheets.resize(ZOOMS[pager.state.zoom] ?? 1);
  /** @type {Actions} */
  const actions = {
    go: (page) => show(sheets.go(page)),
    zoom: (step) => {
      pager.update({ zoom: Math.max(0, Math.min(ZOOMS.length - 1, pager.state.zoom + step)) });
      resize();
    },
    onScroll: () => {
      const before = pager.state.page;
      const now = sheets.inSight();
      if (now !== before) show(now);
    },
  };

  const pager = screen(panel, { page: first, count, zoom: ZOOMS.indexOf(1) }, (state) => template(state, actions));
  pager.draw();
  const scroller = /** @type {HTMLElement} */ (panel.querySelector(".pages"));
  const sheets = new Sheets(scroller, library, { shape: `${width} / ${height}`, first, termsOf, wordsOf });
  sheets.size(1);
  sheets.redraw();
  actions.go(first);
  window.addEventListener("resize", resize);
  return () => {
    sheets.close();
    window.removeEventListener("resize", resize);
    pager.close();
  };
}

/** @param {State} state @param {Actions} actions */
function template({ page, count, zoom }, { go, zoom: zoomBy, onScroll }) {
  const onChange = (/** @type {Event} */ event) => go(Number(/** @type {HTMLInputElement} */ (event.currentTarget).value) || 1);
  return html`<div class="pager">
      ${iconButton("document.previous", "back", { act: () => go(page - 1), disabled: page <= 1 })}
      <label class="page-number">${t("document.page")} <input type="number" min="1" max=${count} .value=${live(String(page))} inputmode="numeric" @change=${onChange} /> ${t("document.of", { pages: count })}</label>
      ${iconButton("document.next", "back", { act: () => go(page + 1), disabled: page >= count, look: "turn-next" })}
      <span class="pager-gap"></span>
      ${iconButton("document.zoomOut", "minus", { act: () => zoomBy(-1), disabled: zoom === 0 })}
      ${iconButton("document.zoomIn", "plus", { act: () => zoomBy(1), disabled: zoom === ZOOMS.length - 1 })}
    </div>
    <div class="pages" tabindex="0" role="region" aria-label=${t("document.preview")} @scroll=${onScroll}>
      ${Array.from({ length: count }, (_, index) => sheet(index + 1))}
    </div>`;
}

/** @param {number} page */
function sheet(page) {
  return html`<div class="sheet page" data-page=${page} role="group" aria-label=${t("document.pageLabel", { page })}></div>`;
}
