/** How long documents are kept before people are asked about them, by the same rules as docloft.lifecycle.retention. */

import { zone } from "../api/preferences.js";
import { day } from "./format.js";
import { nameWith } from "./names.js";
import { t } from "./strings.js";

/**
 * @typedef {Pick<import("../../types.js").Doc, "keep_until" | "kind" | "document_date" | "created_at" | "trashed_at">}
 *   Kept
 */

/** `keep_until` of a document that is kept permanently. */
export const PERMANENT = "9999-12-31";
/** The longest retention of a kind (EditName in docs/openapi.json). */
export const MOST_YEARS = 100;

/**
 * @param {Date} [now]
 * @returns {string} YYYY-MM-DD in the time zone of the person, in which the search counts days, too
 */
export function today(now = new Date()) {
  // Sweden writes days like this.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone() }).format(now);
}

/**
 * The same day some years later; 28 February for a 29th that the year does not have.
 * @param {string} from YYYY-MM-DD
 * @param {number} years
 */
export function yearsAfter(from, years) {
  const [year = 0, month = 1, date = 1] = from.split("-").map(Number);
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate();
  return isoDay(year + years, month - 1, Math.min(date, last));
}

/**
 * The last day on which a document is kept anyway: its own, or that of its kind. Null if there is none.
 * @param {Kept} document
 */
export function keptUntil({ keep_until: own, kind, document_date: date, created_at: added }) {
  if (own) return own;
  const years = nameWith(kind)?.keep_years;
  return years ? yearsAfter(date ?? today(new Date(added)), years) : null;
}

/** Whether people are asked about a document. @param {Kept} document @param {string} [now] YYYY-MM-DD */
export function isExpired(document, now = today()) {
  const until = keptUntil(document);
  return document.trashed_at === null && until !== null && until < now;
}

/** The day of `keep_until` in words. @param {string} until */
export function untilInWords(until) {
  return until === PERMANENT ? t("keep.permanent") : day(until);
}

/** @param {number} year @param {number} month from 0 @param {number} date */
function isoDay(year, month, date) {
  const moment = new Date(Date.UTC(2000, month, date));
  moment.setUTCFullYear(year, month, date);
  return moment.toISOString().slice(0, 10);
}
