/** The searchable text of a document, page by page. */

import { isFinal, isReading } from "../../api/document-states.js";
import { isAbort, Problem } from "../../api/problems.js";
import { html, nothing } from "../../ui/html.js";
import { marked } from "../../ui/marks.js";
import { emptiness, failure, iconButton } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").PageText} PageText
 * @typedef {import("../../api/search.js").Marked & { document: Doc, page: number, onPage: (page: number) => void }} Shown
 *   `page`: the page to open at; `onPage`: called with each page that is shown
 * @typedef {(panel: HTMLElement, deps: import("../../../types.js").Deps, shown: Shown) => () => void} Panel closes it
 * @typedef {{ shownPage: PageText | null, error: unknown }} State
 */

/** @type {Panel} */
export function textPanel(panel, deps, { document, page: first, query, isExact, onPage }) {
  let abort = new AbortController();
  let page = first;

  const load = async () => {
    abort.abort();
    abort = new AbortController();
    panel.setAttribute("aria-busy", "true");
    try {
      const shownPage = await deps.api.pageText(document.id, page, { query, isExact }, abort.signal);
      shown.update({ shownPage, error: null });
      shown.draw();
      panel.querySelector("mark")?.scrollIntoView({ block: "nearest" });
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
  const turn = (/** @type {number} */ step) => () => {
    page += step;
    onPage(page);
    void load();
  };
  const shown = screen(panel, /** @type {State} */ ({ shownPage: null, error: null }), ({ shownPage, error }) => {
    if (error) return failure(error, () => void load());
    return shownPage ? pageTemplate(shownPage, turn) : missing(document);
  });
  if (isFinal(document) && document.has_text) void load();
  return () => {
    abort.abort();
    shown.close();
  };
}

/** @param {Doc} document */
function missing(document) {
  if (!isFinal(document) || isReading(document)) return emptiness("clock", t("document.textLater"), t("document.textLaterHint"));
  return document.has_text ? nothing : emptiness("file", t("document.noText"), t("document.noTextHint"));
}

/** @param {PageText} shownPage @param {(step: number) => () => void} turn */
function pageTemplate({ page, pages, text, truncated, marks }, turn) {
  return html`${pages > 1
      ? html`<div class="pager">
          ${iconButton("document.previous", "back", { act: turn(-1), disabled: page <= 1 })}
          <span>${t("document.page")} ${page} ${t("document.of", { pages })}</span>
          ${iconButton("document.next", "back", { act: turn(1), disabled: page >= pages, look: "turn-next" })}
        </div>`
      : nothing}
    <div class="sheet words" tabindex="0" role="group" aria-label=${t("document.pageLabel", { page })}>${marked(text, marks)}</div>
    ${truncated ? html`<p class="note">${t("document.cut")}</p>` : nothing}`;
}
