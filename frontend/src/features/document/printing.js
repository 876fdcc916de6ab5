/** Prints the document itself: its pages, its picture or its text, and nothing else of the site. */

import { isShownAsText, viewerOf } from "../../ui/formats.js";
import { t } from "../../ui/strings.js";
import { drawn } from "./pdf-source.js";
import { sourceOf } from "./preview.js";
import { inLanguage, renditionOf } from "./rendition.js";
import { tabsOf } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ element: HTMLElement, size?: string }} Printed a page: `size` of the paper as in CSS; without one, what
 *   the person chooses
 */

/** Pixels of a point: 150 for each inch. */
const SHARPNESS = 150 / 72;
/** How many pages are prepared at a time. They are pictures in the memory of the browser, about 200 KB each. */
export const MOST_PAGES = 500;

let isPrinting = false;

/**
 * Prepares the pages, and opens the browser's dialog for printing. Raises whatever the API and pdf.js raise.
 * @param {import("../../../types.js").Deps} deps
 * @param {Doc} document
 * @param {import("./preview.js").Pages["source"]} source of the pages that are shown, if they are
 * @param {AbortSignal} signal
 */
export async function printDocument(deps, document, source, signal) {
  if (isPrinting) return;
  if ((document.pages ?? 1) > MOST_PAGES && viewerOf(document.media_type) === "pdf")
    return offerOriginal(deps, document);
  isPrinting = true;
  const total = document.pages ?? 1;
  let isPrepared = false;
  const show = deps.toastProgress(t("document.printing"), { done: 0, total });
  try {
    const isText = isShownAsText(document.media_type) || !tabsOf(document).includes("preview");
    const pages = isText
      ? textPages(deps, document, signal)
      : picturedPages(source ?? (await sourceOf(deps, document, signal)), signal);
    /** @type {Printed[]} */
    const printed = [];
    for await (const page of pages) {
      printed.push(page);
      show(t("document.printing"), { progress: { done: printed.length, total: Math.max(total, printed.length) } });
    }
    if (signal.aborted) return;
    layOut(printed);
    isPrepared = true;
    show(t("document.printed"));
    window.print();
  } finally {
    isPrinting = false;
    if (!isPrepared) show(t("document.notPrinted"));
  }
}

/**
 * A browser's own viewer is better at printing a very long PDF.
 * @param {import("../../../types.js").Deps} deps
 * @param {Doc} document
 */
async function offerOriginal(deps, { id }) {
  const { url } = await deps.api.original(id, "inline");
  deps.toast(t("document.printLong", { most: MOST_PAGES }), {
    label: t("document.printOpen"),
    act: () => window.open(url, "_blank", "noopener"),
  });
}

/**
 * A page in a frame cannot be printed from here. It gets a link of its own: that of the frame is valid for 15 minutes
 * only.
 * @param {import("../../../types.js").Deps} deps
 * @param {Doc} document
 * @param {AbortSignal} signal
 */
export async function offerPage(deps, { id }, signal) {
  const { url } = await renditionOf(deps, id, signal);
  deps.toast(t("document.printFormatted"), {
    label: t("document.printPage"),
    act: () => window.open(inLanguage(url), "_blank", "noopener"),
  });
}

/**
 * @param {NonNullable<import("./preview.js").Pages["source"]>} source
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Printed>}
 */
async function* picturedPages(source, signal) {
  const pdf = source.library?.pdf;
  if (!pdf) {
    const image = Object.assign(new Image(), { src: /** @type {any} */ (source).image.src, alt: "" });
    await image.decode();
    yield { element: image };
    return;
  }
  for (let number = 1; number <= pdf.numPages; number += 1) {
    signal.throwIfAborted();
    const page = await pdf.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const canvas = await drawn(page, SHARPNESS, page.rotate, "print");
    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    canvas.width = 0;
    const image = Object.assign(new Image(), { src: URL.createObjectURL(/** @type {Blob} */ (blob)), alt: "" });
    await image.decode();
    yield { element: image, size: `${width.toFixed(2)}pt ${height.toFixed(2)}pt` };
  }
}

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {Doc} document
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Printed>}
 */
async function* textPages(deps, { id, title }, signal) {
  for (let page = 1, pages = 1; page <= Math.min(pages, MOST_PAGES); page += 1) {
    const found = await deps.api.pageText(id, page, { query: "", isExact: false }, signal);
    pages = found.pages;
    const element = document.createElement("section");
    if (page === 1) element.append(Object.assign(document.createElement("h1"), { textContent: title }));
    element.append(Object.assign(document.createElement("p"), { textContent: found.text }));
    yield { element };
  }
}

/** Lays out the pages so that they appear only in print, until they are printed. @param {Printed[]} printed */
function layOut(printed) {
  const sizes = [...new Set(printed.map(({ size }) => size))];
  const rules = new CSSStyleSheet();
  // The policy of the page allows no style in markup; a sheet that a script makes is none.
  rules.replaceSync(
    sizes
      .map((size, index) =>
        size ? `@page size-${index} { size: ${size}; margin: 0 } .printout-${index} { page: size-${index} }` : "",
      )
      .join("\n"),
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, rules];
  const place = Object.assign(document.createElement("div"), { className: "printout" });
  for (const { element, size } of printed) {
    const page = Object.assign(document.createElement("div"), {
      className: `printout-page printout-${sizes.indexOf(size)}`,
    });
    if (size) page.dataset.sized = "";
    page.append(element);
    place.append(page);
  }
  document.body.append(place);
  document.documentElement.dataset.printing = "";
  const remove = () => {
    delete document.documentElement.dataset.printing;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== rules);
    for (const image of place.querySelectorAll("img"))
      if (image.src.startsWith("blob:")) URL.revokeObjectURL(image.src);
    place.remove();
  };
  window.addEventListener("afterprint", remove, { once: true });
}
