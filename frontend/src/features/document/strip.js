/**
 * Small pictures of a PDF's pages, one above the other. Only the visible ones are elements, whatever the number of
 * pages.
 */

import { html, nothing, render, repeat } from "../../ui/html.js";
import { PagePictures } from "../../ui/page-pictures.js";
import { t } from "../../ui/strings.js";
import { isInSight, windowOf } from "./strip-window.js";

/** The height of an entry, in CSS pixels (strip.css). */
const ENTRY = 136;

/**
 * @param {HTMLElement} element
 * @param {any} pdf of openPdf
 * @param {(page: number) => void} go
 * @returns {{ show: (page: number) => void, close: () => void }} `show`: the current page has changed
 */
export function pageStrip(element, pdf, go) {
  const count = pdf.numPages;
  const pictures = new PagePictures(pdf);
  let current = 1;

  const draw = () => {
    if (!element.clientHeight) return;
    const { first, last } = windowOf({ top: element.scrollTop, height: element.clientHeight, entry: ENTRY, count });
    const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    render(
      html`<ol>
        ${repeat(
          numbers,
          (page) => page,
          (page) => entry(page, count, current, choose),
        )}
      </ol>`,
      element,
    );
    const list = /** @type {HTMLElement} */ (element.firstElementChild);
    list.style.height = `${count * ENTRY}px`;
    list.style.paddingTop = `${(first - 1) * ENTRY}px`;
    for (const holder of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-picture]")))
      pictures.show(Number(holder.dataset.picture), holder);
  };
  const choose = (/** @type {number} */ page) => {
    go(page);
    /** @type {HTMLElement | null} */ (element.querySelector("[aria-current]"))?.focus();
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const goal = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 1, End: count }[event.key];
    if (goal === undefined || goal < 1 || goal > count || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choose(goal);
  };
  element.addEventListener("scroll", draw);
  element.addEventListener("keydown", onKey);
  return {
    show(page) {
      current = page;
      const place = { top: element.scrollTop, height: element.clientHeight, entry: ENTRY };
      if (!isInSight(page, place)) element.scrollTop = (page - 1) * ENTRY - (element.clientHeight - ENTRY) / 2;
      draw();
    },
    close() {
      pictures.close();
      element.removeEventListener("scroll", draw);
      element.removeEventListener("keydown", onKey);
      render(nothing, element);
    },
  };
}

/** @param {number} page @param {number} count @param {number} current @param {(page: number) => void} choose */
function entry(page, count, current, choose) {
  return html`<li aria-setsize=${count} aria-posinset=${page}>
    <button
      type="button"
      aria-label=${t("document.pageLabel", { page })}
      aria-current=${page === current ? "page" : nothing}
      tabindex=${page === current ? 0 : -1}
      @click=${() => choose(page)}
    >
      <span class="strip-picture" data-picture=${page}></span><span aria-hidden="true">${page}</span>
    </button>
  </li>`;
}
