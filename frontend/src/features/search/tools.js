/**
 * What can be done with the results as a whole: save the search, show its filters, order the hits and choose their
 * layout.
 */

import { beginsAscending, sortableFields } from "../../ui/field-order.js";
import { html, live, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { button, iconButton } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { openHelp } from "./help.js";
import { isAsked, LAYOUTS, ORDERS } from "./state.js";

/** @typedef {import("../../../types.js").SavedView} SavedView @typedef {import("./view.js").Actions} Actions */

/**
 * @param {import("./state.js").State} state
 * @param {SavedView | undefined} view that has been saved of this search
 * @param {Actions} actions
 * @param {import("../../ui/html.js").Markup} selectAll a button, or nothing
 */
export function tools({ query, order, layout, facets }, view, actions, selectAll) {
  const choose = (/** @type {Event} */ event) =>
    actions.change({ order: /** @type {HTMLSelectElement} */ (event.currentTarget).value });
  const hasFacets = facets.length;
  return html`<div class="search-tools">
    ${actions.mayChange && isAsked({ query, order }) ? saving(view, actions) : nothing} ${selectAll}
    ${button("help.open", "book", { act: openHelp, look: "button-plain" })}
    ${hasFacets ? html`<button type="button" class="button search-filter" popovertarget="facets">${t("facet.title")}</button>` : nothing}
    <select aria-label=${t("order.label")} .value=${live(order)} @change=${choose}>
      ${ORDERS.map((name) => html`<option value=${name} ?selected=${name === order}>${t(`order.${name || "best"}`)}</option>`)}
      ${ordersByField(order).map(({ name, value }) => html`<option value=${value} ?selected=${value === order}>${name}</option>`)}
    </select>
    <div class="segments" role="group" aria-label=${t("library.view")}>
      ${LAYOUTS.map(
        (name) =>
          html`<button
            type="button"
            aria-pressed=${name === layout}
            title=${t(`library.${name}`)}
            @click=${() => actions.change({ layout: name })}
          >
            ${icon(name)}<span class="unseen">${t(`library.${name}`)}</span>
          </button>`,
      )}
    </div>
  </div>`;
}

/** One order for each field, in the direction that people look at first, and the chosen one. @param {string} chosen */
function ordersByField(chosen) {
  return sortableFields().map(({ id, name }) => {
    const order = `field:${id}`;
    const first = beginsAscending(order) ? order : `-${order}`;
    return { name, value: chosen.endsWith(order) ? chosen : first };
  });
}

/** @param {SavedView | undefined} view @param {Actions} actions */
function saving(view, { save, rename, remove }) {
  if (!view) return button("views.save", "star", { act: save, look: "button-plain" });
  const { name } = view;
  return html`${iconButton("views.rename", "pencil", {
    act: () => rename(view),
    name,
  })}${iconButton("views.delete", "trash", { act: () => remove(view), name })}`;
}
