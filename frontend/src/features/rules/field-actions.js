/** The library's own fields in the form of a rule. A rule sets each of them in documents that have no value for it. */

import { fieldInput, valueOf } from "../../ui/field-input.js";
import { html, nothing } from "../../ui/html.js";
import { namesOf } from "../../ui/names.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Name} Name
 * @typedef {NonNullable<import("./state.js").RuleActions["custom_fields"]>} Values
 */

/** Documents are chosen one by one, on their screens. */
export const offered = () => namesOf("field").filter(({ type }) => type !== "document");

/** The name of a field's input. @param {string} id */
const inputOf = (id) => `field-${id}`;

/** @param {Values} values that the rule sets now */
export function fieldActions(values) {
  const fields = offered();
  if (fields.length === 0) return nothing;
  return html`<details class="rule-own" ?open=${fields.some(({ id }) => id in values)}>
    <summary>${t("historyField.custom_fields")}</summary>
    <div class="rule-values">${fields.map((field) => input(field, values[field.id] ?? null))}</div>
  </details>`;
}

/** @param {Name} field @param {unknown} value null for none */
function input(field, value) {
  if (field.type !== "boolean")
    return html`<div class="field">
      <span aria-hidden="true">${field.name}</span
      >${fieldInput(field, value, { name: inputOf(field.id), label: field.name })}
    </div>`;
  // A box could not be left as it is.
  const options = { "": t("rules.leave"), true: t("fieldValue.yes"), false: t("fieldValue.no") };
  const chosen = value === null ? "" : String(value);
  return html`<label class="field"
    ><span>${field.name}</span
    ><select name=${inputOf(field.id)}>
      ${Object.entries(options).map(([one, text]) => html`<option value=${one} ?selected=${one === chosen}>${text}</option>`)}
    </select></label
  >`;
}

/**
 * The values in a form, and what is wrong with the first one that is invalid. Those of fields that the form does not
 * have are kept.
 * @param {(name: string) => string} text of an input
 * @param {Name[]} fields of the form
 * @param {Values} before
 * @returns {{ values: Values, wrong: string }}
 */
export function valuesIn(text, fields, before) {
  const shown = new Set(fields.map(({ id }) => id));
  const values = Object.fromEntries(Object.entries(before).filter(([id]) => !shown.has(id)));
  for (const field of fields) {
    const typed = text(inputOf(field.id));
    const given = valueOf(field, typed);
    if ("wrong" in given) return { values, wrong: `${field.name}: ${given.wrong}` };
    if (given.value !== null) values[field.id] = given.value;
  }
  return { values, wrong: "" };
}
