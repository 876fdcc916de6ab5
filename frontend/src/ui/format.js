/** Formats numbers and dates for people. */

import { zone } from "../api/preferences.js";
import { badgeOf } from "./formats.js";
import { locale, t } from "./strings.js";

const DAY = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: zone() });
const MOMENT = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone: zone() });
/** A day without a time is the same day in every time zone. */
const DATE = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
const NUMBER = new Intl.NumberFormat(locale);
const LANGUAGES = new Intl.DisplayNames([locale], { type: "language" });

/** @param {number} size in bytes; 1 kB is 1000 bytes */
export function bytes(size) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), units.length - 1);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: /** @type {string} */ (units[power]),
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(size / 1000 ** power);
}

/** @param {string} iso a day or a time @returns {string} */
export function day(iso) {
  return (iso.length === 10 ? DATE : DAY).format(new Date(iso));
}

/** @param {string} amount two decimals and, if known, an ISO 4217 code: 119.00 EUR */
export function money(amount) {
  const [number = "", currency] = amount.split(" ");
  const style = currency ? /** @type {const} */ ({ style: "currency", currency }) : { minimumFractionDigits: 2 };
  return new Intl.NumberFormat(locale, style).format(Number(number));
}

/** The price of one unit of a service, which may be less than a cent. @param {number} dollars */
export function unitPrice(dollars) {
  return new Intl.NumberFormat(locale, { style: "currency", currency: "USD", maximumFractionDigits: 4 }).format(
    dollars,
  );
}

/** @param {string} iso */
export function moment(iso) {
  return MOMENT.format(new Date(iso));
}

/**
 * The name of a language; the code itself if it is not in ISO 639, such as Tesseract's `chi_sim`.
 * @param {string} code
 */
export function languageName(code) {
  try {
    return LANGUAGES.of(code) ?? code;
  } catch {
    return code;
  }
}

/** The date of a document, or when it was added. @param {import("../../types.js").Doc} document */
export function dateInWords({ document_date: date, created_at: added }) {
  return date ? day(date) : t("facts.added", { day: day(added) });
}

/**
 * What distinguishes two documents at a glance: format, pages and date.
 * @param {import("../../types.js").Doc} document
 */
export function facts(document) {
  return [
    badgeOf(document.media_type, document.file_name),
    document.pages && document.pages > 1 ? t("facts.pages", { n: document.pages }) : "",
    dateInWords(document),
  ];
}

/**
 * As `sha256sum` prints it.
 * @param {string} base64
 */
export function hex(base64) {
  return Array.from(atob(base64), (character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** With separators of thousands. @param {number} number */
export function count(number) {
  return NUMBER.format(number);
}

/** @param {string} month YYYY-MM */
export function monthName(month) {
  const name = MONTH.format(new Date(`${month}-15`));
  return name.charAt(0).toUpperCase() + name.slice(1);
}
