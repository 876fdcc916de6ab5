/** Why something failed, in the reader's language. */

import { isKey, language, t } from "./strings.js";

/**
 * The reason of a document or job: from the catalogue by its code. The API's own sentence is in English, so readers of other
 * languages get general words for a code that only a newer API knows.
 * @param {{ reason: string | null, reason_code: string | null, reason_values: Record<string, string> }} failed
 * @param {string} [reader] the language to use
 * @returns {string} empty when there is none
 */
export function reasonOf({ reason, reason_code, reason_values }, reader = language) {
  if (reason && reader === "en") return reason;
  return catalogued(reason_code, reason_values) ?? (reason ? t("failed.other") : "");
}

/**
 * The sentence of a code; undefined for one that the catalogue does not have.
 * @param {string | null | undefined} code
 * @param {Record<string, string>} [values]
 */
export function catalogued(code, values = {}) {
  const key = `reason.${code}`;
  return isKey(key) ? t(key, Object.fromEntries(Object.entries(values).map(translated))) : undefined;
}

/** A value that is a code itself, in words: "kind.font". @param {[string, string]} pair */
function translated([name, value]) {
  const [key] = [`${name}.${value}`, `${name}.other`].filter(isKey);
  return [name, key ? t(key) : value];
}

/** What is missing from the text; in general words for a code that only a newer API knows. @param {string} code */
export function gapSentence(code) {
  const key = `partial.${code}`;
  return isKey(key) ? t(key) : t("partial.some");
}
