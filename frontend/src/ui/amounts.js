/** Numbers and amounts of money as people type them. Pure functions. */

const SYMBOLS = /** @type {Record<string, string>} */ ({ "€": "EUR", $: "USD", "£": "GBP", "¥": "JPY" });

/** @typedef {{ amount: number | null, currency: string | null }} Amount */

/**
 * An amount as a person types it: `1.234,50 €`, `1,234.5 EUR`, `12`. The last separator is the decimal one if one or
 * two digits follow it.
 * @param {string} text
 * @param {string | null} currency when none is typed
 * @returns {Amount | null} null for text that is not an amount; empty text has neither an amount nor a currency
 */
export function amountOf(text, currency) {
  const typed = text.replace(/[\s'’]/g, "").toUpperCase();
  if (!typed) return { amount: null, currency: null };
  const [, before = "", sign = "", digits = "", after = ""] =
    /^([A-Z]{3}|[€$£¥])?([-−])?([\d.,]*\d)([A-Z]{3}|[€$£¥])?$/.exec(typed) ?? [];
  if (!digits || (before && after)) return null;
  const amount = centsOf(digits);
  const unit = before || after;
  return { amount: sign ? -amount : amount, currency: unit ? (SYMBOLS[unit] ?? unit) : currency };
}

/** @param {string} digits with separators */
function centsOf(digits) {
  const [, whole = digits, cents = ""] = /^(.*)[.,](\d{1,2})$/.exec(digits) ?? [];
  return Number(whole.replace(/[.,]/g, "")) * 100 + Number(cents.padEnd(2, "0"));
}

/**
 * A number as a person types it in a language: `1.234,5` in German, `1,234.5` in English. A single separator that does
 * not group thousands in this language is the decimal one, so `1.5` is one and a half in both.
 * @param {string} text
 * @param {string} language
 * @returns {number | null} null for text that is not a number
 */
export function numberOf(text, language) {
  const parts = new Intl.NumberFormat(language, { useGrouping: "always" }).formatToParts(1234.5);
  const group = parts.find(({ type }) => type === "group")?.value === "." ? "." : ",";
  const typed = text.replace(/[\s'’]/g, "").replace("−", "-");
  const isGrouped = new RegExp(`^-?\\d{1,3}(\\${group}\\d{3})+(\\${group === "." ? "," : "."}\\d*)?$`).test(typed);
  const plain = (isGrouped ? typed.replaceAll(group, "") : typed).replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}
