/**
 * The reading pane: beside the hits in a wide window, the page of the hit that has the focus, with its words marked.
 */

import { sentence } from "../../api/problems.js";
import { html, nothing } from "../../ui/html.js";
import { marked } from "../../ui/marks.js";
import { hitAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";

/** @typedef {import("./state.js").Found} Found */

/** As in pane.css. */
const WIDE = "(min-width: 87.5rem)";

export function hasPane() {
  return matchMedia(WIDE).matches;
}

/**
 * A click on a hit reads it in the pane; a double click, the Enter key or the link in the pane opens the document.
 * @param {MouseEvent} event
 */
export function readInstead(event) {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  // A click made with the keyboard has no detail.
  if (!isPlain || event.detail !== 1 || !hasPane()) return;
  event.preventDefault();
  /** @type {HTMLElement} */ (event.currentTarget).focus();
}

/** @param {import("./state.js").State} state @param {Found[]} hits */
export function readingPane({ reading }, hits) {
  const found = hits.find(({ hit }) => hit.document.id === reading?.id);
  return html`<section class="pane" aria-label=${t("pane.label")} tabindex="0" ?hidden=${!hits.length}>
    ${found && reading ? page(found, reading) : html`<p class="pane-hint">${t("pane.hint")}</p>`}
  </section>`;
}

/** @param {Found} found @param {import("./state.js").Reading} reading */
function page(found, { page: number, text, error }) {
  const { document } = found.hit;
  return html`<header class="pane-head">
      <div>
        <h2>${document.title}</h2>
        ${(document.pages ?? 1) > 1 ? html`<p class="fine">${t("search.page", { page: number })}</p>` : nothing}
      </div>
      <a class="button" href=${hitAddress(found)}>${t("pane.open")}</a>
    </header>
    <div class="pane-text" aria-busy=${text || error ? nothing : "true"}>${pageText(text, error)}</div>`;
}

/** White space is shown. @param {import("./state.js").Reading["text"]} text @param {unknown} error */
function pageText(text, error) {
  if (error) return html`<p class="note note-bad" role="alert">${sentence(error)}</p>`;
  return text ? marked(text.text || t("pane.noText"), text.marks) : nothing;
}
