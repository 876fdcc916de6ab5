/** The dialog that asks how many documents are to be filed. */

import { openDialog, submit } from "../../ui/dialog.js";
import { fieldInput, typedIn, valueOf } from "../../ui/field-input.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { namesIn, namesOf, nameWith } from "../../ui/names.js";
import { t } from "../../ui/strings.js";
import { idOfName } from "../filing/actions.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").BulkChanges} BulkChanges
 * @typedef {import("../../ui/names.js").What} What
 * @typedef {{ note: string, isBusy: boolean, fieldId: string, isCleared: boolean }} State `fieldId`: the field of the
 *   library that is set or cleared, if any
 * @typedef {import("../../ui/dialog.js").Dialog<State, BulkChanges | null>} Dialog
 */

const NAMES = /** @type {const} */ (["sender", "kind"]);
const DAYS = /** @type {const} */ (["document_date", "due_date"]);
/** Attributes that can be filled with what was found in the text. */
const FOUND = /** @type {const} */ (["title", "document_date", "due_date", "amount"]);

/**
 * Resolves with the changes, or with null when the person cancels. Creates names that the library does not have.
 * @param {Deps} deps
 * @param {number} n how many documents
 */
export function askFiling(deps, n) {
  return openDialog({
    initial: /** @type {State} */ ({ note: "", isBusy: false, fieldId: "", isCleared: false }),
    dismissed: /** @type {BulkChanges | null} */ (null),
    title: "bulk-title",
    text: "bulk-hint",
    template: (state, dialog) =>
      html`<form
        method="dialog"
        @submit=${(/** @type {SubmitEvent} */ event) =>
          void submit(event, dialog, (values) => changesIn(deps, values, customChange(state, dialog)))}
      >
        <h2 id="bulk-title">${t("selection.dialog", { n })}</h2>
        <p id="bulk-hint" class="fine">${t("selection.dialogHint")}</p>
        <p class="note note-bad" role="alert" ?hidden=${!state.note}>${state.note || nothing}</p>
        ${field("add_tags", t("selection.addTags"), "tag")} ${field("remove_tags", t("selection.removeTags"), "tag")}
        ${NAMES.map((name) => field(name, t(`historyField.${name}`), name))}
        <div class="bulk-days">
          ${DAYS.map(
            (name) =>
              html`<label class="field"
                ><span>${t(`historyField.${name}`)}</span><input name=${name} type="date"
              /></label>`,
          )}
        </div>
        <fieldset class="bulk-found">
          <legend>${t("selection.useFound")}</legend>
          ${FOUND.map(
            (name) =>
              html`<label
                ><input name="use_found" type="checkbox" value=${name} /><span
                  >${t(`historyField.${name}`)}</span
                ></label
              >`,
          )}
        </fieldset>
        ${customField(state, dialog)}
        <div class="dialog-actions">
          <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("edit.cancel")}</button>
          <button type="submit" class="button button-main" ?disabled=${state.isBusy}>${t("bulk.yes", { n })}</button>
        </div>
      </form>`,
  });
}

/**
 * A field of the library, and its value. Documents are chosen one by one, on their screens.
 * @param {State} state
 * @param {Dialog} dialog
 */
function customField({ fieldId, isCleared }, dialog) {
  const fields = namesOf("field").filter(({ type }) => type !== "document");
  if (!fields.length) return nothing;
  const chosen = fields.find(({ id }) => id === fieldId);
  const choose = (/** @type {Event} */ event) =>
    dialog.update({ fieldId: /** @type {HTMLSelectElement} */ (event.currentTarget).value, isCleared: false });
  const clear = (/** @type {Event} */ event) =>
    dialog.update({ isCleared: /** @type {HTMLInputElement} */ (event.currentTarget).checked });
  return html`<div class="field">
      <label for="bulk-field">${t("selection.field")}</label>
      <select id="bulk-field" name="field" @change=${choose}>
        <option value=""></option>
        ${fields.map(({ id, name }) => html`<option value=${id} ?selected=${id === fieldId}>${name}</option>`)}
      </select>
    </div>
    ${
      chosen
        ? html`${
              isCleared
                ? nothing
                : repeat(
                    [chosen],
                    ({ id }) => id,
                    (one) =>
                      html`<div class="field">
                        <span aria-hidden="true">${one.name}</span
                        >${fieldInput(one, null, { id: "bulk-value", label: one.name })}
                      </div>`,
                  )
            }
            <label class="bulk-clear"
              ><input name="cleared" type="checkbox" .checked=${isCleared} @change=${clear} /><span
                >${t("selection.clearField")}</span
              ></label
            >`
        : nothing
    }`;
}

/**
 * The change of the chosen field, or what is wrong with it.
 * @param {State} state
 * @param {Dialog} dialog
 * @returns {Pick<BulkChanges, "custom_fields"> | string}
 */
function customChange({ fieldId, isCleared }, { element }) {
  const field = nameWith(fieldId);
  if (!field) return {};
  if (isCleared) return { custom_fields: { [fieldId]: null } };
  const given = valueOf(field, typedIn(/** @type {HTMLInputElement} */ (element.querySelector("#bulk-value"))));
  if ("wrong" in given) return given.wrong;
  return given.value === null
    ? t("selection.noValue", { name: field.name })
    : { custom_fields: { [fieldId]: given.value } };
}

/** @param {string} name @param {string} label @param {What} what */
function field(name, label, what) {
  return html`<label class="field"
      ><span>${label}</span><input name=${name} type="text" list=${`bulk-${name}`} autocomplete="off"
    /></label>
    <datalist id=${`bulk-${name}`}>${namesOf(what).map((one) => html`<option value=${one.name}></option>`)}</datalist>`;
}

/**
 * The changes that were entered, or what is wrong with them.
 * @param {Deps} deps
 * @param {FormData} values
 * @param {Pick<BulkChanges, "custom_fields"> | string} custom
 * @returns {Promise<BulkChanges | string>}
 */
async function changesIn(deps, values, custom) {
  const text = (/** @type {string} */ name) => String(values.get(name) ?? "").trim();
  if (typeof custom === "string") return custom;
  const removed = namesIn("tag", text("remove_tags"));
  const unknown = removed.find((name) => !tagNamed(name));
  if (unknown) return t("selection.noName", { name: unknown });
  if (![...values.values()].some((value) => String(value).trim())) return t("selection.nothing");
  const added = await Promise.all(namesIn("tag", text("add_tags")).map((name) => idOfName(deps, "tag", name)));
  const named = await Promise.all(
    NAMES.filter(text).map(async (name) => [name, await idOfName(deps, name, text(name))]),
  );
  const found = /** @type {NonNullable<BulkChanges["use_found"]>} */ (values.getAll("use_found"));
  return {
    ...(added.length ? { add_tags: added } : {}),
    ...(removed.length ? { remove_tags: removed.flatMap((name) => tagNamed(name) ?? []) } : {}),
    ...Object.fromEntries(named),
    ...(found.length ? { use_found: found } : {}),
    ...custom,
    ...Object.fromEntries(DAYS.filter(text).map((name) => [name, text(name)])),
  };
}

/**
 * The ids of a tag: its own, and of tags that were merged into it.
 * @param {string} typed
 * @returns {string[] | undefined}
 */
function tagNamed(typed) {
  const found = namesOf("tag").find(({ name }) => name.toLowerCase() === typed.toLowerCase());
  return found && [found.id, ...found.aliases];
}
