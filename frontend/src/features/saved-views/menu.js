/** The saved views on the navigation, with the numbers of their documents and of those that are new. */

import { html, nothing, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { searchAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").SavedView} View
 * @typedef {import("../../api/saved-views.js").SavedViews} SavedViews
 */

/** The button and its menu; nothing when the library has no views. @param {Pick<SavedViews, "all" | "counts">} views */
export function viewsMenu({ all, counts }) {
  if (!all.length) return nothing;
  const fresh = all.reduce((sum, { id }) => sum + (counts.get(id)?.new ?? 0), 0);
  const said = fresh ? t("views.new", { n: fresh }) : "";
  // The name must begin with all that is visible (WCAG 2.2, 2.5.3).
  return html`<button type="button" class="places-views" popovertarget="views-menu" aria-label=${`${t("views.title")} ${said}`.trim()}>
      ${icon("star")}<span>${t("views.title")}</span>${fresh ? html`<b class="places-count">${fresh > 99 ? "99+" : fresh}</b>` : nothing}
    </button>
    <div id="views-menu" class="menu views-menu" popover>${repeat(all, ({ id }) => id, (view) => row(view, counts.get(view.id)))}</div>`;
}

/** @param {View} view @param {import("../../api/saved-views.js").Count | undefined} count */
function row(view, count) {
  const { query, exact, order, layout } = view;
  const address = searchAddress({ query, isExact: exact, order: order === "relevance" ? "" : order, layout });
  // Also when it is open already: the address does not change then.
  return html`<a href=${address} @click=${() => document.getElementById("views-menu")?.hidePopover()}>
    <span class="view-name">${view.name}</span>
    ${count?.new ? html`<b class="view-new">${t("views.new", { n: count.new })}</b>` : nothing}
    ${count ? html`<span class="view-total">${count.total}</span>` : nothing}
  </a>`;
}
