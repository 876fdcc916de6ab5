/** Small pictures of a PDF's pages, drawn one after the other as long as they are needed. */

/** Longest side of a picture in canvas pixels: twice that of the largest place where one is shown. */
const LONGEST = 320;
/** The most pictures that are kept: 1,000 pages that were scrolled past must not fill the memory. */
const KEPT = 150;

export class PagePictures {
  /** @param {any} pdf of openPdf */
  constructor(pdf) {
    this.pdf = pdf;
    /** @type {Map<number, HTMLCanvasElement>} latest last */
    this.drawn = new Map();
    /** @type {Map<number, HTMLElement>} where pictures are waited for, latest last */
    this.wanted = new Map();
    this.isDrawing = false;
    this.isClosed = false;
  }

  close() {
    this.isClosed = true;
    this.wanted.clear();
    this.drawn.clear();
  }

  /**
   * Puts the picture of a page into an element, now or as soon as it is drawn.
   * @param {number} page
   * @param {HTMLElement} holder
   */
  show(page, holder) {
    const known = this.drawn.get(page);
    if (known && holder.firstChild === known) return;
    if (known) {
      holder.replaceChildren(known);
      return;
    }
    this.wanted.delete(page);
    this.wanted.set(page, holder);
    void this.run();
  }

  async run() {
    if (this.isDrawing) return;
    this.isDrawing = true;
    try {
      while (this.wanted.size && !this.isClosed) await this.drawLatest();
    } finally {
      this.isDrawing = false;
    }
  }

  /** The latest to come into view is drawn first. */
  async drawLatest() {
    const [page, holder] = /** @type {[number, HTMLElement]} */ ([...this.wanted].at(-1));
    this.wanted.delete(page);
    if (!holder.isConnected) return;
    // A page that cannot be drawn stays empty; the large page says so.
    const canvas = await this.draw(page).catch(() => null);
    if (!canvas || this.isClosed) return;
    this.drawn.set(page, canvas);
    if (holder.isConnected) holder.replaceChildren(canvas);
    for (const [old, picture] of this.drawn) {
      if (this.drawn.size <= KEPT) break;
      if (!picture.isConnected) this.drawn.delete(old);
      else if (old === page) break;
    }
  }

  /** @param {number} number */
  async draw(number) {
    const page = await this.pdf.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: LONGEST / Math.max(width, height) });
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    await page.render({ canvas, viewport }).promise;
    return canvas;
  }
}
