/** What a document looks like: the pages of a PDF, or the picture itself. */

import { isAbort } from "../../api/problems.js";
import { iconOf, viewerOf } from "../../ui/formats.js";
import { html, nothing, render } from "../../ui/html.js";
import { emptiness } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { pdfPanel } from "./pdf.js";

/** @type {import("./text.js").Panel} */
export function preview(panel, deps, shown) {
  const { document } = shown;
  const abort = new AbortController();
  /** @type {() => void} */
  let close = () => {};
  const viewer = viewerOf(document.media_type);

  /** A page whose marks cannot be loaded is shown without them. @param {number} page */
  const termsOf = async (page) => {
    if (!shown.query || !document.has_text) return [];
    const found = await deps.api.pageText(document.id, page, shown.query, abort.signal).catch(() => null);
    return found?.terms ?? [];
  };
  const open = async () => {
    try {
      const { url } = await deps.api.original(document.id, "inline", abort.signal);
      if (viewer === "image") render(picture(document.title, { url }, () => render(failed(), panel)), panel);
      else close = await pdfPanel(panel, { ...shown, url, termsOf, signal: abort.signal });
    } catch (error) {
      if (!isAbort(error) && !abort.signal.aborted) render(failed(), panel);
    }
  };

  if (viewer) {
    render(html`<div class="sheet skeleton" aria-busy="true"></div>`, panel);
    void open();
  } else render(document.thumbnail ? picture(document.title, document.thumbnail) : noPreview(document), panel);
  return () => {
    abort.abort();
    close();
    render(nothing, panel);
  };
}

/** @param {string} title @param {{ url: string, width?: number, height?: number }} source @param {() => void} [onError] */
function picture(title, { url, width, height }, onError) {
  return html`<div class="sheet sheet-picture"><img src=${url} width=${width ?? nothing} height=${height ?? nothing} alt=${title} @error=${onError ?? nothing} /></div>`;
}

/** @param {import("../../../types.js").Doc} document */
function noPreview({ media_type }) {
  return emptiness(iconOf(media_type), t("document.noPreview"), t("document.noPreviewHint"));
}

function failed() {
  return emptiness("alert", t("document.previewFailed"), t("document.previewFailedHint"));
}
