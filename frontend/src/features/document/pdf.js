/** The pages of a PDF, drawn as they come into sight, with their words over them: to be found, chosen and read aloud. */

import { html, make, render, scriptUrl } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { marked, marksAcross, wordsOf } from "./marks.js";
import { t } from "../../ui/strings.js";

/** Where this version of pdf.js lies (site.cjs): a new version is a new address, so that it is never an old one. */
const PDFJS = "/vendor/pdfjs-6.5.438/";
const SHARPNESS = 2;
const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.6, 2];
const IN_MEMORY = 12;
/** In CSS pixels, at zoom 1: wider is no easier to read, and less of the page is seen. */
const WIDEST = 880;

/** @returns {Promise<any>} pdf.js, loaded when the first PDF is opened; its worker runs under our Trusted Types policy */
async function pdfjs() {
  const address = `${PDFJS}pdf.min.mjs`;
  const module = await import(address);
  module.GlobalWorkerOptions.workerPort ??= new Worker(scriptUrl(`${PDFJS}pdf.worker.min.mjs`), { type: "module" });
  return module;
}

/**
 * @param {HTMLElement} panel
 * @param {{ url: string, first: number, query: string, turned: (page: number) => void, signal: AbortSignal }} how
 *   `first`: the page to open at; `query`: its words are marked; `turned`: called with the page that is read
 * @returns {Promise<() => void>} closes it
 */
export async function pages(panel, { url, first, query, turned, signal }) {
  const { getDocument, TextLayer } = await pdfjs();
  const wanted = wordsOf(query);
  const task = getDocument({
    url,
    cMapUrl: `${PDFJS}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${PDFJS}standard_fonts/`,
    wasmUrl: `${PDFJS}wasm/`,
    iccUrl: `${PDFJS}iccs/`,
    isEvalSupported: false,
    verbosity: 0,
    enableXfa: false,
  });
  signal.addEventListener("abort", () => void task.destroy());
  const pdf = await task.promise;
  const count = pdf.numPages;
  const shape = (await pdf.getPage(1)).getViewport({ scale: 1 });
  let zoom = ZOOMS.indexOf(1);
  let current = Math.min(first, count);
  let hasArrived = false;
  /** @type {number[]} the pages drawn, latest last */
  let drawn = [];

  render(
    panel,
    html`<div class="pager">
        <button type="button" class="button button-plain" data-turn="-1">${icon("back")}<span class="unseen">${t("document.previous")}</span></button>
        <label class="page-number">${t("document.page")} <input type="number" min="1" max="${count}" value="${current}" inputmode="numeric" /> ${t("document.of", { pages: count })}</label>
        <button type="button" class="button button-plain turn-next" data-turn="1">${icon("back")}<span class="unseen">${t("document.next")}</span></button>
        <span class="pager-gap"></span>
        <button type="button" class="button button-plain" data-zoom="-1">${icon("minus")}<span class="unseen">${t("document.zoomOut")}</span></button>
        <button type="button" class="button button-plain" data-zoom="1">${icon("plus")}<span class="unseen">${t("document.zoomIn")}</span></button>
      </div>
      <div class="pages" tabindex="0" role="region" aria-label="${t("document.preview")}"></div>`,
  );
  const scroller = /** @type {HTMLElement} */ (panel.querySelector(".pages"));
  const input = /** @type {HTMLInputElement} */ (panel.querySelector("input"));
  const sheets = Array.from({ length: count }, (_, index) =>
    make(html`<div class="sheet page" data-page="${index + 1}" role="group" aria-label="${t("document.pageLabel", { page: index + 1 })}"></div>`),
  );
  scroller.append(...sheets);

  const size = () => {
    const width = Math.min(scroller.clientWidth - 32, WIDEST) * (ZOOMS[zoom] ?? 1);
    for (const sheet of sheets) {
      sheet.style.width = `${width}px`;
      sheet.style.aspectRatio = sheet.dataset.shape ?? `${shape.width} / ${shape.height}`;
    }
  };
  /** Lays the page's words over its picture, unseen but for the marked ones. */
  const write = async (/** @type {any} */ page, /** @type {any} */ viewport, /** @type {HTMLElement} */ layer) => {
    const content = await page.getTextContent();
    const text = new TextLayer({ textContentSource: content, container: layer, viewport });
    await text.render();
    const runs = content.items.map((/** @type {any} */ { str, hasEOL }) => ({ text: str, ends: hasEOL }));
    for (const [index, marks] of marksAcross(runs, wanted).entries()) {
      const run = text.textDivs[index];
      if (run && marks.length > 0) render(run, html`${marked(runs[index].text, marks)}`);
    }
  };
  /** Once: whoever comes from a hit sees it without looking for it. */
  const arrive = (/** @type {number} */ number, /** @type {HTMLElement} */ layer) => {
    const mark = layer.querySelector("mark");
    if (hasArrived || number !== first || !mark) return;
    hasArrived = true;
    const down = mark.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    if (current === number && down > scroller.clientHeight * 0.7) scroller.scrollTop += down - scroller.clientHeight / 3;
  };
  const draw = async (/** @type {HTMLElement} */ sheet) => {
    const number = Number(sheet.dataset.page);
    const width = sheet.clientWidth;
    if (!width || sheet.dataset.drawn === String(width)) return;
    sheet.dataset.drawn = String(width);
    const page = await pdf.getPage(number);
    const natural = page.getViewport({ scale: 1 });
    sheet.dataset.shape = `${natural.width} / ${natural.height}`;
    sheet.style.aspectRatio = sheet.dataset.shape;
    // A page as long as a street must not become a canvas as large.
    const scale = Math.min((width / natural.width) * SHARPNESS, 8000 / Math.max(natural.width, natural.height));
    const viewport = page.getViewport({ scale });
    const canvas = window.document.createElement("canvas");
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    await page.render({ canvas, viewport }).promise;
    const layer = make(html`<div class="text-layer"></div>`);
    sheet.style.setProperty("--total-scale-factor", String(width / natural.width));
    sheet.replaceChildren(canvas, layer);
    await write(page, natural, layer);
    arrive(number, layer);
    drawn = [...drawn.filter((other) => other !== number), number];
    // A report of a thousand pages must not fill the memory: the farthest are drawn again when they come back.
    while (drawn.length > IN_MEMORY) {
      const farthest = drawn.reduce((a, b) => (Math.abs(b - current) > Math.abs(a - current) ? b : a));
      drawn = drawn.filter((other) => other !== farthest);
      sheets[farthest - 1]?.replaceChildren();
      delete sheets[farthest - 1]?.dataset.drawn;
    }
  };
  const go = (/** @type {number} */ number) => {
    current = Math.max(1, Math.min(count, number));
    const sheet = sheets[current - 1];
    if (sheet) scroller.scrollTop = sheet.offsetTop - 8;
    told();
  };
  const told = () => {
    input.value = String(current);
    turned(current);
    panel.querySelector("[data-turn='-1']")?.toggleAttribute("disabled", current <= 1);
    panel.querySelector("[data-turn='1']")?.toggleAttribute("disabled", current >= count);
  };

  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) void draw(/** @type {HTMLElement} */ (target)).catch(() => {});
      }
    },
    { root: scroller, rootMargin: "400px" },
  );
  const onScroll = () => {
    const middle = scroller.scrollTop + scroller.clientHeight / 2;
    const found = sheets.findLastIndex((sheet) => sheet.offsetTop <= middle);
    if (found >= 0 && found + 1 !== current) {
      current = found + 1;
      told();
    }
  };
  const onClick = (/** @type {MouseEvent} */ event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-turn], [data-zoom]"));
    if (button?.dataset.turn) go(current + Number(button.dataset.turn));
    if (button?.dataset.zoom) {
      zoom = Math.max(0, Math.min(ZOOMS.length - 1, zoom + Number(button.dataset.zoom)));
      resized();
    }
  };
  const resized = () => {
    // The line that is read stays where it is.
    const place = () => sheets[current - 1]?.getBoundingClientRect() ?? new DOMRect();
    const middle = scroller.getBoundingClientRect().top + scroller.clientHeight / 3;
    const read = (middle - place().top) / (place().height || 1);
    size();
    scroller.scrollTop += place().top + read * place().height - middle;
    for (const sheet of sheets) {
      near.unobserve(sheet);
      near.observe(sheet);
    }
    panel.querySelector("[data-zoom='-1']")?.toggleAttribute("disabled", zoom === 0);
    panel.querySelector("[data-zoom='1']")?.toggleAttribute("disabled", zoom === ZOOMS.length - 1);
  };
  const onChange = () => go(Number(input.value) || 1);
  panel.addEventListener("click", onClick);
  input.addEventListener("change", onChange);
  window.addEventListener("resize", resized);
  size();
  for (const sheet of sheets) near.observe(sheet);
  go(current);
  scroller.addEventListener("scroll", onScroll, { passive: true });

  return () => {
    near.disconnect();
    panel.removeEventListener("click", onClick);
    window.removeEventListener("resize", resized);
    void task.destroy();
  };
}
