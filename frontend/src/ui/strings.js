/**
 * The words a person reads, in their language. catalogue.<language>.js merges the texts of all features. Only the
 * reader's language is loaded; theme.js preloads it together with the other modules of the first page.
 */

import { preference } from "../api/preferences.js";

/** @typedef {keyof typeof import("./catalogue.en.js").default} Entry */

/**
 * A key as `t` takes it: `uploads.done` has the entries `uploads.done.one` and `uploads.done.other`.
 * @typedef {Entry extends infer Name ? Name extends `${infer Plural}.other` ? Plural : Name extends `${string}.one` ?
 *   never : Name : never} Key
 */

/** @type {Record<string, () => Promise<{ default: Record<string, string> }>>} */
const CATALOGUES = { en: () => import("./catalogue.en.js"), de: () => import("./catalogue.de.js") };

/** @param {readonly string[]} wanted in order of preference, as navigator.languages */
export function chosenLanguage(wanted) {
  return wanted.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find((tag) => tag in CATALOGUES) ?? "en";
}

/**
 * For dates and numbers: en-GB and en-US have the same texts, but not the same dates.
 * @param {readonly string[]} wanted in order of preference
 */
export function chosenLocale(wanted) {
  const chosen = chosenLanguage(wanted);
  return wanted.find((tag) => tag.toLowerCase().split("-")[0] === chosen) ?? chosen;
}

export const LANGUAGE_CODES = Object.keys(CATALOGUES);

/**
 * The language that a person has chosen for this browser comes first, in the form that the browser names, such as
 * de-AT.
 * @param {string} chosen empty for none
 * @param {readonly string[]} wanted in order of preference
 */
export function inOrder(chosen, wanted) {
  const isChosen = (/** @type {string} */ tag) => tag.toLowerCase().split("-")[0] === chosen;
  return [...wanted.filter(isChosen), ...(chosen ? [chosen] : []), ...wanted.filter((tag) => !isChosen(tag))];
}

const LANGUAGES = inOrder(preference("language"), globalThis.navigator?.languages ?? ["en"]);

export const language = chosenLanguage(LANGUAGES);
export const locale = chosenLocale(LANGUAGES);

const { default: catalogue } = await (CATALOGUES[language] ?? CATALOGUES["en"])();

const plurals = new Intl.PluralRules(language);

/** @param {string} key @returns {key is Key} */
export function isKey(key) {
  return key in catalogue;
}

/**
 * The text of a key; {name} is replaced by the value of that name. With a number `n`, the plural form of the key
 * (`key.one`, `key.other`) is used where there is one.
 * @param {Key} key
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(key, values = {}) {
  const plural = typeof values.n === "number" ? catalogue[`${key}.${plurals.select(values.n)}`] : undefined;
  const text = plural ?? catalogue[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * The sentence of a reason; undefined for a code that the catalogue does not have.
 * @param {string | null | undefined} code
 * @param {Record<string, string>} [values]
 */
export function reasonSentence(code, values = {}) {
  const key = `reason.${code}`;
  return isKey(key) ? t(key, Object.fromEntries(Object.entries(values).map(inWords))) : undefined;
}

/** A value that is a code itself has an entry: "kind.font". @param {[string, string]} pair */
function inWords([name, value]) {
  const [key] = [`${name}.${value}`, `${name}.unknown`].filter(isKey);
  return [name, key ? t(key) : value];
}
