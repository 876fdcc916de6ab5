/** What a person writes about a document. Pure functions. */

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {Pick<Doc, "amount" | "currency">} Amount
 */

const SYMBOLS = /** @type {Record<string, string>} */ ({ "€": "EUR", $: "USD", "£": "GBP", "¥": "JPY" });

/**
 * An amount as a person types it: `1.234,50 €`, `1,234.5 EUR`, `12`. The last separator is the decimal one if one or two
 * digits follow it.
 * @param {string} text
 * @param {string | null} currency when none is typed
 * @returns {Amount | null} null for text that is no amount; empty text is no amount and no currency
 */
export function amountOf(text, currency) {
  const typed = text.replace(/[\s'’]/g, "").toUpperCase();
  if (!typed) return { amount: null, currency: null };
  const [, before = "", sign = "", digits = "", after = ""] = /^([A-Z]{3}|[€$£¥])?([-−])?([\d.,]*\d)([A-Z]{3}|[€$£¥])?$/.exec(typed) ?? [];
  if (!digits || (before && after)) return null;
  const [, whole = digits, cents = ""] = /^(.*)[.,](\d{1,2})$/.exec(digits) ?? [];
  const amount = Number(whole.replace(/[.,]/g, "")) * 100 + Number(cents.padEnd(2, "0"));
  const unit = before || after;
  return { amount: sign ? -amount : amount, currency: unit ? (SYMBOLS[unit] ?? unit) : currency };
}

/** @param {string[]} tags @param {string} id @returns {string[]} the same tags if it is one of them */
export function withTag(tags, id) {
  return tags.includes(id) ? tags : [...tags, id];
}
