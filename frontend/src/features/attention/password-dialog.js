/** The dialog in which the owner types the password of a locked document. */

import { sentence } from "../../api/problems.js";
import { openDialog } from "../../ui/dialog.js";
import { html, nothing } from "../../ui/html.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ note: string, isBusy: boolean }} State
 * @typedef {import("../../ui/dialog.js").Dialog<State, boolean>} Dialog
 */

/**
 * Resolves with whether the document was opened.
 * @param {import("../../../types.js").Deps} deps
 * @param {Doc} document
 * @returns {Promise<boolean>}
 */
export function askPassword(deps, document) {
  /** @param {Dialog} dialog @param {string} password */
  const submit = async (dialog, password) => {
    dialog.update({ isBusy: true });
    try {
      const opened = deps.store.put(await deps.api.unlockDocument(document.id, password));
      deps.watcher.watchAll([opened]);
      deps.toast(t("attention.unlocked", { title: document.title }));
      dialog.finish(true);
    } catch (error) {
      dialog.update({ note: sentence(error) });
    } finally {
      dialog.update({ isBusy: false });
    }
  };
  return openDialog({
    initial: /** @type {State} */ ({ note: "", isBusy: false }),
    dismissed: false,
    title: "password-title",
    template: (state, dialog) => template(document, state, dialog, (password) => void submit(dialog, password)),
  });
}

/** @param {Doc} document @param {State} state @param {Dialog} dialog @param {(password: string) => void} submit */
function template({ title }, { note, isBusy }, dialog, submit) {
  const onSubmit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    submit(String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("password")));
  };
  return html`<form method="dialog" @submit=${onSubmit}>
    <h2 id="password-title">${t("attention.passwordTitle", { title })}</h2>
    <p class="fine">${t("attention.passwordHint")}</p>
    <p class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>
    <label class="field"
      ><span>${t("attention.passwordField")}</span
      ><input name="password" type="password" autocomplete="off" maxlength="255" required
    /></label>
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => dialog.finish(false)}>${t("edit.cancel")}</button>
      <button type="submit" class="button button-main" ?disabled=${isBusy}>${t("attention.unlock")}</button>
    </div>
  </form>`;
}
