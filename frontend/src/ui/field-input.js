/** The inputs for values of a library's fields, one for each type, and what is typed into them. */

import { amountOf, numberOf } from "./amounts.js";
import { html, nothing } from "./html.js";
import { locale, t } from "./strings.js";

/**
 * @typedef {import("../../types.js").Name} Name
 * @typedef {import("./field-values.js").Money} Money
 */

const PLAIN = new Intl.NumberFormat(locale, { maximumFractionDigits: 6, useGrouping: false });
const MONEY = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, useGrouping: false });
const LONGEST_TEXT = "500";
const LONGEST_LINK = "2000";

/**
 * The input for a value, of any type but `document`.
 * @param {Name} field
 * @param {unknown} value null for none
 * @param {{ id?: string, name?: string, label: string, hint?: string, isRefused?: boolean, save?: (typed: string) =>
 *   void }} options `save` is called when the person presses Enter, chooses or leaves the input; `label` names it for
 *   screen readers; `hint`: the id of what describes it; `isRefused`: the hint says why what was entered was not saved
 */
export function fieldInput(field, value, { id, name, label, hint, isRefused = false, save }) {
  const change = (/** @type {Event} */ event) => save?.(typedIn(/** @type {HTMLInputElement} */ (event.currentTarget)));
  const described = hint ?? nothing;
  const invalid = isRefused ? "true" : nothing;
  if (field.type === "boolean") {
    return html`<input
      id=${id ?? nothing}
      name=${name ?? nothing}
      type="checkbox"
      aria-label=${label}
      aria-describedby=${described}
      aria-invalid=${invalid}
      .checked=${value === true}
      @change=${change}
    />`;
  }
  if (field.type === "choice") return choiceInput(field, value, { id, name, label, described, invalid, change });
  const [type, mode] = /** @type {const} */ ({
    date: ["date", ""],
    link: ["url", "url"],
    number: ["text", "decimal"],
    money: ["text", "decimal"],
  })[/** @type {"date"} */ (field.type)] ?? ["text", ""];
  const longest = field.type === "link" ? LONGEST_LINK : LONGEST_TEXT;
  return html`<input
    id=${id ?? nothing}
    name=${name ?? nothing}
    type=${type}
    inputmode=${mode || nothing}
    maxlength=${longest}
    autocomplete="off"
    aria-label=${label}
    aria-describedby=${described}
    aria-invalid=${invalid}
    .value=${written(field, value)}
    @change=${change}
  />`;
}

/**
 * @param {Name} field
 * @param {unknown} value
 * @param {{ id: string | undefined, name: string | undefined, label: string, described: unknown, invalid: unknown,
 *   change: (event: Event) => void }} attributes
 */
function choiceInput(field, value, { id, name, label, described, invalid, change }) {
  return html`<select
    id=${id ?? nothing}
    name=${name ?? nothing}
    aria-label=${label}
    aria-describedby=${described}
    aria-invalid=${invalid}
    @change=${change}
  >
    <option value="" ?selected=${value === null}></option>
    ${field.options.map((option) => html`<option value=${option.id} ?selected=${option.id === value}>${option.name}</option>`)}
    ${
      typeof value === "string" && !field.options.some((option) => option.id === value)
        ? html`<option value=${value} selected disabled>${t("fieldValue.deletedOption")}</option>`
        : nothing
    }
  </select>`;
}

/** A value as it is edited. @param {Pick<Name, "type">} field @param {unknown} value */
export function written({ type }, value) {
  if (value === null || value === undefined) return "";
  if (type === "number") return PLAIN.format(Number(value));
  if (type !== "money") return String(value);
  const { amount, currency } = /** @type {Money} */ (value);
  return `${MONEY.format(amount / 100)} ${currency}`;
}

/** What a person entered. @param {HTMLInputElement} input */
export function typedIn(input) {
  return input.type === "checkbox" ? String(input.checked) : input.value.trim();
}

/**
 * The value that a person typed for a field, or null when it is empty; if it is invalid, the sentence that says why.
 * @param {Pick<Name, "type">} field
 * @param {string} typed
 * @param {string | null} [currency] for an amount without one
 * @returns {{ value: unknown } | { wrong: string }}
 */
export function valueOf({ type }, typed, currency = null) {
  if (!typed) return { value: null };
  if (type === "number") {
    const number = numberOf(typed, locale);
    return number === null ? { wrong: t("fieldValue.noNumber") } : { value: number };
  }
  if (type === "money") {
    const money = amountOf(typed, currency);
    if (!money) return { wrong: t("fieldValue.noAmount") };
    return money.currency ? { value: money } : { wrong: t("fieldValue.noCurrency") };
  }
  if (type === "link") return { value: withScheme(typed) };
  return { value: type === "boolean" ? typed === "true" : typed };
}

/** Whether a link may be opened. The API has already checked it; this is a second check. @param {string} link */
export function mayOpen(link) {
  return /^(https?|mailto):/i.test(link);
}

/** People write addresses without https. @param {string} typed */
function withScheme(typed) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(typed)) return typed;
  return /^[^\s/@]+@[^\s/@]+$/.test(typed) ? `mailto:${typed}` : `https://${typed}`;
}
