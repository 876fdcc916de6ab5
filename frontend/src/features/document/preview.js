/** What a document looks like: the pages of a PDF, or the picture itself. */

import { isAbort } from "../../api/problems.js";
import { iconOf, viewerOf } from "../../ui/formats.js";
import { html, nothing, render } from "../../ui/html.js";
import { emptiness } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { pdfPanel } from "./pdf.js";
import { wordLayer } from "./word-layer.js";

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
    const found = await deps.api.pageText(document.id, page, shown, abort.signal).catch(() => null);
    return found?.terms ?? [];
  };
  /** A page whose words cannot be loaded has no text to select. @param {number} page */
  const wordsOf = async (page) => {
    if (!document.ocr_pages_done) return null;
    const found = await deps.api.pageWords(document.id, page, abort.signal).catch(() => null);
    return found?.words.length ? found : null;
  };
  const showPicture = async (/** @type {{ url: string, width?: number, height?: number }} */ source, onError = () => {}) => {
    render(picture(document.title, source, onError), panel);
    const frame = panel.querySelector(".picture-frame");
    const image = panel.querySelector("img");
    const [words, terms] = await Promise.all([wordsOf(1), termsOf(1)]);
    if (!words || !frame || !image) return;
    await image.decode().catch(() => {});
    if (abort.signal.aborted || !image.naturalWidth) return;
    const layer = wordLayer(words, terms, image.naturalWidth / image.naturalHeight);
    frame.append(layer);
    layer.querySelector("mark")?.scrollIntoView({ block: "nearest" });
  };
  const open = async () => {
    try {
      const { url } = await deps.api.original(document.id, "inline", abort.signal);
      if (viewer === "image") await showPicture({ url }, () => render(failed(), panel));
      else close = await pdfPanel(panel, { ...shown, url, termsOf, wordsOf, signal: abort.signal });
    } catch (error) {
      if (!isAbort(error) && !abort.signal.aborted) render(failed(error), panel);
    }
  };

  if (document.attention?.kind === "locked") render(locked(), panel);
  else if (viewer) {
    render(html`<div class="sheet skeleton" aria-busy="true"></div>`, panel);
    void open();
  } else if (document.thumbnail) void showPicture(document.thumbnail);
  else render(noPreview(document), panel);
  return () => {
    abort.abort();
    close();
    render(nothing, panel);
  };
}

/** @param {string} title @param {{ url: string, width?: number, height?: number }} source @param {() => void} [onError] */
function picture(title, { url, width, height }, onError) {
  return html`<div class="sheet sheet-picture"><div class="picture-frame"><img src=${url} width=${width ?? nothing} height=${height ?? nothing} alt=${title} @error=${onError ?? nothing} /></div></div>`;
}

/** @param {import("../../../types.js").Doc} document */
function noPreview({ media_type }) {
  return emptiness(iconOf(media_type), t("document.noPreview"), t("document.noPreviewHint"));
}

/** @param {unknown} [error] pdf.js has one of its own for a PDF with a password, such as one that was unlocked to be read. */
export function failed(error) {
  if (error instanceof Error && error.name === "PasswordException") return locked();
  return emptiness("alert", t("document.previewFailed"), t("document.previewFailedHint"));
}

function locked() {
  return emptiness("lock", t("document.locked"), t("document.lockedHint"));
}
