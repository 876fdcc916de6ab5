/** The facets of the results: beside them, or in a sheet where the window is narrow. Choosing a value writes its filter into the box. */

import { languageName } from "../../ui/format.js";
import { html, live, nothing, repeat } from "../../ui/html.js";
import { iconButton } from "../../ui/parts.js";
import { isKey, t } from "../../ui/strings.js";
import { useful } from "./filters.js";

/**
 * @typedef {import("../../../types.js").Facet} Facet
 * @typedef {Facet["values"][number]} Value
 * @typedef {(facet: Facet, id: string) => void} Choose
 */

/** How many values of a facet are shown at once. */
const FIRST = 6;

/** @param {Facet[]} facets @param {number} total of all hits @param {Choose} choose */
export function facetPanel(facets, total, choose) {
  return html`<aside id="facets" class="facets" popover aria-label=${t("facet.title")} ?hidden=${!useful(facets, total).length}>
    <div class="facets-head">
      <h2>${t("facet.title")}</h2>
      ${iconButton("facet.close", "close", { act: () => document.getElementById("facets")?.hidePopover() })}
    </div>
    ${repeat(useful(facets, total), ({ facet }) => facet, (facet) => group(facet, choose))}
  </aside>`;
}

/** @param {Facet} facet @param {Choose} choose */
function group(facet, choose) {
  const isFirst = (/** @type {Value} */ { selected }, /** @type {number} */ index) => selected || index < FIRST;
  const later = facet.values.filter((value, index) => !isFirst(value, index));
  const row = (/** @type {Value} */ value) => option(facet, value, choose);
  return html`<fieldset class="facet">
    <legend>${t(`facet.${facet.facet}`)}</legend>
    ${repeat(facet.values.filter(isFirst), ({ id }) => id, row)}
    ${later.length ? html`<details><summary>${t("facet.more", { n: later.length })}</summary>${repeat(later, ({ id }) => id, row)}</details>` : nothing}
  </fieldset>`;
}

/** @param {Facet} facet @param {Value} value @param {Choose} choose */
function option(facet, { id, name, count, selected }, choose) {
  return html`<label class="facet-value">
    <input type="checkbox" .checked=${live(selected)} @change=${() => choose(facet, id)} /><span class="facet-name">${name ?? label(facet.facet, id)}</span><span class="facet-count">${count}</span>
  </label>`;
}

/** @param {Facet["facet"]} facet @param {string} id */
function label(facet, id) {
  const key = `facet.${facet}.${id}`;
  if (facet === "language") return languageName(id);
  return isKey(key) ? t(key) : id;
}
