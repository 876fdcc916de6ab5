/** The sheets of a PDF in their scroller: drawn as they come into sight, emptied when many others have been drawn since. */

import { drawPage } from "./pdf-page.js";

/** In CSS pixels, without zoom: a wider page is not easier to read, and less of it is visible. */
const WIDEST = 880;
const MARGINS = 32;
/** How many pages stay drawn: a report of a thousand pages must not fill the memory. */
const KEPT = 12;
/** How far outside the scroller a page is drawn already. */
const AHEAD = "400px";

/** @typedef {(page: number) => Promise<import("../../../types.js").Term[]>} TermsOf */
/** @typedef {(page: number) => Promise<import("../../../types.js").PageWords | null>} WordsOf */

export class Sheets {
  /**
   * @param {HTMLElement} scroller contains one sheet per page
   * @param {{ pdf: any, TextLayer: any }} library of openPdf
   * @param {{ shape: string, first: number, termsOf: TermsOf, wordsOf: WordsOf }} options `shape`: of a page that is not drawn yet, as an aspect
   *   ratio; `first`: the page to open at; `termsOf`: returns what to mark on a page;
   *   `wordsOf`: the words of a page that is a picture
   */
  constructor(scroller, library, { shape, first, termsOf, wordsOf }) {
    this.scroller = scroller;
    this.sheets = /** @type {HTMLElement[]} */ ([...scroller.children]);
    this.library = library;
    this.shape = shape;
    this.termsOf = termsOf;
    this.wordsOf = wordsOf;
    this.first = first;
    this.hasArrived = false;
    this.current = first;
    /** @type {number[]} the numbers of the pages drawn, latest last */
    this.drawn = [];
    this.observer = new IntersectionObserver((entries) => this.onSight(entries), { root: scroller, rootMargin: AHEAD });
  }

  close() {
    this.observer.disconnect();
  }

  /** @param {IntersectionObserverEntry[]} entries */
  onSight(entries) {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) void this.draw(/** @type {HTMLElement} */ (target)).catch(() => {});
    }
  }

  /** @param {number} zoom */
  size(zoom) {
    const width = Math.min(this.scroller.clientWidth - MARGINS, WIDEST) * zoom;
    for (const sheet of this.sheets) {
      sheet.style.width = `${width}px`;
      sheet.style.aspectRatio = sheet.dataset.shape ?? this.shape;
    }
  }

  /** Like `size`, keeping the current line in place. @param {number} zoom */
  resize(zoom) {
    const place = () => this.sheets[this.current - 1]?.getBoundingClientRect() ?? new DOMRect();
    const middle = this.scroller.getBoundingClientRect().top + this.scroller.clientHeight / 3;
    const read = (middle - place().top) / (place().height || 1);
    this.size(zoom);
    this.scroller.scrollTop += place().top + read * place().height - middle;
    this.redraw();
  }

  /** Draws what is visible: an observer reports every sheet again when it is observed again. */
  redraw() {
    for (const sheet of this.sheets) {
      this.observer.unobserve(sheet);
      this.observer.observe(sheet);
    }
  }

  /** @param {number} number @returns {number} of the page that is shown: there may be fewer */
  go(number) {
    this.current = Math.max(1, Math.min(this.sheets.length, number));
    const sheet = this.sheets[this.current - 1];
    if (sheet) this.scroller.scrollTop = sheet.offsetTop - 8;
    return this.current;
  }

  /** @returns {number} the page in the middle of the scroller */
  inSight() {
    const middle = this.scroller.scrollTop + this.scroller.clientHeight / 2;
    this.current = Math.max(1, this.sheets.findLastIndex((sheet) => sheet.offsetTop <= middle) + 1);
    return this.current;
  }

  /** @param {HTMLElement} sheet */
  async draw(sheet) {
    const number = Number(sheet.dataset.page);
    const width = String(sheet.clientWidth);
    if (width === "0" || sheet.dataset.drawn === width) return;
    sheet.dataset.drawn = width;
    this.arrive(number, await drawPage(this.library, sheet, this));
    this.drawn = [...this.drawn.filter((other) => other !== number), number];
    while (this.drawn.length > KEPT) this.forgetFarthest();
  }

  forgetFarthest() {
    const distance = (/** @type {number} */ number) => Math.abs(number - this.current);
    const farthest = this.drawn.reduce((a, b) => (distance(b) > distance(a) ? b : a));
    this.drawn = this.drawn.filter((other) => other !== farthest);
    this.sheets[farthest - 1]?.replaceChildren();
    delete this.sheets[farthest - 1]?.dataset.drawn;
  }

  /** Scrolls to the first mark, once: a person who comes from a search sees what was found. @param {number} number @param {HTMLElement} layer */
  arrive(number, layer) {
    const mark = layer.querySelector("mark");
    if (this.hasArrived || number !== this.first || !mark) return;
    this.hasArrived = true;
    const down = mark.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
    const isFarDown = down > this.scroller.clientHeight * 0.7;
    if (this.current === number && isFarDown) this.scroller.scrollTop += down - this.scroller.clientHeight / 3;
  }
}
