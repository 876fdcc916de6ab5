/** What the library screen loads and changes. */

import { isAbort } from "../../api/problems.js";
import { REQUESTS, withChanged, withPage } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./state.js").State} State
 * @typedef {ReturnType<typeof libraryActions>} Actions
 */

const PAGE_SIZE = "60";
const LAYOUT = "docloft-layout";

export const savedLayout = () => localStorage.getItem(LAYOUT);
/** @param {import("./state.js").Layout} layout */
export const saveLayout = (layout) => localStorage.setItem(LAYOUT, layout);

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 * @param {AbortSignal} signal
 */
export function libraryActions({ api, store, watcher }, screen, signal) {
  let isLoading = false;

  /** Loads the next page of each request that has one. @param {import("./state.js").Cursors} cursors */
  const requested = (cursors) =>
    Promise.all(
      REQUESTS[screen.state.filter].map(async (query, index) => {
        const cursor = cursors[index] ?? null;
        if (cursor === null) return { documents: [], cursor };
        return api.listDocuments({ ...query, limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) }, signal);
      }),
    );

  return {
    async loadMore() {
      if (isLoading) return;
      isLoading = true;
      try {
        const pages = await requested(screen.state.cursors);
        const documents = store.putAll(pages.flatMap((page) => page.documents));
        screen.update(withPage(screen.state, documents, pages.map(({ cursor }) => cursor)));
        watcher.watchAll(documents);
      } catch (error) {
        if (!isAbort(error)) screen.update({ error });
      } finally {
        isLoading = false;
      }
    },

    /** Loads what was added since the person left the list. */
    async refresh() {
      try {
        const pages = await requested(REQUESTS[screen.state.filter].map(() => ""));
        const documents = store.putAll(pages.flatMap((page) => page.documents));
        screen.update(withChanged(screen.state, documents));
        watcher.watchAll(documents);
      } catch {
        // Keep what is shown; the next visit tries again.
      }
    },

    retry() {
      screen.update({ error: null });
      return this.loadMore();
    },

    /** @param {Doc} document */
    show(document) {
      if (screen.state.isLoaded) screen.update(withChanged(screen.state, [document]));
    },
  };
}
