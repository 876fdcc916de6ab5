/** The dialog that edits the name and the date of a document. */

import { Problem, sentence } from "../../api/problems.js";
import { openDialog } from "../../ui/dialog.js";
import { html, nothing } from "../../ui/html.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ document: Doc, note: string }} State `document`: the version that the person sees
 * @typedef {import("../../ui/dialog.js").Dialog<State, Doc | null>} Dialog
 */

/**
 * Resolves with the saved document, or with null when the person cancels. A change made elsewhere in the meantime is
 * shown and never silently overwritten.
 * @param {Deps} deps
 * @param {Doc} document
 * @returns {Promise<Doc | null>}
 */
export function editDocument(deps, document) {
  const edited = openDialog({
    initial: /** @type {State} */ ({ document, note: "" }),
    dismissed: /** @type {Doc | null} */ (null),
    title: "edit-title",
    template: (state, dialog) => template(state, dialog, (values) => save(deps, state, dialog, values)),
  });
  /** @type {HTMLInputElement | null} */ (window.document.querySelector("dialog [name=title]"))?.select();
  return edited;
}

/** @param {Deps} deps @param {State} state @param {Dialog} dialog @param {FormData} values */
async function save(deps, { document }, dialog, values) {
  const title = String(values.get("title")).trim();
  if (!title) return dialog.update({ note: t("edit.empty") });
  const changes = { title, document_date: String(values.get("date")) || null };
  dialog.update({ note: "" });
  const sending = deps.api.editDocument(document, changes);
  // The change is shown at once. If it is refused, the dialog can be opened again.
  dialog.hide();
  const takeBack = deps.store.expect(document, changes);
  try {
    const saved = await sending;
    deps.toast(t("edit.saved"));
    return dialog.finish(deps.store.put(saved));
  } catch (error) {
    takeBack();
    if (error instanceof Problem && error.status === 412) await showNewest(deps, document.id, dialog);
    else dialog.update({ note: sentence(error) });
    return dialog.offer(deps.toast, dialog.state.note);
  }
}

/** @param {Deps} deps @param {string} id @param {Dialog} dialog */
async function showNewest(deps, id, dialog) {
  try {
    dialog.update({ document: deps.store.put(await deps.api.findDocument(id)), note: t("edit.stale") });
  } catch (error) {
    dialog.update({ note: sentence(error) });
  }
}

/** @param {State} state @param {Dialog} dialog @param {(values: FormData) => void} submit */
function template({ document, note }, dialog, submit) {
  const onSubmit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    submit(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)));
  };
  return html`<form method="dialog" @submit=${onSubmit}>
    <h2 id="edit-title">${t("edit.title")}</h2>
    <p class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>
    <label class="field"
      ><span>${t("edit.name")}</span><input name="title" type="text" maxlength="500" required .value=${document.title}
    /></label>
    <label class="field"
      ><span>${t("edit.date")}</span><input name="date" type="date" .value=${document.document_date ?? ""}
    /></label>
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("edit.cancel")}</button>
      <button type="submit" class="button button-main">${t("edit.save")}</button>
    </div>
  </form>`;
}
