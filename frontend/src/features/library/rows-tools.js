/** The controls beside and above the dense list: its order, its columns, and the years to jump to. */

import { count as number } from "../../ui/format.js";
import { fieldOf, isFieldOrder, sortableFields } from "../../ui/field-order.js";
import { html, live, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { t } from "../../ui/strings.js";
import { choices, labelOf, shownColumns } from "./columns.js";
import { FIELDS } from "./rows-order.js";

/** @typedef {import("./rows.js").State} State @typedef {import("./rows.js").Actions} Actions */

/** The most years beside the list; if there are more, only every second or third one is shown. */
const MOST_YEARS = 24;

/** @param {State} state @param {Actions} actions */
export function orderMenu({ order }, { arrange }) {
  const change = (/** @type {Event} */ event) =>
    arrange(
      /** @type {import("./rows-order.js").Field} */ (/** @type {HTMLSelectElement} */ (event.currentTarget).value),
    );
  const { field: wanted } = order;
  // The API lists the newest first when the field was deleted.
  const shown = isFieldOrder(wanted) && !fieldOf(wanted) ? "added" : wanted;
  return html`<label class="rows-order"
    ><span>${t("rows.sortBy")}</span>
    <select aria-label=${t("rows.sortBy")} title=${t("rows.sortBy")} .value=${live(shown)} @change=${change}>
      ${FIELDS.map((field) => html`<option value=${field} ?selected=${shown === field}>${t(`rows.by.${field}`)}</option>`)}
      ${sortableFields().map(({ id, name }) => html`<option value=${`field:${id}`} ?selected=${shown === `field:${id}`}>${name}</option>`)}
    </select>
  </label>`;
}

/** @param {State} state @param {Actions} actions */
export function columnsMenu({ columns, room }, { choose }) {
  const shown = shownColumns(columns, room);
  const noRoom = (/** @type {import("./columns.js").Column} */ column) =>
    columns.includes(column) && !shown.includes(column)
      ? html`<small class="fine">${t("rows.noRoom")}</small>`
      : nothing;
  return html`<button type="button" class="button button-small rows-columns" popovertarget="columns-menu">
      ${icon("table")}${t("rows.columns")}
    </button>
    <div id="columns-menu" class="menu rows-choices" popover>
      ${choices().map(
        (column) =>
          html`<label class="rows-choice"
            ><input type="checkbox" .checked=${live(columns.includes(column))} @change=${() => choose(column)} /><span
              >${labelOf(column)} ${noRoom(column)}</span
            ></label
          >`,
      )}
    </div>`;
}

/**
 * @param {State} state
 * @param {ReturnType<typeof import("./rows-state.js").yearsOf>} years
 * @param {Actions} actions
 */
export function scrubber({ year: current }, years, { jump }) {
  const step = Math.ceil(years.length / MOST_YEARS);
  const shown = years.filter(({ year }, at) => at % step === 0 || year === current);
  return html`<nav class="scrubber" aria-label=${t("rows.years")}>
    ${shown.map(
      ({ year, section, count }) =>
        html`<button
          type="button"
          aria-current=${year === current ? "true" : nothing}
          title=${t("rows.total", { n: count, total: number(count) })}
          @click=${() => jump(section)}
        >
          ${year}
        </button>`,
    )}
  </nav>`;
}
