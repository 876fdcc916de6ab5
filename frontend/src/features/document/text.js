/** The words of a document, page by page, as search knows them. */

import { html, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { marked, marksOf, wordsOf } from "./marks.js";
import { isAbort, Problem } from "../../api/problems.js";
import { isFinal } from "../../api/store.js";
import { t } from "../../ui/strings.js";
import { emptiness, failure } from "../../ui/parts.js";

/**
 * @param {HTMLElement} panel
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../../types.js").Doc} document
 * @param {number} first the page to open at
 * @param {string} query its words are marked
 * @param {(page: number) => void} turned
 * @returns {() => void} closes it
 */
export function words(panel, deps, document, first, query, turned) {
  let abort = new AbortController();
  let page = first;
  if (!isFinal(document)) {
    render(panel, emptiness("clock", t("document.textLater"), t("document.textLaterHint")));
    return () => {};
  }
  if (!document.has_text) {
    render(panel, emptiness("file", t("document.noText"), t("document.noTextHint")));
    return () => {};
  }

  const show = async () => {
    abort.abort();
    abort = new AbortController();
    panel.setAttribute("aria-busy", "true");
    try {
      const answer = await deps.api.pageText(document.id, page, abort.signal);
      render(
        panel,
        html`${answer.pages > 1
            ? html`<div class="pager">
                <button type="button" class="button button-plain" data-turn="-1" ${answer.page <= 1 ? html`disabled` : ""}>${icon("back")}<span class="unseen">${t("document.previous")}</span></button>
                <span>${t("document.page")} ${answer.page} ${t("document.of", { pages: answer.pages })}</span>
                <button type="button" class="button button-plain turn-next" data-turn="1" ${answer.page >= answer.pages ? html`disabled` : ""}>${icon("back")}<span class="unseen">${t("document.next")}</span></button>
              </div>`
            : ""}
          <div class="sheet words" tabindex="0" role="group" aria-label="${t("document.pageLabel", { page: answer.page })}">${marked(answer.text, marksOf(answer.text, wordsOf(query)))}</div>
          ${answer.truncated ? html`<p class="note">${t("document.cut")}</p>` : ""}`,
      );
      panel.querySelector("mark")?.scrollIntoView({ block: "nearest" });
    } catch (error) {
      if (isAbort(error)) return;
      if (error instanceof Problem && error.status === 404 && page > 1) {
        page = 1;
        return void show();
      }
      render(panel, failure(error));
    } finally {
      panel.removeAttribute("aria-busy");
    }
  };
  const onClick = (/** @type {MouseEvent} */ event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-turn]"));
    if (!button) return;
    page += Number(button.dataset.turn);
    turned(page);
    void show();
  };
  panel.addEventListener("click", onClick);
  void show();
  return () => {
    abort.abort();
    panel.removeEventListener("click", onClick);
  };
}
