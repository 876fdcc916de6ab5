/** What a document looks like: the pages of a PDF, or the picture itself. */

import { html, render } from "../../ui/html.js";
import { isAbort } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { pages } from "./pdf.js";
import { emptiness } from "../../ui/parts.js";

/**
 * @param {HTMLElement} panel
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../../types.js").Doc} document
 * @param {number} first the page to open at
 * @param {string} query its words are marked
 * @param {(page: number) => void} turned
 * @returns {() => void} closes it
 */
export function preview(panel, deps, document, first, query, turned) {
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
  const failed = () => render(panel, emptiness("alert", t("document.previewFailed"), t("document.previewFailedHint")));
  const open = async () => {
    try {
      const { url } = await deps.api.original(document.id, "inline", abort.signal);
      if (isPicture) {
        render(panel, html`<div class="sheet sheet-picture"><img src="${url}" alt="${document.title}" /></div>`);
        panel.querySelector("img")?.addEventListener("error", failed);
        return;
      }
      close = await pages(panel, { url, first, query, turned, signal: abort.signal });
    } catch (error) {
      if (!isAbort(error) && !abort.signal.aborted) failed();
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
