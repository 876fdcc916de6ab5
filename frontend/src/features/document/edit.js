/** Name and date of a document, in a dialog. */

import { html, make } from "../../ui/html.js";
import { Problem, sentence } from "../../api/problems.js";
import { t } from "../../ui/strings.js";

/**
 * Answers the document as saved, or null when the person changed their mind. A change made elsewhere in the meantime is
 * shown and never overwritten unseen.
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../../types.js").Doc} document
 * @returns {Promise<import("../../../types.js").Doc | null>}
 */
export function edit(deps, document) {
  const dialog = /** @type {HTMLDialogElement} */ (
    make(html`<dialog class="dialog" aria-labelledby="edit-title">
      <form method="dialog">
        <h2 id="edit-title">${t("edit.title")}</h2>
        <p class="note note-bad" role="alert" hidden></p>
        <label class="field"><span>${t("edit.name")}</span><input name="title" type="text" maxlength="500" required value="${document.title}" /></label>
        <label class="field"><span>${t("edit.date")}</span><input name="date" type="date" value="${document.document_date ?? ""}" /></label>
        <div class="dialog-actions">
          <button type="button" class="button" value="no">${t("edit.cancel")}</button>
          <button type="submit" class="button button-main" value="yes">${t("edit.save")}</button>
        </div>
      </form>
    </dialog>`)
  );
  window.document.body.append(dialog);
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  const note = /** @type {HTMLElement} */ (dialog.querySelector(".note"));
  let seen = document;
  return new Promise((resolve) => {
    const done = (/** @type {import("../../../types.js").Doc | null} */ result) => {
      dialog.close();
      dialog.remove();
      resolve(result);
    };
    const complain = (/** @type {string} */ text) => {
      note.textContent = text;
      note.hidden = false;
    };
    const save = async (/** @type {string} */ title, /** @type {string | null} */ date) => {
      try {
        const saved = await deps.api.editDocument(seen, { title, document_date: date });
        deps.toast(t("edit.saved"));
        done(deps.store.put(saved));
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 412) throw error;
        seen = deps.store.put(await deps.api.findDocument(document.id));
        /** @type {HTMLInputElement} */ (form.elements.namedItem("title")).value = seen.title;
        /** @type {HTMLInputElement} */ (form.elements.namedItem("date")).value = seen.document_date ?? "";
        complain(t("edit.stale"));
      }
    };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = new FormData(form);
      const title = String(values.get("title")).trim();
      if (!title) return complain(t("edit.empty"));
      const button = /** @type {HTMLButtonElement} */ (dialog.querySelector("[value=yes]"));
      // Pressed twice, the second save would meet the first as a stranger's.
      button.disabled = true;
      await save(title, String(values.get("date")) || null).catch((error) => complain(sentence(error)));
      button.disabled = false;
      return undefined;
    });
    dialog.querySelector("[value=no]")?.addEventListener("click", () => done(null));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      done(null);
    });
    dialog.showModal();
    /** @type {HTMLInputElement} */ (form.elements.namedItem("title")).select();
  });
}
