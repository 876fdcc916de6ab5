/** Values that were entered but refused: each input shows why until another value of it is saved. */

import { html, nothing } from "./html.js";
import { t } from "./strings.js";

/** @typedef {Readonly<Record<string, string>>} Refused by field, why what was entered was not saved */

/**
 * The refusals with the one for this field added, or removed. @param {{ refused: Refused }} state @param {string} field
 * @param {string | null} why null when it was saved
 */
export function withRefused({ refused }, field, why) {
  const others = Object.fromEntries(Object.entries(refused).filter(([name]) => name !== field));
  return { refused: why === null ? others : { ...others, [field]: why } };
}

/**
 * Why a value was not saved, shown below its input.
 * @param {string} id of the element
 * @param {string | undefined} why
 */
export function refusal(id, why) {
  return why ? html`<p class="refusal" id=${id} role="alert">${t("edit.notSaved", { reason: why })}</p>` : nothing;
}
