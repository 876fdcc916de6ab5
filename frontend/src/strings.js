/** Every word a person reads comes from a catalogue: strings/en.js is whole, the others say the same in their language. */

import de from "./strings/de.js";
import en from "./strings/en.js";

/** @typedef {keyof typeof en} Key */

/** @type {Record<string, Partial<Record<string, string>>>} */
const CATALOGUES = { en, de };

/** @param {readonly string[]} wanted in order of liking, as navigator.languages */
export function chosenLanguage(wanted) {
  return wanted.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find((tag) => tag in CATALOGUES) ?? "en";
}

export const language = chosenLanguage(globalThis.navigator?.languages ?? ["en"]);

const plurals = new Intl.PluralRules(language);

/**
 * A sentence of the catalogue; {name} is replaced. With `n` given, the key's plural form (`key.one`, `key.other`) is
 * used where there is one.
 * @param {Key} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const form = typeof values.n === "number" ? `${key}.${plurals.select(values.n)}` : key;
  const catalogue = CATALOGUES[language] ?? en;
  const english = /** @type {Record<string, string>} */ (en);
  const text = catalogue[form] ?? catalogue[key] ?? english[form] ?? english[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}
