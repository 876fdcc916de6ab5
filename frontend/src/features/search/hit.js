/** One hit: a row with the best match, and on request the other pages that match. */

import { sentence } from "../../api/problems.js";
import { badge, thumbnail } from "../../ui/cards.js";
import { facts } from "../../ui/format.js";
import { html, nothing } from "../../ui/html.js";
import { marked } from "../../ui/marks.js";
import { chip, nameWith } from "../../ui/names.js";
import { hitAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";
import { hasPane, readInstead } from "./pane.js";
import { fromMark } from "./state.js";

/**
 * @typedef {import("./state.js").Found} Found
 * @typedef {import("./state.js").Opened} Opened
 * @typedef {import("./actions.js").Actions} Actions
 */

/**
 * @param {Found} found
 * @param {Opened | undefined} opened
 * @param {Pick<Actions, "open" | "close" | "read">} actions
 * @param {import("../../ui/html.js").Markup} select a checkbox, or nothing
 */
export function hitRow(found, opened, actions, select) {
  const { document, snippets, more_pages: more, title_marks: titleMarks } = found.hit;
  const [snippet] = snippets;
  const [format, pages, date] = facts(document);
  const names = [...new Set([document.sender, document.kind, ...document.tags])].flatMap((id) => nameWith(id) ?? []);
  return html`<li class="hit" data-id=${document.id}>
    <div class="hit-row">
      ${select}
      <span class="hit-picture">${thumbnail(document)}</span>
      <div class="hit-words">
        <div class="hit-line">
          <h2 class="hit-title">
            <a
              href=${hitAddress(found)}
              data-move
              @focus=${() => hasPane() && actions.read(found)}
              @click=${readInstead}
              >${marked(document.title, titleMarks)}</a
            >
          </h2>
          ${badge(document)}<span class="hit-date">${date}</span>
        </div>
        <p class="hit-snippet">${snippet ? quotation(snippet, document) : nothing}</p>
        <div class="hit-line hit-facts">
          <span class="hit-names">${names.map(chip)}<span>${[format, pages].filter(Boolean).join(" · ")}</span></span
          >${more.pages.length ? toggle(found, opened, actions) : nothing}
        </div>
      </div>
    </div>
    ${opened ? otherPages(found, opened, actions) : nothing}
  </li>`;
}

/** @param {import("../../../types.js").Snippet} snippet @param {import("../../../types.js").Doc} document */
function quotation(snippet, { pages }) {
  const { text, marks } = fromMark(snippet);
  return html`${
    (pages ?? 1) > 1 ? html`<span class="snippet-page">${t("search.page", { page: snippet.page })}</span>` : nothing
  }${marked(text, marks)}`;
}

/** @param {Found} found @param {Opened | undefined} opened @param {Pick<Actions, "open" | "close">} actions */
function toggle(found, opened, { open, close }) {
  const { document, more_pages: more } = found.hit;
  const words = t(more.exact ? "search.morePages" : "search.aboutMorePages", { n: more.pages.length });
  const act = () => (opened ? close(document.id) : open(found));
  return html`<button
    type="button"
    class="hit-more"
    aria-expanded=${opened ? "true" : "false"}
    aria-label=${`${words}: ${document.title}`}
    @click=${act}
  >
    ${words}
  </button>`;
}

/** @param {Found} found @param {Opened} opened @param {Pick<Actions, "open" | "close">} actions */
function otherPages(found, { matches, cursor, error, isLoading }, { open }) {
  const others = matches.filter(({ page, same_on: same }) => page !== found.hit.page || same.length);
  return html`<div class="hit-pages" aria-busy=${isLoading ? "true" : nothing}>
    ${others.map(
      ({ page, text, marks, same_on: same }) =>
        html`<a class="snippet" href=${hitAddress(found, page)} data-move>
          <span class="snippet-page"
            >${same.length ? t("search.pages", { pages: [page, ...same].join(", ") }) : t("search.page", { page })}</span
          >
          <span>${marked(text, marks)}</span>
        </a>`,
    )}
    ${isLoading ? html`<p class="fine" role="status">${t("app.loading")}</p>` : nothing}
    ${error ? html`<p class="note note-bad" role="alert">${sentence(error)}</p>` : nothing}
    ${
      !isLoading && (cursor || error)
        ? html`<button type="button" class="button" @click=${() => open(found)}>
            ${t(error ? "error.retry" : "search.moreOfPages")}
          </button>`
        : nothing
    }
  </div>`;
}
