/** The dialog that finds a document whose pages are added. */

import { isAbort, sentence } from "../../api/problems.js";
import { thumbnail } from "../../ui/cards.js";
import { openDialog } from "../../ui/dialog.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { t } from "../../ui/strings.js";
import { hasEditablePages } from "./actions.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ documents: Doc[], isLoading: boolean, error: unknown }} State
 */

const PAUSE_MS = 250;

/** Resolves with the document, or with null when the person cancels. @param {import("../../../types.js").Deps} deps */
export function askForDocument({ api }) {
  let abort = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {import("../../ui/dialog.js").Dialog<State, Doc | null> | undefined} */
  let opened;
  const find = async (/** @type {string} */ words) => {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    opened?.update({ isLoading: true, error: null });
    try {
      const found = words
        ? (await api.search(words, null, signal)).hits.map(({ document }) => document)
        : (await api.listDocuments({ limit: "50" }, signal)).documents;
      opened?.update({ documents: found.filter((one) => !one.trashed_at && hasEditablePages(one)), isLoading: false });
    } catch (error) {
      if (!isAbort(error)) opened?.update({ error, isLoading: false });
    }
  };
  const type = (/** @type {Event} */ event) => {
    const words = /** @type {HTMLInputElement} */ (event.currentTarget).value.trim();
    clearTimeout(timer);
    timer = setTimeout(() => void find(words), PAUSE_MS);
  };
  return openDialog({
    initial: /** @type {State} */ ({ documents: [], isLoading: true, error: null }),
    dismissed: /** @type {Doc | null} */ (null),
    title: "add-pages",
    template: (state, dialog) => {
      if (!opened) {
        opened = dialog;
        void find("");
      }
      return template(state, type, dialog.finish);
    },
  });
}

/** @param {State} state @param {(event: Event) => void} type @param {(document: Doc | null) => void} finish */
function template({ documents, isLoading, error }, type, finish) {
  return html`<h2 id="add-pages">${t("pages.addTitle")}</h2>
    <label class="field"
      ><span>${t("pages.addSearch")}</span><input type="search" autocomplete="off" autofocus @input=${type}
    /></label>
    <p class="fine" role="status">${said({ documents, isLoading, error })}</p>
    <ul class="page-choices" aria-label=${t("pages.addTitle")}>
      ${repeat(
        documents,
        ({ id }) => id,
        (one) =>
          html`<li>
            <button type="button" @click=${() => finish(one)}>
              <span class="page-choice-picture">${thumbnail(one)}</span><span>${one.title}</span
              ><span class="fine">${t("pages.pages", { n: one.pages ?? 1 })}</span>
            </button>
          </li>`,
      )}
    </ul>
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => finish(null)}>${t("edit.cancel")}</button>
    </div>`;
}

/** @param {State} state */
function said({ documents, isLoading, error }) {
  if (error) return sentence(error);
  if (isLoading) return t("app.loading");
  return documents.length ? nothing : t("pages.addNothing");
}
