/** The parts of the dense list that are rendered: the headings of its columns and the rows near the window. */

import { badge, thumbnail } from "../../ui/cards.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { count as number, monthName } from "../../ui/format.js";
import { t } from "../../ui/strings.js";
import { cell, summary } from "./cells.js";
import { labelOf, orderBy, shownColumns, typeOf } from "./columns.js";
import { MOST_ARRIVING, waitingHeight, waitingOf } from "./arrivals.js";
import { heightOf, placeOf } from "./rows-state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./rows.js").State} State
 * @typedef {import("./rows.js").Actions} Actions
 * @typedef {import("./rows-state.js").Shown} Shown
 * @typedef {{ box: (document: Doc) => import("../../ui/html.js").Markup, isSelected: (id: string) => boolean | null,
 *   sizes: import("./rows-state.js").Sizes, numberOf: (place: import("./rows-state.js").Place) => number }} Options
 */

/** @param {State} state @param {Actions} actions */
export function headings({ order, columns, room }, { sort }) {
  const heading = (/** @type {import("./columns.js").Column | "title"} */ column) => {
    const field = orderBy(column);
    const label = column === "title" ? t("rows.title") : labelOf(column);
    if (!field)
      return html`<span
        role="columnheader"
        class="cell"
        data-column=${column}
        data-type=${(column !== "title" && typeOf(column)) || nothing}
        title=${label}
        >${label}</span
      >`;
    const isSorted = order.field === field;
    const direction = order.isDescending ? "descending" : "ascending";
    return html`<span
      role="columnheader"
      class="cell"
      data-column=${column}
      data-type=${(column !== "title" && typeOf(column)) || nothing}
      aria-sort=${isSorted ? direction : nothing}
    >
      <button
        type="button"
        data-down=${isSorted && order.isDescending ? "" : nothing}
        title=${label}
        @click=${() => sort(field)}
      >
        <span>${label}</span>${isSorted ? icon("chevron") : nothing}
      </button>
    </span>`;
  };
  return html`<div class="rows-head row" role="row" aria-rowindex="1">
    <span role="columnheader" class="cell"><span class="unseen">${t("rows.selected")}</span></span>
    <span role="columnheader" class="cell"><span class="unseen">${t("rows.picture")}</span></span>
    ${heading("title")} ${shownColumns(columns, room).map(heading)}
  </div>`;
}

/** @param {number} count */
export function skeletonRows(count) {
  return Array.from(
    { length: count },
    () =>
      html`<div class="row row-missing" aria-hidden="true"><span></span><span></span><span class="bone"></span></div>`,
  );
}

/**
 * The sections near the window, at their places, and the active row wherever it is.
 * @param {State} state
 * @param {Actions} actions
 * @param {Options} options
 */
export function sections(state, actions, options) {
  const { sections: all, shown, active, arriving } = state;
  const waiting = waitingOf(arriving, all);
  const above = waitingHeight(waiting, options.sizes);
  const at = placeOf(all, active);
  const isActiveShown =
    at && shown.some(({ index, from, to }) => index === at.section && at.place >= from && at.place < to);
  const parts =
    at && !isActiveShown
      ? [
          ...shown,
          {
            index: at.section,
            top: topOfSection(all, at.section, options),
            height: 0,
            from: at.place,
            to: at.place + 1,
          },
        ]
      : shown;
  return html`${waiting.length ? arrivals(waiting, state, actions, options) : nothing}
  ${repeat(
    // A section that only has the active row is a second part of it.
    parts,
    ({ index, height }) => `${all[index]?.key}${height ? "" : " active"}`,
    (part) => sectionOf(state, part, above, actions, options),
  )}`;
}

/** @param {State["sections"]} all @param {number} section @param {Options} options */
function topOfSection(all, section, { sizes }) {
  return all.slice(0, section).reduce((sum, one) => sum + heightOf(one, sizes), 0);
}

/**
 * Documents in progress.
 * @param {string[]} ids
 * @param {State} state
 * @param {Actions} actions
 * @param {Options} options
 */
function arrivals(ids, { columns: chosen, room, active, order }, actions, options) {
  const columns = shownColumns(chosen, room);
  const documents = ids.slice(0, MOST_ARRIVING).flatMap((id) => actions.find(id) ?? []);
  const others = ids.length > MOST_ARRIVING ? html`<a href="/?show=working">${t("rows.arrivingAll")}</a>` : nothing;
  return html`<div class="rows-section" role="rowgroup" data-section="arriving">
    ${monthHeading(t("rows.arriving"), ids.length, others)}
    ${repeat(
      documents,
      ({ id }) => id,
      (document) => rowOf(document, { columns, order, isActive: document.id === active, number: 0, actions, options }),
    )}
  </div>`;
}

/** @param {State} state @param {Shown} part @param {number} above @param {Actions} actions @param {Options} options */
function sectionOf(
  { sections: all, columns: chosen, room, active, order },
  { index, top, height, from, to },
  above,
  actions,
  options,
) {
  const section = all[index];
  if (!section) return nothing;
  const columns = shownColumns(chosen, room);
  const { row, heading } = options.sizes;
  const hasHeading = section.key !== "all";
  const rows = Array.from({ length: to - from }, (_, at) => ({ place: from + at, id: section.ids[from + at] }));
  const place = `top:${above + top}px;height:${height || (hasHeading ? heading : 0) + section.count * row}px`;
  const one = (/** @type {{ place: number, id: string | undefined }} */ { place: at, id }) => {
    const document = id ? actions.find(id) : undefined;
    const number = options.numberOf({ section: index, place: at }) + 1;
    return document
      ? rowOf(document, { columns, order, isActive: id === active, number, actions, options })
      : html`<div class="row row-missing" role="row" aria-rowindex=${number}>
          <span role="gridcell"></span><span role="gridcell"></span
          ><span role="gridcell" class="bone"><span class="unseen">${t("app.loading")}</span></span>
        </div>`;
  };
  return html`<div
    class="rows-section"
    role="rowgroup"
    .style=${place}
    data-section=${section.key}
    data-only=${height ? nothing : "active"}
  >
    ${hasHeading && height ? monthHeading(titleOf(section), section.count, section.key === "undated" ? dating(actions) : nothing) : nothing}
    <div role="presentation" .style=${`height:${from * row + (hasHeading && !height ? heading : 0)}px`}></div>
    ${repeat(rows, ({ place: at, id }) => id ?? `place ${at}`, one)}
  </div>`;
}

/** @param {string} title @param {number} count @param {import("../../ui/html.js").Markup} [more] */
function monthHeading(title, count, more = nothing) {
  return html`<div class="rows-month" role="row">
    <span role="rowheader" class="rows-heading"
      ><span class="rows-name" title=${title}>${title}</span> <span class="rows-count">· ${number(count)}</span></span
    >${more === nothing ? nothing : html`<span role="gridcell" class="rows-more">${more}</span>`}
  </div>`;
}

/** @param {Actions} actions */
function dating({ useDates }) {
  return useDates
    ? html`<button type="button" class="button button-plain rows-dating" @click=${useDates}>
        <span>${t("rows.useDates")}</span>
      </button>`
    : nothing;
}

/** @param {import("./rows-state.js").Section} section */
function titleOf({ key, name }) {
  if (name !== undefined) return name;
  if (key === "no-sender" || key === "no-kind") return t(`rows.${key}`);
  return key === "undated" ? t("rows.undated") : monthName(key);
}

/**
 * @param {Doc} document
 * @param {{ columns: State["columns"], order: State["order"], isActive: boolean, number: number, actions: Actions,
 *   options: Options }} shown
 */
function rowOf(document, { columns, order, isActive, number, actions, options }) {
  const { id, title } = document;
  return html`<div
    class="row"
    role="row"
    id=${`row-${id}`}
    data-id=${id}
    data-row
    aria-rowindex=${number || nothing}
    aria-selected=${options.isSelected(id) ?? nothing}
    data-active=${isActive ? "" : nothing}
  >
    <span role="gridcell" class="cell cell-box">${options.box(document)}</span>
    <span role="gridcell" class="cell cell-picture">${thumbnail(document)}</span>
    <span role="gridcell" class="cell" data-column="title">
      <a href=${`/documents/${id}`} tabindex="-1" title=${title} @click=${() => actions.open(id)}>${title}</a
      >${badge(document)}
      <span class="row-summary">${summary(document, order.field)}</span>
    </span>
    ${columns.map((column) => cell(column, document))}
  </div>`;
}
