/** The screen of the dense list: the bar above it, the rows, and what is shown when there are none. */

import { count as number } from "../../ui/format.js";
import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { emptiness, failureOr } from "../../ui/parts.js";
import { titleOf } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";
import { waitingHeight, waitingOf } from "./arrivals.js";
import { shownColumns, widthsOf } from "./columns.js";
import { numberOf, placeOf, totalOf, yearsOf } from "./rows-state.js";
import { headings, sections, skeletonRows } from "./rows-template.js";
import { columnsMenu, orderMenu, scrubber } from "./rows-tools.js";

/** @typedef {import("./rows.js").State} State @typedef {import("./rows.js").Actions} Actions */

/**
 * @param {State} state
 * @param {Actions} actions
 * @param {import("../selection/actions.js").Selectable} selection
 * @param {{ tools: () => import("../../ui/html.js").Markup, intro: () => import("../../ui/html.js").Markup, sizes:
 *   import("./rows-state.js").Sizes }} options
 */
export function template(state, actions, selection, { tools, intro, sizes }) {
  const { query, isLoaded, error, failed, sections: all, arriving } = state;
  const waiting = waitingOf(arriving, all);
  const total = totalOf(all) + waiting.length;
  const isEmpty = isLoaded && total === 0;
  const years = yearsOf(all);
  const isHidden = isLoaded ? isEmpty : Boolean(error);
  return html`<div class="bar rows-bar">
      <h1 tabindex="-1">${query ? titleOf(query) : t("library.title")}</h1>
      <p class="rows-total" role="status">
        ${isLoaded ? t("rows.total", { n: total, total: number(total) }) : nothing}
      </p>
      ${query ? everything() : nothing}
      <span class="rows-selecting">${selection.all()}</span> ${orderMenu(state, actions)} ${columnsMenu(state, actions)}
      ${tools()}
    </div>
    <div class="rows-frame">
      ${intro()} ${grid(state, actions, selection, { sizes, waiting, isHidden })}
      ${years.length > 1 && !isHidden ? scrubber(state, years, actions) : nothing}
    </div>
    <div class="state">
      ${failureOr(error || (!isEmpty && failed), actions.reload, isEmpty ? empty(query) : nothing)}
    </div>
    ${selection.bar}`;
}

/**
 * @param {State} state
 * @param {Actions} actions
 * @param {import("../selection/actions.js").Selectable} selection
 * @param {{ sizes: import("./rows-state.js").Sizes, waiting: string[], isHidden: boolean }} options `waiting`: ids of
 *   documents above the sections
 */
function grid(state, actions, selection, { sizes, waiting, isHidden }) {
  const { isLoaded, sections: all, active } = state;
  const total = totalOf(all) + waiting.length;
  const at = placeOf(all, active);
  const columns = shownColumns(state.columns, state.room);
  return html`<div
    class="rows"
    role="grid"
    tabindex="0"
    ?hidden=${isHidden}
    aria-multiselectable=${selection.has("") === null ? nothing : "true"}
    aria-label=${t("library.list.label")}
    aria-busy=${isLoaded ? nothing : "true"}
    aria-rowcount=${total + 1}
    .style=${`--columns:${widthsOf(columns)}`}
    aria-colcount=${columns.length + 3}
    aria-activedescendant=${at ? `row-${active}` : nothing}
    data-id=${active ?? nothing}
  >
    ${headings(state, actions)}
    <div
      class="rows-body"
      role="presentation"
      .style=${`height:${isLoaded ? state.height + waitingHeight(waiting, sizes) : 20 * sizes.row}px`}
    >
      ${isLoaded ? loadedRows(state, actions, selection, sizes) : skeletonRows(20)}
    </div>
  </div>`;
}

/**
 * @param {State} state
 * @param {Actions} actions
 * @param {import("../selection/actions.js").Selectable} selection
 * @param {import("./rows-state.js").Sizes} sizes
 */
function loadedRows(state, actions, selection, sizes) {
  return sections(state, actions, {
    box: (document) => selection.box(document, { isReachable: false }),
    isSelected: selection.has,
    sizes,
    numberOf: (place) => numberOf(state.sections, place),
  });
}

/** @param {string} query */
function empty(query) {
  if (query) return emptiness("search", t("rows.nothing"), t("rows.nothingHint"));
  const choose = html`<div class="actions">
    <button type="button" class="button button-main" data-choose="files">${icon("upload")}${t("nav.addFiles")}</button>
    <button type="button" class="button" data-choose="folder">${icon("folder")}${t("nav.addFolder")}</button>
  </div>`;
  return emptiness("library", t("library.empty"), t("library.emptyHint"), choose);
}

function everything() {
  return html`<a class="button button-small" href="/">${icon("close")}${t("rows.everything")}</a>`;
}
