/** The results of a search, and what is shown when there are none. */

import { moveFocus } from "../../ui/arrow-keys.js";
import { card, skeletons } from "../../ui/cards.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { button, emptiness } from "../../ui/parts.js";
import { hitAddress, searchAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";
import { openHelp } from "./help.js";
import { hitRow } from "./hit.js";
import { isAsked } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./view.js").Actions} Actions
 * @typedef {import("../selection/actions.js").Selectable} Selectable
 */

/**
 * @param {State} state
 * @param {import("./state.js").Found[]} hits
 * @param {Actions} actions
 * @param {Selectable["box"]} box
 */
export function list({ layout, pages, isLoading, opened }, hits, actions, box) {
  const busy = isLoading ? "true" : nothing;
  const isFirstTime = isLoading && !pages.length;
  const id = (/** @type {import("./state.js").Found} */ { hit }) => hit.document.id;
  if (layout === "grid") {
    const cards = () =>
      repeat(hits, id, (found) =>
        card(found.hit.document, { address: hitAddress(found), select: box(found.hit.document) }),
      );
    return html`<ol class="cards" data-layout="grid" aria-busy=${busy} @keydown=${moveFocus}>
      ${isFirstTime ? skeletons(6) : cards()}
    </ol>`;
  }
  return html`<ol class="hits" aria-busy=${busy} @keydown=${moveFocus}>
    ${isFirstTime ? skeletons(6) : repeat(hits, id, (found) => hitRow(found, opened[id(found)], actions, box(found.hit.document)))}
  </ol>`;
}

/** @param {State} state @param {number} total @param {Actions} actions */
export function empty({ query, order, searched, pages }, total, actions) {
  const examples = button("help.open", "book", { act: openHelp });
  if (!isAsked({ query, order }))
    return html`${emptiness("search", t("search.label"), t("search.hint"), examples)} ${recent(actions)}`;
  const latest = pages.at(-1);
  // The note says why results are missing; the query is not to blame.
  if (!latest || total > 0 || latest.incomplete) return nothing;
  return emptiness("search", t("search.nothing", { query: searched }), t("search.nothingHint"), examples);
}

/** @param {Actions} actions */
function recent({ recent: list, forget }) {
  const queries = list();
  if (!queries.length) return nothing;
  return html`<section class="recent">
    <h2>${t("search.recent")}</h2>
    <ul>
      ${queries.map((query) => html`<li><a href=${searchAddress({ query })}>${query}</a></li>`)}
    </ul>
    ${button("search.forget", "trash", { act: forget, look: "button-plain" })}
  </section>`;
}

/** @param {import("./state.js").SearchPage} page @param {string} searched */
export function notes({ corrected, notices, incomplete }, searched) {
  return html`${incomplete ? html`<p class="note" role="status">${t("search.rebuilding")}</p>` : nothing}
  ${
    corrected
      ? html`<p class="note">
          ${t("search.corrected", { query: corrected })}
          <a href=${searchAddress({ query: searched, isExact: true })}>${t("search.exactly", { query: searched })}</a>
        </p>`
      : nothing
  }
  ${notices.map(({ code, values }) => html`<p class="note">${t(`notice.${code}`, values)}</p>`)}`;
}
