/** The searchable text of a document, page by page. */

import { isFinal, isReading } from "../../api/document-states.js";
import { isAbort, Problem } from "../../api/problems.js";
import { html, nothing } from "../../ui/html.js";
import { marked as withMarks } from "../../ui/marks.js";
import { emptiness, failure } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { viewingOf, within } from "./viewing.js";

/**
 * @typedef {import("../../../types.js").PageText} PageText
 * @typedef {{ shownPage: PageText | null, error: unknown }} State
 */

/** @type {import("./preview.js").Panel} */
export function textPanel(panel, deps, { document, viewing, marked, onViewing, onReady }) {
  let abort = new AbortController();
  let page = viewing.page;
  let isLast = false;

  const load = async () => {
    abort.abort();
    abort = new AbortController();
    panel.setAttribute("aria-busy", "true");
    try {
      const shownPage = await deps.api.pageText(document.id, page, marked(), abort.signal);
      shown.update({ shownPage, error: null });
      shown.draw();
      onViewing(viewingOf({ page, count: shownPage.pages, canZoom: false }));
      const marks = [...panel.querySelectorAll("mark")];
      choose(panel, isLast ? marks.at(-1) : marks[0]);
    } catch (error) {
      if (isAbort(error)) return;
      if (error instanceof Problem && error.status === 404 && page > 1) {
        page = 1;
        return void load();
      }
      shown.update({ error });
    } finally {
      panel.removeAttribute("aria-busy");
    }
  };
  const go = (/** @type {number} */ wanted, /** @type {boolean} */ toLast = false) => {
    page = within(wanted, shown.state.shownPage?.pages ?? 1);
    isLast = toLast;
    void load();
  };
  const shown = screen(panel, /** @type {State} */ ({ shownPage: null, error: null }), ({ shownPage, error }) => {
    if (error) return failure(error, () => void load());
    return shownPage ? pageTemplate(shownPage) : missing(document);
  });
  if (isFinal(document) && document.has_text) void load();
  const close = () => {
    abort.abort();
    shown.close();
  };
  onReady({
    go,
    show: () => {},
    toggleStrip: () => {},
    mark: () => void load(),
    goToMark: (step) => goToMark(panel, step),
    goToMarked: go,
    close,
  });
  return close;
}

/** @param {HTMLElement} panel @param {1 | -1} step @returns {boolean} false if there is none */
function goToMark(panel, step) {
  const marks = [...panel.querySelectorAll("mark")];
  const at = marks.findIndex((mark) => mark.hasAttribute("data-current"));
  const next = at < 0 ? undefined : marks[at + step];
  if (next) choose(panel, next);
  return next !== undefined;
}

/** @param {HTMLElement} panel @param {Element | undefined} mark */
function choose(panel, mark) {
  for (const other of panel.querySelectorAll("mark[data-current]")) other.removeAttribute("data-current");
  mark?.setAttribute("data-current", "");
  mark?.scrollIntoView({ block: "nearest" });
}

/** @param {import("../../../types.js").Doc} document */
function missing(document) {
  if (!isFinal(document) || isReading(document))
    return emptiness("clock", t("document.textLater"), t("document.textLaterHint"));
  return document.has_text ? nothing : emptiness("file", t("document.noText"), t("document.noTextHint"));
}

/** @param {PageText} shownPage */
function pageTemplate({ page, text, truncated, marks }) {
  const label = t("document.pageLabel", { page });
  const marked = withMarks(text, marks);
  // White space in this element is shown.
  return html`<div class="sheet words" tabindex="0" role="group" aria-label=${label}>${marked}</div>
    ${truncated ? html`<p class="note">${t("document.cut")}</p>` : nothing}`;
}
