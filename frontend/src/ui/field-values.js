/** The values that documents have for the fields of a library, in words. */

import { day, money } from "./format.js";
import { nameWith } from "./names.js";
import { locale, t } from "./strings.js";

/**
 * @typedef {import("../../types.js").Name} Name
 * @typedef {{ amount: number, currency: string }} Money
 */

const NUMBER = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
const AMOUNT = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, trailingZeroDisplay: "stripIfInteger" });

/** The name of a field. @param {string} id */
export function fieldName(id) {
  return nameWith(id)?.name ?? t("fieldValue.deletedField");
}

/**
 * A value as people write it. Only the id of a document is known here, so it is just called “document”.
 * @param {Name | undefined} field undefined for a field that was deleted
 * @param {unknown} value
 */
export function valueInWords(field, value) {
  switch (field?.type) {
    case "number":
      return NUMBER.format(Number(value));
    case "money":
      return moneyInWords(/** @type {Money} */ (value));
    case "date":
      return day(String(value));
    case "boolean":
      return t(value ? "fieldValue.yes" : "fieldValue.no");
    case "choice":
      return field.options.find(({ id }) => id === value)?.name ?? t("fieldValue.deletedOption");
    case "document":
      return t("fieldValue.document");
    default:
      return typeof value === "string" ? value : JSON.stringify(value);
  }
}

/** @param {Money} value */
function moneyInWords({ amount, currency }) {
  return money(`${(amount / 100).toFixed(2)} ${currency}`);
}

/**
 * A number or an amount, or a range of them as the API writes it.
 * @param {string} range `7`, `10..49.99`, `..9.99` or `50..` @param {boolean} [isMoney]
 */
export function numbersInWords(range, isMoney = false) {
  const [low = "", high] = range.split("..");
  const { format } = isMoney ? AMOUNT : NUMBER;
  const [from, to] = [low, high ?? ""].map((number) => (number ? format(Number(number)) : ""));
  if (high === undefined) return from ?? "";
  if (!from) return t("fieldValue.upTo", { n: to ?? "" });
  return to ? `${from} – ${to}` : t("fieldValue.from", { n: from });
}
