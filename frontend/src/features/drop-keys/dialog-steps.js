/** The contents of the dialogs for a drop key, one step at a time. */

import { copyable } from "../../ui/copyable.js";
import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { t } from "../../ui/strings.js";
import { curlLine } from "./instructions.js";

/**
 * @typedef {{ step: "name" | "key" | "lost", id: string, name: string, key: string, note: string, isBusy: boolean }}
 *   State `id`, `name`: of the drop key; `key`: the secret; `note`: what went wrong
 * @typedef {import("../../ui/dialog.js").Dialog<State, null>} Dialog
 * @typedef {import("../../ui/strings.js").Key} Key
 */

/**
 * @param {State} state
 * @param {Dialog} dialog
 * @param {{ title: Key, label: Key, save: (name: string) => void }} options `label`: of the button that saves
 */
export function nameStep({ name, note, isBusy }, dialog, { title, label, save }) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const typed = String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("name")).trim();
    if (typed) save(typed);
    else dialog.update({ note: t("edit.empty") });
  };
  return html`<form method="dialog" @submit=${submit}>
    <h2 id="key-title">${t(title)}</h2>
    ${problem(note)}
    <label class="field"
      ><span>${t("keys.name")}</span
      ><input
        name="name"
        type="text"
        maxlength="100"
        required
        autofocus
        autocomplete="off"
        placeholder=${t("keys.nameExample")}
        value=${name}
        aria-describedby="key-hint"
    /></label>
    <p id="key-hint" class="fine">${t("keys.nameHint")}</p>
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("edit.cancel")}</button>
      <button type="submit" class="button button-main" ?disabled=${isBusy}>${t(label)}</button>
    </div>
  </form>`;
}

/** @param {State} state @param {Dialog} dialog @param {string} apiUrl */
export function keyStep({ name, key }, dialog, apiUrl) {
  return html`<h2 id="key-title">${t("keys.shownTitle", { name })}</h2>
    <p id="key-once" class="note note-line">${icon("alert")}<span>${t("keys.shownOnce")}</span></p>
    ${copyable(key, t("keys.copyKey"), { main: true, describedBy: "key-once" })}
    <p>${t("keys.try")}</p>
    ${copyable(curlLine(apiUrl, key), t("keys.copyCommand"))}
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("keys.kept")}</button>
    </div>`;
}

/**
 * The key was made, but the response with the key did not arrive.
 * @param {State} state
 * @param {Dialog} dialog
 * @param {() => void} retry
 */
export function lostStep({ name, note, isBusy }, dialog, retry) {
  return html`<h2 id="key-title">${t("keys.lostTitle", { name })}</h2>
    ${problem(note)}
    <p id="key-lost">${t("keys.lostText")}</p>
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("keys.leave")}</button>
      <button type="button" class="button button-main" aria-describedby="key-lost" ?disabled=${isBusy} @click=${retry}>
        ${t("keys.another")}
      </button>
    </div>`;
}

/** @param {string} note */
function problem(note) {
  return html`<p class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>`;
}
