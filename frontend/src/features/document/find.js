/** Finding words in the document that is open. */

import { isAbort, sentence } from "../../api/problems.js";
import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { iconButton } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { hasPlaces, pageAfter, pagesOf } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {{ open: () => void, close: () => void, type: (text: string) => void, step: (step: 1 | -1) => void, stop: ()
 *   => void }} Finder
 */

const PAUSE_MS = 300;
/** The most responses that are loaded, each with some of the pages that match; in all, at most 2,000 pages. */
const MOST_RESPONSES = 40;

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {string} id
 * @param {{ state: () => State, update: (changes: Partial<State>) => void, pages: () => import("./preview.js").Pages |
 *   null, choose: (tab: import("./state.js").Tab) => void, input: () => HTMLInputElement | null, focusOutside: () =>
 *   void }} screen
 * @returns {Finder}
 */
export function finder(deps, id, { state, update, pages, choose, input, focusOutside }) {
  let abort = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const change = (/** @type {Partial<import("./state.js").Finding>} */ changes) => {
    const { finding } = state();
    if (finding) update({ finding: { ...finding, ...changes } });
  };

  const search = async () => {
    clearTimeout(timer);
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    const query = state().finding?.text.trim() ?? "";
    change({ query, pages: [], isLoading: Boolean(query), error: null });
    pages()?.mark();
    if (!query) return;
    try {
      const matches = [];
      for (let cursor = null, asked = 0; asked < MOST_RESPONSES; asked += 1) {
        const found = await deps.api.listMatches(id, { query, isExact: false }, cursor);
        if (signal.aborted) return;
        matches.push(...found.matches);
        const isFirst = !state().finding?.pages.length;
        change({ pages: pagesOf(matches), isLoading: found.cursor !== null });
        if (isFirst) goToFirst();
        cursor = found.cursor;
        if (cursor === null) break;
      }
      change({ isLoading: false });
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) change({ isLoading: false, error });
    }
  };
  const goToFirst = () => {
    const found = state().finding?.pages ?? [];
    const { page } = state().viewing;
    const first = found.find((one) => one >= page) ?? found[0];
    if (first) pages()?.goToMarked(first, false);
  };
  return {
    open() {
      const { document, finding } = state();
      if (!document?.has_text) return;
      if (!hasPlaces(document)) choose("text");
      if (!finding) update({ finding: { text: "", query: "", pages: [], isLoading: false, error: null } });
      queueMicrotask(() => input()?.select());
    },
    close() {
      if (!state().finding) return;
      clearTimeout(timer);
      abort.abort();
      update({ finding: null });
      pages()?.mark();
      focusOutside();
    },
    type(text) {
      change({ text });
      clearTimeout(timer);
      timer = setTimeout(() => void search(), PAUSE_MS);
    },
    step(step) {
      const { finding, viewing } = state();
      if (!finding) return;
      if (finding.text.trim() !== finding.query) {
        void search();
        return;
      }
      if (pages()?.goToMark(step)) return;
      const next = pageAfter(finding.pages, viewing.page, step);
      if (next) pages()?.goToMarked(next, step < 0);
    },
    stop() {
      clearTimeout(timer);
      abort.abort();
    },
  };
}

/** @param {State} state @param {Finder} actions */
export function findBar({ finding, viewing }, { type, step, close }) {
  if (!finding) return nothing;
  const { text, pages } = finding;
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    if (event.key === "Escape") close();
    else step(event.shiftKey ? -1 : 1);
  };
  return html`<div class="find-bar" role="search" aria-label=${t("document.find")} @keydown=${onKey}>
    ${icon("search")}
    <input
      type="search"
      aria-label=${t("document.find")}
      .value=${text}
      autocomplete="off"
      @input=${(/** @type {Event} */ event) => type(/** @type {HTMLInputElement} */ (event.currentTarget).value)}
    />
    <span class="find-count" role="status">${count(finding, viewing.page)}</span>
    ${iconButton("document.findPrevious", "previous", { act: () => step(-1), disabled: !pages.length })}
    ${iconButton("document.findNext", "next", { act: () => step(1), disabled: !pages.length })}
    ${iconButton("document.findClose", "close", { act: close })}
  </div>`;
}

/** @param {import("./state.js").Finding} finding @param {number} page */
function count({ query, pages, isLoading, error }, page) {
  if (error) return sentence(error);
  if (!query) return nothing;
  if (!pages.length) return t(isLoading ? "app.loading" : "document.foundNothing");
  const at = pages.indexOf(page);
  return at < 0
    ? t("document.foundOn", { n: pages.length })
    : t("document.foundAt", { number: at + 1, total: pages.length });
}
