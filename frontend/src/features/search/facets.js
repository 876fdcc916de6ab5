/**
 * The facets of the results: beside them, or in a sheet where the window is narrow. Choosing a value writes its filter
 * into the box.
 */

import { numbersInWords } from "../../ui/field-values.js";
import { languageName, money } from "../../ui/format.js";
import { html, live, nothing, repeat } from "../../ui/html.js";
import { iconButton } from "../../ui/parts.js";
import { isKey, t } from "../../ui/strings.js";
import { keyOf, mayTick, ticked, useful } from "./filters.js";

/**
 * @typedef {import("../../../types.js").Facet} Facet
 * @typedef {Facet["values"][number]} Value
 * @typedef {(facet: Facet, id: string) => void} Choose
 */

/** How many values of a facet are shown at once. */
const FIRST = 6;

/** @param {import("./state.js").State} state @param {number} total of all hits @param {Choose} choose */
export function facetPanel(state, total, choose) {
  const { amounts } = state;
  const facets = useful(ticked(state), total);
  const isDisabled = !mayTick(state);
  return html`<aside
    id="facets"
    class="facets"
    popover
    aria-label=${t("facet.title")}
    ?hidden=${!facets.length && !amounts.length}
  >
    <div class="facets-head">
      <h2>${t("facet.title")}</h2>
      ${iconButton("facet.close", "close", { act: () => document.getElementById("facets")?.hidePopover() })}
    </div>
    ${amounts.length ? sums(amounts) : nothing} ${repeat(facets, keyOf, (facet) => group(facet, isDisabled, choose))}
  </aside>`;
}

/** @param {import("./state.js").Sum[]} amounts */
function sums(amounts) {
  return html`<section class="facet" aria-labelledby="sums">
    <h3 id="sums" class="facet-heading">${t("facet.sum")}</h3>
    ${amounts.map(
      ({ currency, documents, amount }) =>
        html`<p class="facet-sum">
          <b>${money(`${amount / 100}${currency ? ` ${currency}` : ""}`)}</b
          ><span class="facet-count">${t("facet.sumOf", { n: documents })}</span>
        </p>`,
    )}
  </section>`;
}

/** @param {Facet} facet @param {boolean} isDisabled @param {Choose} choose */
function group(facet, isDisabled, choose) {
  const isFirst = (/** @type {Value} */ { selected }, /** @type {number} */ index) => selected || index < FIRST;
  const later = facet.values.filter((value, index) => !isFirst(value, index));
  const row = (/** @type {Value} */ value) => option(facet, value, choose);
  return html`<fieldset class="facet" ?disabled=${isDisabled}>
    <legend>${legendOf(facet)}</legend>
    ${repeat(facet.values.filter(isFirst), ({ id }) => id, row)}
    ${
      later.length
        ? html`<details>
            <summary>${t("facet.more", { n: later.length })}</summary>
            ${repeat(later, ({ id }) => id, row)}
          </details>`
        : nothing
    }
  </fieldset>`;
}

/** @param {Facet} facet @param {Value} value @param {Choose} choose */
function option(facet, { id, name, count, selected }, choose) {
  return html`<label class="facet-value">
    <input type="checkbox" .checked=${live(selected)} @change=${() => choose(facet, id)} /><span class="facet-name"
      >${name ?? label(facet, id)}</span
    ><span class="facet-count">${count}</span>
  </label>`;
}

/** @param {Facet} facet */
function legendOf({ facet, field }) {
  return facet === "field" ? (field?.name ?? "") : t(`facet.${facet}`);
}

/** @param {Facet} facet @param {string} id */
function label({ facet, field }, id) {
  if (field?.type === "boolean") return t(id === "true" ? "fieldValue.yes" : "fieldValue.no");
  if (field?.type === "number" || field?.type === "money") return numbersInWords(id, field.type === "money");
  const key = `facet.${facet}.${id}`;
  if (facet === "language") return languageName(id);
  return isKey(key) ? t(key) : id;
}
