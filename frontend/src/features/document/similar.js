/** Documents that are like this one, loaded when a person wants to see them. */

import { isAbort } from "../../api/problems.js";
import { card } from "../../ui/cards.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { button, failure } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ documents: Doc[] | null, isLoading: boolean, error: unknown }} State `documents`: null until they are
 *   loaded
 */

/**
 * @param {HTMLElement} element
 * @param {import("../../../types.js").Deps} deps
 * @param {Doc} document
 * @returns {() => void} removes it
 */
export function similarPanel(element, { api, store }, document) {
  const abort = new AbortController();
  const load = async () => {
    shown.update({ isLoading: true, error: null });
    try {
      const { documents } = await api.listSimilar(document.id, abort.signal);
      shown.update({ documents: store.putAll(documents), isLoading: false });
    } catch (error) {
      if (!isAbort(error)) shown.update({ error, isLoading: false });
    }
  };
  const shown = screen(element, /** @type {State} */ ({ documents: null, isLoading: false, error: null }), (state) =>
    document.has_text ? template(state, () => void load()) : nothing,
  );
  return () => {
    abort.abort();
    shown.close();
  };
}

/** @param {State} state @param {() => void} load */
function template({ documents, isLoading, error }, load) {
  if (error) return failure(error, load);
  if (!documents)
    return isLoading
      ? html`<p role="status" class="fine">${t("app.loading")}</p>`
      : button("document.similar", "search", { act: load, look: "button-plain" });
  return html`<section class="document-children" aria-labelledby="similar">
    <h2 id="similar" role="status">${t(documents.length ? "document.similar" : "document.noSimilar")}</h2>
    <ul class="cards" data-layout="list" aria-labelledby="similar" ?hidden=${!documents.length}>
      ${repeat(
        documents,
        ({ id }) => id,
        (one) => card(one),
      )}
    </ul>
  </section>`;
}
