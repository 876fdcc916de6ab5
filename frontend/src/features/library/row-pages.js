/** Loads pages of rows: each page once at a time, and only for the list that is still shown. */

import { isFinal } from "../../api/document-states.js";
import { isAbort } from "../../api/problems.js";
import { writtenWithin } from "./rows-order.js";
import { PAGE, withLoaded } from "./rows-state.js";

/**
 * @param {Pick<import("../../../types.js").Deps, "api" | "watcher">} deps
 * @param {import("../../ui/screen.js").Screen<import("./rows.js").State>} screen
 * @param {import("./row-documents.js").RowDocuments} documents
 * @param {AbortSignal} signal
 */
export function pageActions({ api, watcher }, screen, documents, signal) {
  /** Pages that are being loaded. @type {Set<string>} */
  const loading = new Set();
  let generation = 0;
  const queryOf = (/** @type {string} */ filter) => {
    const { query } = screen.state;
    return [query && filter ? `(${query})` : query, filter].filter(Boolean).join(" ");
  };

  const load = async (/** @type {number} */ index, /** @type {number} */ offset) => {
    const section = screen.state.sections[index];
    const key = `${generation} ${section?.key} ${offset}`;
    if (!section || loading.has(key)) return;
    loading.add(key);
    const started = generation;
    try {
      const wanted = { q: queryOf(section.filter), order: writtenWithin(screen.state.order), offset, limit: PAGE };
      const found = await api.listRows(wanted, signal);
      if (started !== generation) return;
      for (const document of found.documents) documents.keep(document);
      watcher.watchAll(found.documents.filter((document) => !isFinal(document)));
      const ids = found.documents.map(({ id }) => id);
      screen.update({ sections: withLoaded(screen.state.sections, index, offset, ids), failed: null });
    } catch (error) {
      if (!isAbort(error)) screen.update({ failed: error });
    } finally {
      loading.delete(key);
    }
  };

  return {
    load,
    /** Responses to earlier requests are dropped. */
    startAnew() {
      generation += 1;
    },
  };
}
