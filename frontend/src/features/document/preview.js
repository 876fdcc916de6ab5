/** What a document looks like: the pages of a PDF, or the picture itself. */

import { isAbort, sentence } from "../../api/problems.js";
import { hasRendition, iconOf, viewerOf } from "../../ui/formats.js";
import { html, nothing, render } from "../../ui/html.js";
import { emptiness } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { showPages } from "./pages.js";
import { pdfSource } from "./pdf-source.js";
import { pictureSource } from "./picture-source.js";
import { NotRendered, renditionOf, showRendition } from "./rendition.js";
import { textPanel } from "./text.js";
import { viewingOf } from "./viewing.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./viewing.js").Viewing} Viewing
 * @typedef {{ rendition?: string, source?: import("./sheets.js").Source & { library?: { pdf: any } }, go: (page:
 *   number) => void, show: (viewing: Viewing) => void, toggleStrip: (isShown: boolean) => void, mark: () => void,
 *   goToMark: (step: 1 | -1) => boolean, goToMarked: (page: number, isLast: boolean) => void, close: () => void }}
 *   Pages `rendition`: the address of the page that is shown instead of pages; `show`: in another size or turned;
 *   `mark`: the words to be marked have changed
 * @typedef {{ document: Doc, viewing: Viewing, hasStrip: boolean, marked: () => import("../../api/search.js").Marked,
 *   onViewing: (viewing: Viewing) => void, onReady: (pages: Pages) => void }} Shown `viewing`: at the beginning;
 *   `marked`: what to mark now; `onViewing`: called after each change; `onReady`: pages are shown
 * @typedef {(panel: HTMLElement, deps: import("../../../types.js").Deps, shown: Shown) => () => void} Panel closes it
 */

/** @type {Panel} */
export function preview(panel, deps, shown) {
  const { document } = shown;
  if (document.attention?.kind === "locked") {
    render(locked(), panel);
    return () => render(nothing, panel);
  }
  return (hasRendition(document.media_type) ? formatted : pictured)(panel, deps, shown);
}

/** Shows the document with its formatting, or only its text if that is impossible. @type {Panel} */
function formatted(panel, deps, shown) {
  const { document, onViewing, onReady } = shown;
  const abort = new AbortController();
  /** @type {() => void} */
  let close = () => render(nothing, panel);
  const open = async () => {
    try {
      const rendition = await renditionOf(deps, document.id, abort.signal);
      showRendition(panel, document, rendition);
      onReady({
        rendition: rendition.url,
        go: () => {},
        show: () => {},
        toggleStrip: () => {},
        mark: () => {},
        goToMark: () => false,
        goToMarked: () => {},
        close,
      });
      onViewing(viewingOf({ canZoom: false }));
    } catch (error) {
      if (isAbort(error) || abort.signal.aborted) return;
      if (!document.has_text) {
        render(failed(error), panel);
        return;
      }
      const text = window.document.createElement("div");
      render(
        html`<p class="note">${error instanceof NotRendered ? error.message : sentence(error)}</p>
          ${text}`,
        panel,
      );
      const closeText = textPanel(text, deps, shown);
      close = () => {
        closeText();
        render(nothing, panel);
      };
    }
  };
  render(html`<div class="sheet skeleton" aria-busy="true"></div>`, panel);
  void open();
  return () => {
    abort.abort();
    close();
  };
}

/** Shows the pages, or a picture. @type {Panel} */
function pictured(panel, deps, { document, marked, onReady, ...options }) {
  const abort = new AbortController();
  const { signal } = abort;
  /** @type {() => void} */
  let close = () => render(nothing, panel);

  /** A page whose marks cannot be loaded is shown without them. @param {number} page */
  const termsOf = async (page) => {
    if (!marked().query || !document.has_text) return [];
    const found = await deps.api.pageText(document.id, page, marked(), signal).catch(() => null);
    return found?.terms ?? [];
  };
  /** A page whose words cannot be loaded has no text to select. @param {number} page */
  const wordsOf = async (page) => {
    if (!document.ocr_pages_done) return null;
    const found = await deps.api.pageWords(document.id, page, signal).catch(() => null);
    return found?.words.length ? found : null;
  };
  const open = async () => {
    try {
      const source = await sourceOf(deps, document, signal);
      // The person may have chosen another tab in the meantime.
      signal.throwIfAborted();
      render(nothing, panel);
      const pages = showPages(panel, source, { ...options, termsOf, wordsOf });
      close = pages.close;
      onReady(pages);
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) render(failed(error), panel);
    }
  };

  if (viewerOf(document.media_type) || document.thumbnail) {
    render(html`<div class="sheet skeleton" aria-busy="true"></div>`, panel);
    void open();
  } else render(noPreview(document), panel);
  return () => {
    abort.abort();
    close();
  };
}

/** @param {import("../../../types.js").Deps} deps @param {Doc} document @param {AbortSignal} signal */
export async function sourceOf({ api }, { id, media_type, title, thumbnail }, signal) {
  const viewer = viewerOf(media_type);
  if (!viewer && thumbnail) return pictureSource(thumbnail.url, title);
  const { url } = await api.original(id, "inline", signal);
  return viewer === "pdf" ? pdfSource(url, signal) : pictureSource(url, title);
}

/** @param {Doc} document */
function noPreview({ media_type }) {
  return emptiness(iconOf(media_type), t("document.noPreview"), t("document.noPreviewHint"));
}

/**
 * @param {unknown} [error] pdf.js has one of its own for a PDF with a password, such as one that was unlocked to be
 *   read.
 */
export function failed(error) {
  if (error instanceof Error && error.name === "PasswordException") return locked();
  return emptiness("alert", t("document.previewFailed"), t("document.previewFailedHint"));
}

function locked() {
  return emptiness("lock", t("document.locked"), t("document.lockedHint"));
}
