/** Documents as they appear in lists. */

import { isFinal, isReading } from "../api/document-states.js";
import { facts } from "./format.js";
import { badgeOf } from "./formats.js";
import { html, nothing } from "./html.js";
import { icon } from "./icons.js";
import { nameChips } from "./names.js";
import { reasonOf } from "./reasons.js";
import { isKey, t } from "./strings.js";

/** @typedef {import("../../types.js").Doc} Doc */

/** @param {Doc} document */
export function thumbnail({ thumbnail: picture, title, media_type, file_name }) {
  const kind = badgeOf(media_type, file_name);
  return picture
    ? html`<img
        class="thumb"
        src=${picture.url}
        width=${picture.width}
        height=${picture.height}
        alt=""
        loading="lazy"
        decoding="async"
      />`
    : html`<span class="thumb paper" aria-hidden="true" data-title=${title}
        >${kind ? html`<span class="paper-kind">${kind}</span>` : nothing}</span
      >`;
}

/** Format, pages and date: one line, or columns of a list. @param {Doc} document */
function factLine(document) {
  return facts(document).map((fact) => html`<span class="fact">${fact}</span> `);
}

/**
 * The state of a document; nothing for a ready one whose text is complete. A state that only a newer release of the API
 * knows is shown as it is.
 * @param {Pick<Doc, "state"> & Partial<Pick<Doc, "attention" | "partial" | "ocr_pages_done" | "ocr_pages_total">>}
 *   document
 */
export function badge({ state, attention, partial = [], ocr_pages_done, ocr_pages_total }) {
  if (attention?.kind === "locked")
    return html`<span class="badge badge-bad">${icon("lock")}${t("attention.locked")}</span>`;
  if (state === "ready" && isReading({ ocr_pages_done, ocr_pages_total })) {
    const page = t("reading.page", { page: (ocr_pages_done ?? 0) + 1, pages: ocr_pages_total ?? 0 });
    return html`<span class="badge badge-busy"><span class="spinner" aria-hidden="true"></span>${page}</span>`;
  }
  if (state === "ready") {
    return partial.length
      ? html`<span class="badge badge-partial">${icon("alert")}${t("partial.badge")}</span>`
      : nothing;
  }
  const key = `state.${state}`;
  const isBusy = !isFinal({ state });
  const sign = isBusy ? html`<span class="spinner" aria-hidden="true"></span>` : icon("alert");
  return html`<span class="badge ${isBusy ? "badge-busy" : "badge-bad"}">${sign}${isKey(key) ? t(key) : state}</span>`;
}

/**
 * One document in a grid or list.
 * @param {Doc} document
 * @param {{ fact?: string, actions?: import("./html.js").Markup, showsState?: boolean, showsParent?: boolean, address?:
 *   string, select?: import("./html.js").Markup }} [options] one more fact; buttons beside the link; where the link
 *   leads; a checkbox
 */
export function card(
  document,
  {
    fact = "",
    actions = nothing,
    showsState = true,
    showsParent = true,
    address = `/documents/${document.id}`,
    select = nothing,
  } = {},
) {
  return html`<li class="card" data-id=${document.id}>
    ${select}
    <a class="card-link" href=${address} data-move>
      <span class="card-picture">${thumbnail(document)}</span>
      <span class="card-words">
        <span class="card-title">${document.title}</span>
        ${showsState ? badge(document) : nothing}
        ${
          showsParent && document.parent_title
            ? html`<span class="card-parent">${t("card.in", { title: document.parent_title })}</span>`
            : nothing
        }
        <span class="card-facts">${factLine(document)}${fact ? html`<span class="fact">${fact}</span>` : nothing}</span>
        ${showsState && document.reason ? html`<span class="card-reason">${reasonOf(document)}</span>` : nothing}
      </span>
    </a>
    ${nameChips(document)} ${actions === nothing ? nothing : html`<span class="card-actions">${actions}</span>`}
  </li>`;
}

/** Cards of documents that are still being loaded. @param {number} count */
export function skeletons(count) {
  return Array.from(
    { length: count },
    () =>
      html`<li class="card skeleton" aria-hidden="true">
        <span class="card-picture"></span
        ><span class="card-words"><span class="bone"></span><span class="bone bone-short"></span></span>
      </li>`,
  );
}
