/**
 * The pages of a document in their scroller: drawn as they come into view, emptied when many others have been drawn
 * since.
 */

import { isAbort } from "../../api/problems.js";
import { html, render } from "../../ui/html.js";
import { button } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { chooseMark, markBeside } from "./current-mark.js";
import { farthestFrom, scaleOf, turnedSize, within } from "./viewing.js";

/** The space between a fitted page and the edges of the scroller, both sides together. */
const MARGINS = 24;
/** How many pages are kept drawn: a report of a thousand pages must not fill the memory. */
const KEPT = 12;
/** Pixels of all drawn pages, 4 bytes each, apart from those of the current one. */
const KEPT_PIXELS = 50_000_000;
/** How far outside the scroller pages are drawn in advance. */
const AHEAD = "400px";

/**
 * @typedef {import("./viewing.js").Size} Size
 * @typedef {(page: number) => Promise<import("../../../types.js").Term[]>} TermsOf what to mark on a page
 * @typedef {(page: number) => Promise<import("../../../types.js").PageWords | null>} WordsOf the words of a page that
 *   is a picture
 * @typedef {{ scale: number, turn: number, termsOf: TermsOf, wordsOf: WordsOf, isCurrent: () => boolean }} Drawing
 *   `isCurrent`: false once the page is to be drawn in another way, or no longer
 * @typedef {{ count: number, size: Size, most?: number, sizeOf: (page: number) => Promise<Size>, draw: (page: number,
 *   sheet: HTMLElement, drawing: Drawing) => Promise<HTMLElement> }} Source where pages come from `size`: of the first
 *   page, in CSS pixels at its actual size; `most`: as of `scaleOf`; `draw` puts a page into its sheet and returns the
 *   layer of its text
 */

export class Sheets {
  /**
   * @param {HTMLElement} scroller contains one sheet per page
   * @param {Source} source
   * @param {{ viewing: import("./viewing.js").Viewing, termsOf: TermsOf, wordsOf: WordsOf }} options `viewing`: at the
   *   beginning
   */
  constructor(scroller, source, { viewing, termsOf, wordsOf }) {
    this.scroller = scroller;
    this.sheets = /** @type {HTMLElement[]} */ ([...scroller.children]);
    this.source = source;
    this.termsOf = termsOf;
    this.wordsOf = wordsOf;
    this.viewing = viewing;
    /** @type {Map<number, Size>} sizes of pages that were drawn */
    this.sizes = new Map();
    /**
     * The page whose mark is to be shown once it is drawn, and which of its marks.
     * @type {{ page: number, isLast: boolean } | null}
     */
    this.awaited = { page: viewing.page, isLast: false };
    this.current = viewing.page;
    /** @type {number[]} the numbers of the pages drawn, latest last */
    this.drawn = [];
    /**
     * The newest drawing of each page: an earlier one that takes longer must not replace it.
     * @type {Map<HTMLElement, object>}
     */
    this.latest = new Map();
    this.observer = new IntersectionObserver((entries) => this.onSight(entries), { root: scroller, rootMargin: AHEAD });
  }

  close() {
    this.observer.disconnect();
  }

  /** @param {IntersectionObserverEntry[]} entries */
  onSight(entries) {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) void this.draw(/** @type {HTMLElement} */ (target));
    }
  }

  /** @param {number} number */
  scaleOf(number) {
    const { size, turn } = this.viewing;
    const page = turnedSize(this.sizes.get(number) ?? this.source.size, turn);
    const area = { width: this.scroller.clientWidth - MARGINS, height: this.scroller.clientHeight - MARGINS };
    return scaleOf(size, page, area, this.source.most);
  }

  /** @param {number} number */
  size(number) {
    const sheet = this.sheets[number - 1];
    if (!sheet) return;
    const scale = this.scaleOf(number);
    const { width, height } = turnedSize(this.sizes.get(number) ?? this.source.size, this.viewing.turn);
    sheet.style.width = `${Math.floor(width * scale)}px`;
    sheet.style.aspectRatio = `${width} / ${height}`;
  }

  /**
   * Sizes all pages, keeping the current line in place.
   * @param {import("./viewing.js").Viewing} viewing
   * @returns {number} the scale of the current page
   */
  show(viewing) {
    const isFitted = viewing.size === "page";
    const place = () => this.sheets[this.current - 1]?.getBoundingClientRect() ?? new DOMRect();
    const middle = this.scroller.getBoundingClientRect().top + this.scroller.clientHeight / 3;
    const read = (middle - place().top) / (place().height || 1);
    this.viewing = viewing;
    for (let number = 1; number <= this.sheets.length; number += 1) this.size(number);
    if (isFitted) this.go(this.current);
    else this.scroller.scrollTop += place().top + read * place().height - middle;
    this.redraw();
    return this.scaleOf(this.current);
  }

  /** Draws what is visible: an observer reports every sheet again when it is observed again. */
  redraw() {
    for (const sheet of this.sheets) {
      this.observer.unobserve(sheet);
      this.observer.observe(sheet);
    }
  }

  /** Marks the current terms. */
  markAgain() {
    for (const number of this.drawn) delete this.sheets[number - 1]?.dataset.drawn;
    this.redraw();
  }

  /** @param {number} number @returns {number} the number of the page that is shown: there may be fewer */
  go(number) {
    this.current = within(number, this.sheets.length);
    const sheet = this.sheets[this.current - 1];
    if (sheet)
      this.scroller.scrollTop = sheet.offsetTop - Math.max(8, (this.scroller.clientHeight - sheet.offsetHeight) / 2);
    return this.current;
  }

  /** @returns {number} the page in the middle of the scroller */
  inSight() {
    const middle = this.scroller.scrollTop + this.scroller.clientHeight / 2;
    this.current = within(this.sheets.findLastIndex((sheet) => sheet.offsetTop <= middle) + 1, this.sheets.length);
    return this.current;
  }

  /**
   * Draws a page, unless it is already drawn like this. Never raises: a page that could not be drawn shows a message.
   * @param {HTMLElement} sheet
   */
  async draw(sheet) {
    const number = Number(sheet.dataset.page);
    try {
      this.sizes.set(number, await this.source.sizeOf(number));
      this.size(number);
      const { turn } = this.viewing;
      const way = `${sheet.clientWidth} ${turn}`;
      if (!sheet.clientWidth || sheet.dataset.drawn === way) return;
      sheet.dataset.drawn = way;
      const token = {};
      this.latest.set(sheet, token);
      const isCurrent = () => this.latest.get(sheet) === token;
      const layer = await this.source.draw(number, sheet, {
        scale: this.scaleOf(number),
        turn,
        termsOf: this.termsOf,
        wordsOf: this.wordsOf,
        isCurrent,
      });
      if (!isCurrent()) return;
      this.arrive(number, layer);
      this.drawn = [...this.drawn.filter((other) => other !== number), number];
      while (this.drawn.length > KEPT || (this.drawn.length > 1 && this.pixels() > KEPT_PIXELS))
        this.forget(farthestFrom(this.current, this.drawn));
    } catch (error) {
      if (!isAbort(error)) this.showFailure(number, sheet);
    }
  }

  /**
   * Offers to draw a page again. It is also drawn again the next time it comes into view.
   * @param {number} number
   * @param {HTMLElement} sheet
   */
  showFailure(number, sheet) {
    this.forget(number);
    const note = Object.assign(document.createElement("div"), { className: "sheet-failed" });
    const again = () => {
      sheet.replaceChildren();
      void this.draw(sheet);
    };
    render(
      html`<p>${t("document.pageFailed", { page: number })}</p>
        ${button("error.retry", "retry", { act: again, look: "button-small", name: t("document.pageLabel", { page: number }) })}`,
      note,
    );
    sheet.replaceChildren(note);
  }

  /** Empties a page; a drawing of it that is under way has no effect. @param {number} number */
  forget(number) {
    const sheet = this.sheets[number - 1];
    if (!sheet) return;
    this.drawn = this.drawn.filter((other) => other !== number);
    this.latest.delete(sheet);
    sheet.replaceChildren();
    delete sheet.dataset.drawn;
  }

  pixels() {
    const canvases = this.drawn.flatMap((number) => this.sheets[number - 1]?.querySelector("canvas") ?? []);
    return canvases.reduce((sum, { width, height }) => sum + width * height, 0);
  }

  /**
   * Scrolls to the mark that was waiting for its page, so that a person who comes from a search sees what was found.
   * @param {number} number
   * @param {HTMLElement} layer
   */
  arrive(number, layer) {
    if (this.awaited?.page !== number || this.current !== number) return;
    const marks = [...layer.querySelectorAll("mark")];
    const mark = this.awaited.isLast ? marks.at(-1) : marks[0];
    if (!mark) return;
    this.awaited = null;
    chooseMark(this.scroller, mark);
  }

  /**
   * Moves to the next or previous mark on the current page.
   * @param {1 | -1} step
   * @returns {boolean} false if there is none
   */
  goToMark(step) {
    const next = markBeside(this.sheets[this.current - 1], step);
    if (next) chooseMark(this.scroller, next);
    return next !== undefined;
  }

  /**
   * Goes to a page, and to its first or last mark as soon as it is drawn.
   * @param {number} number
   * @param {boolean} isLast
   */
  goToMarked(number, isLast) {
    this.go(number);
    this.awaited = { page: this.current, isLast };
    const sheet = this.sheets[this.current - 1];
    if (sheet?.dataset.drawn && sheet.querySelector("mark")) this.arrive(this.current, sheet);
    return this.current;
  }
}
