/** The documents whose pages are edited: their number of pages, and small pictures of them. */

import { openPdf } from "../../ui/pdf-library.js";
import { PagePictures } from "../../ui/page-pictures.js";
import { viewerOf } from "../../ui/formats.js";

/** @typedef {import("../../../types.js").Doc} Doc */

/** How far outside the window pictures are drawn in advance. */
const AHEAD = "300px";

export class SourcePictures {
  /** @param {Pick<import("../../../types.js").Deps, "api">} deps @param {AbortSignal} signal */
  constructor({ api }, signal) {
    this.api = api;
    this.signal = signal;
    /** @type {Map<number, (page: number, holder: HTMLElement) => void>} by the key of a source */
    this.shows = new Map();
    /** @type {(() => void)[]} */
    this.closing = [];
    this.observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.onSight(entry)), {
      rootMargin: AHEAD,
    });
  }

  /**
   * Opens a document. Raises whatever the API and pdf.js raise.
   * @param {number} key
   * @param {Doc} document
   * @returns {Promise<number>} how many pages it has
   */
  async open(key, { id, media_type, pages, thumbnail }) {
    if (viewerOf(media_type) !== "pdf") {
      const url = thumbnail?.url ?? "";
      this.shows.set(key, (page, holder) => {
        if (url && page === 1) holder.replaceChildren(Object.assign(new Image(), { src: url, alt: "" }));
      });
      return pages ?? 1;
    }
    const { url } = await this.api.original(id, "inline", this.signal);
    const { pdf } = await openPdf(url, this.signal);
    const pictures = new PagePictures(pdf);
    this.shows.set(key, (page, holder) => pictures.show(page, holder));
    this.closing.push(() => pictures.close());
    return pdf.numPages;
  }

  /** Draws the pictures that are visible, in elements with `data-source` and `data-page`. @param {HTMLElement} root */
  observe(root) {
    for (const holder of root.querySelectorAll("[data-source]")) this.observer.observe(holder);
  }

  /** @param {IntersectionObserverEntry} entry */
  onSight({ target, isIntersecting }) {
    const holder = /** @type {HTMLElement} */ (target);
    // A thousand pictures that were scrolled past must not fill the memory.
    if (!isIntersecting) holder.replaceChildren();
    else this.shows.get(Number(holder.dataset.source))?.(Number(holder.dataset.page), holder);
  }

  close() {
    this.observer.disconnect();
    for (const close of this.closing) close();
  }
}
