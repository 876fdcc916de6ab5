/** The dialog that asks how many documents are to be filed. */

import { openDialog, submit } from "../../ui/dialog.js";
import { html, nothing } from "../../ui/html.js";
import { namesOf } from "../../ui/names.js";
import { t } from "../../ui/strings.js";
import { idOfName } from "../filing/actions.js";
import { namesIn } from "./state.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").BulkChanges} BulkChanges
 * @typedef {import("../../ui/names.js").What} What
 * @typedef {{ note: string, isBusy: boolean }} State
 */

const NAMES = /** @type {const} */ (["sender", "kind"]);
const DAYS = /** @type {const} */ (["document_date", "due_date"]);

/**
 * Resolves with the changes, or with null when the person cancels. Creates names that the library does not have.
 * @param {Deps} deps
 * @param {number} n how many documents
 */
export function askFiling(deps, n) {
  return openDialog({
    initial: /** @type {State} */ ({ note: "", isBusy: false }),
    dismissed: /** @type {BulkChanges | null} */ (null),
    title: "bulk-title",
    text: "bulk-hint",
    template: ({ note, isBusy }, dialog) =>
      html`<form method="dialog" @submit=${(/** @type {SubmitEvent} */ event) => void submit(event, dialog, (values) => changesIn(deps, values))}>
        <h2 id="bulk-title">${t("bulk.dialog", { n })}</h2>
        <p id="bulk-hint" class="fine">${t("bulk.dialogHint")}</p>
        <p class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>
        ${field("add_tags", t("bulk.addTags"), "tag")} ${field("remove_tags", t("bulk.removeTags"), "tag")}
        ${NAMES.map((name) => field(name, t(`historyField.${name}`), name))}
        <div class="bulk-days">
          ${DAYS.map((name) => html`<label class="field"><span>${t(`historyField.${name}`)}</span><input name=${name} type="date" /></label>`)}
        </div>
        <div class="dialog-actions">
          <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("edit.cancel")}</button>
          <button type="submit" class="button button-main" ?disabled=${isBusy}>${t("bulk.yes", { n })}</button>
        </div>
      </form>`,
  });
}

/** @param {string} name @param {string} label @param {What} what */
function field(name, label, what) {
  return html`<label class="field"><span>${label}</span><input name=${name} type="text" list=${`bulk-${name}`} autocomplete="off" /></label>
    <datalist id=${`bulk-${name}`}>${namesOf(what).map((one) => html`<option value=${one.name}></option>`)}</datalist>`;
}

/**
 * The changes that were entered, or what is wrong with them.
 * @param {Deps} deps
 * @param {FormData} values
 * @returns {Promise<BulkChanges | string>}
 */
async function changesIn(deps, values) {
  const text = (/** @type {string} */ name) => String(values.get(name) ?? "").trim();
  const removed = namesIn(text("remove_tags"));
  const unknown = removed.find((name) => !tagNamed(name));
  if (unknown) return t("bulk.noName", { name: unknown });
  if (![...values.values()].some((value) => String(value).trim())) return t("bulk.nothing");
  const added = await Promise.all(namesIn(text("add_tags")).map((name) => idOfName(deps, "tag", name)));
  const named = await Promise.all(NAMES.filter(text).map(async (name) => [name, await idOfName(deps, name, text(name))]));
  return {
    ...(added.length ? { add_tags: added } : {}),
    ...(removed.length ? { remove_tags: removed.flatMap((name) => tagNamed(name) ?? []) } : {}),
    ...Object.fromEntries(named),
    ...Object.fromEntries(DAYS.filter(text).map((name) => [name, text(name)])),
  };
}

/** The ids of a tag: its own, and of tags that were merged into it. @param {string} typed @returns {string[] | undefined} */
function tagNamed(typed) {
  const found = namesOf("tag").find(({ name }) => name.toLowerCase() === typed.toLowerCase());
  return found && [found.id, ...found.aliases];
}
