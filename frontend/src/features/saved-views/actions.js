/** Saving a search as a view, and renaming and deleting a view. */

import { sentence } from "../../api/problems.js";
import { openDialog, submit } from "../../ui/dialog.js";
import { html, nothing } from "../../ui/html.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").SavedView} View
 * @typedef {{ note: string, isBusy: boolean }} State
 */

/** As in the API. */
const NAME_LIMIT = 100;

/** @param {Deps} deps @param {import("../../api/saved-views.js").Search} search */
export async function saveSearch({ views, toast }, search) {
  let saved = "";
  const isSaved = await ask("views.save", search.query.slice(0, NAME_LIMIT), async (name) => {
    saved = (await views.create(name, search)).name;
  });
  if (isSaved) toast(t("views.saved", { name: saved }));
}

/** @param {Deps} deps @param {View} view */
export async function renameView({ views, toast }, view) {
  // The list of views shows the new name by itself.
  await ask("views.rename", view.name, (name) => views.rename(view, name), { show: () => () => {}, toast });
}

/** Deletes a view and offers to undo it. @param {Deps} deps @param {View} view */
export async function deleteView({ views, toast }, view) {
  try {
    await views.remove(view);
  } catch (error) {
    return toast(sentence(error));
  }
  const act = () => void views.restore(view).catch((error) => toast(sentence(error)));
  return toast(t("views.deleted", { name: view.name }), { label: t("views.undo"), act });
}

/**
 * Opens a dialog for a name; resolves to false when the person cancels.
 * @param {"views.save" | "views.rename"} title
 * @param {string} name
 * @param {(name: string) => Promise<unknown>} send
 * @param {Parameters<typeof submit>[3]} [behind] for a change that is shown before it is saved
 */
function ask(title, name, send, behind) {
  return openDialog({
    initial: /** @type {State} */ ({ note: "", isBusy: false }),
    dismissed: false,
    title: "view-title",
    template: ({ note, isBusy }, dialog) =>
      html`<form
        method="dialog"
        @submit=${(/** @type {SubmitEvent} */ event) =>
          void submit(
            event,
            dialog,
            async (values) => {
              await send(String(values.get("name") ?? "").trim());
              return true;
            },
            behind,
          )}
      >
        <h2 id="view-title">${t(title)}</h2>
        ${title === "views.save" ? html`<p>${t("views.saveText")}</p>` : nothing}
        <p class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>
        <label class="field"
          ><span>${t("views.name")}</span
          ><input name="name" type="text" maxlength=${NAME_LIMIT} required autofocus value=${name}
        /></label>
        <div class="dialog-actions">
          <button type="button" class="button" @click=${() => dialog.finish(false)}>${t("edit.cancel")}</button>
          <button type="submit" class="button button-main" ?disabled=${isBusy}>${t("edit.save")}</button>
        </div>
      </form>`,
  });
}
