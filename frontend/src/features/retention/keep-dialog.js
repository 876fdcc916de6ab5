/** The dialog that asks how much longer documents are kept. */

import { openDialog } from "../../ui/dialog.js";
import { day } from "../../ui/format.js";
import { html, nothing } from "../../ui/html.js";
import { PERMANENT, today, yearsAfter } from "../../ui/retention.js";
import { t } from "../../ui/strings.js";

const YEARS = [1, 5, 10];
const OTHER = "other";

/**
 * Resolves with the day until which they are kept, YYYY-MM-DD, or with null when the person cancels.
 * @param {number} n how many documents
 */
export function askUntil(n) {
  const from = today();
  return openDialog({
    initial: { note: "", chosen: yearsAfter(from, 1) },
    dismissed: /** @type {string | null} */ (null),
    title: "keep-title",
    template: ({ note, chosen }, dialog) => {
      const choose = (/** @type {Event} */ event) =>
        dialog.update({ chosen: /** @type {HTMLInputElement} */ (event.currentTarget).value, note: "" });
      const send = (/** @type {SubmitEvent} */ event) => {
        event.preventDefault();
        const typed = String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("day") ?? "");
        const until = chosen === OTHER ? typed : chosen;
        if (until > from) dialog.finish(until);
        else dialog.update({ note: t("retention.noDay") });
      };
      const choice = (/** @type {string} */ value, /** @type {string} */ words) =>
        html`<label class="choice"
          ><input type="radio" name="until" value=${value} ?checked=${value === chosen} @change=${choose} /><span
            >${words}</span
          ></label
        >`;
      return html`<form method="dialog" @submit=${send}>
        <h2 id="keep-title">${t("retention.heading", { n })}</h2>
        <p class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>
        <fieldset class="choices">
          <legend class="unseen">${t("retention.until")}</legend>
          ${YEARS.map((years) => choice(yearsAfter(from, years), t("retention.for", { n: years, date: day(yearsAfter(from, years)) })))}
          ${choice(PERMANENT, t("retention.permanently"))} ${choice(OTHER, t("retention.day"))}
        </fieldset>
        ${
          chosen === OTHER
            ? html`<label class="field"
                ><span>${t("retention.until")}</span><input name="day" type="date" min=${from} required
              /></label>`
            : nothing
        }
        <div class="dialog-actions">
          <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("edit.cancel")}</button>
          <button type="submit" class="button button-main">${t("retention.keep")}</button>
        </div>
      </form>`;
    },
  });
}
