/** Why something failed, in the reader's language. */

import { isKey, language, reasonSentence, t } from "./strings.js";

/**
 * The reason shown for a document or job: the catalogue's sentence for its code. The API's own sentence is in English,
 * so readers of other languages get a general sentence for a code that only a newer API knows.
 * @param {{ reason: string | null, reason_code: string | null, reason_values: Record<string, string> }} failed
 * @param {string} [reader] the language to use
 * @returns {string} empty when there is none
 */
export function reasonOf({ reason, reason_code, reason_values }, reader = language) {
  if (reason && reader === "en") return reason;
  return reasonSentence(reason_code, reason_values) ?? (reason ? t("failed.unknown") : "");
}

/** What is missing from the text; in general words for a code that only a newer API knows. @param {string} code */
export function gapSentence(code) {
  const key = `partial.${code}`;
  return isKey(key) ? t(key) : t("partial.some");
}
