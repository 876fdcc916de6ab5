/** What a document looks like: pages of a PDF drawn as they come into sight, or the picture itself. */

import { html, make, render, scriptUrl } from "../html.js";
import { icon } from "../icons.js";
import { isAbort } from "../problems.js";
import { t } from "../strings.js";
import { emptiness } from "./parts.js";

const SHARPNESS = 2;
const ZOOMS = [0.6, 0.8, 1, 1.25, 1.6, 2];
const IN_MEMORY = 12;

/** @returns {Promise<any>} pdf.js, loaded when the first PDF is opened; its worker runs under our Trusted Types policy */
async function pdfjs() {
  const address = "/vendor/pdfjs/pdf.min.mjs";
  const module = await import(address);
  module.GlobalWorkerOptions.workerPort ??= new Worker(scriptUrl("/vendor/pdfjs/pdf.worker.min.mjs"), { type: "module" });
  return module;
}

/**
 * @param {HTMLElement} panel
 * @param {import("../../types.js").Deps} deps
 * @param {import("../../types.js").Doc} document
 * @param {number} first the page to open at
 * @param {string} _query
 * @param {(page: number) => void} turned
 * @returns {() => void} closes it
 */
export function preview(panel, deps, document, first, _query, turned) {
  const abort = new AbortController();
  /** @type {() => void} */
  let close = () => {};
  const isPdf = document.media_type === "application/pdf";
  const isPicture = ["image/jpeg", "image/png", "image/webp", "image/gif"].includes(document.media_type);

  const nothing = () => {
    const { thumbnail } = document;
    if (thumbnail) {
      render(panel, html`<div class="sheet sheet-picture"><img src="${thumbnail.url}" width="${thumbnail.width}" height="${thumbnail.height}" alt="${document.title}" /></div>`);
    } else render(panel, emptiness("file", t("document.noPreview"), t("document.noPreviewHint")));
  };
  const open = async () => {
    try {
      const { url } = await deps.api.original(document.id, "inline", abort.signal);
      if (isPicture) {
        render(panel, html`<div class="sheet sheet-picture"><img src="${url}" alt="${document.title}" /></div>`);
        return;
      }
      close = await pages(panel, url, first, turned, abort.signal);
    } catch (error) {
      if (isAbort(error) || abort.signal.aborted) return;
      render(panel, emptiness("alert", t("document.previewFailed"), t("document.previewFailedHint")));
    }
  };

  if (!isPdf && !isPicture) nothing();
  else {
    render(panel, html`<div class="sheet skeleton" aria-busy="true"></div>`);
    void open();
  }
  return () => {
    abort.abort();
    close();
  };
}

/**
 * @param {HTMLElement} panel
 * @param {string} url
 * @param {number} first
 * @param {(page: number) => void} turned
 * @param {AbortSignal} signal
 */
async function pages(panel, url, first, turned, signal) {
  const { getDocument } = await pdfjs();
  const task = getDocument({
    url,
    cMapUrl: "/vendor/pdfjs/cmaps/",
    cMapPacked: true,
    standardFontDataUrl: "/vendor/pdfjs/standard_fonts/",
    wasmUrl: "/vendor/pdfjs/wasm/",
    iccUrl: "/vendor/pdfjs/iccs/",
    isEvalSupported: false,
    enableXfa: false,
  });
  signal.addEventListener("abort", () => void task.destroy());
  const pdf = await task.promise;
  const count = pdf.numPages;
  const shape = (await pdf.getPage(1)).getViewport({ scale: 1 });
  let zoom = ZOOMS.indexOf(1);
  let current = Math.min(first, count);
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
    make(html`<div class="sheet page" data-page="${index + 1}" role="img" aria-label="${t("document.pageLabel", { page: index + 1 })}"></div>`),
  );
  scroller.append(...sheets);

  const size = () => {
    const width = (scroller.clientWidth - 32) * (ZOOMS[zoom] ?? 1);
    for (const sheet of sheets) {
      sheet.style.width = `${width}px`;
      sheet.style.aspectRatio = sheet.dataset.shape ?? `${shape.width} / ${shape.height}`;
    }
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
    sheet.replaceChildren(canvas);
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
    const kept = current;
    size();
    for (const sheet of sheets) {
      near.unobserve(sheet);
      near.observe(sheet);
    }
    go(kept);
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
