/** Why something failed, in the reader's language. */

import { isKey, language, t } from "./strings.js";

/**
 * The reason of a document: from the catalogue by its code, else the API's own sentence. That sentence is in English, and
 * may say more than its code: which kind of file was refused.
 * @param {{ reason: string | null, reason_code: string | null, reason_values: Record<string, string> }} document
 * @returns {string} empty when there is none
 */
export function reasonOf({ reason, reason_code, reason_values }) {
  if (reason && language === "en") return reason;
  const key = `reason.${reason_code}`;
  return isKey(key) ? t(key, reason_values) : (reason ?? "");
}

/** What is missing from the text; in general words for a code that only a newer API knows. @param {string} code */
export function gapSentence(code) {
  const key = `partial.${code}`;
  return isKey(key) ? t(key) : t("partial.some");
}
