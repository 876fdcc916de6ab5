/** Facts that the API suggests, and their values, as a person reads them. */

import { day, money } from "./format.js";
import { isKey, t } from "./strings.js";

/** A fact that only a newer API knows is shown by its code. @param {string} fact */
export function factName(fact) {
  const key = `suggestion.${fact}`;
  return isKey(key) ? t(key) : fact;
}

/** The value as a person reads it. @param {import("../../types.js").Suggestion} suggestion */
export function valueOf({ fact, value }) {
  if (fact === "document_date" || fact === "due_date") return day(value);
  if (fact === "amount") return money(value);
  // Groups of four, as on paper (ISO 13616).
  if (fact === "iban") return value.replace(/.{4}(?=.)/g, "$& ");
  const key = `documentKind.${value}`;
  return fact === "kind" && isKey(key) ? t(key) : value;
}
