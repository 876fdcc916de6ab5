/** What the grid loads and changes, and the state that both layouts keep. */

import { isAbort } from "../../api/problems.js";
import { arrivingOf } from "./arrivals.js";
import { loadNewest } from "./newest-documents.js";
import { readOrder, written, writtenWithin } from "./rows-order.js";
import { REQUESTS, withChanged, withFirstPages, withPage } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./state.js").State} State
 * @typedef {ReturnType<typeof libraryActions>} Actions
 * @typedef {{ documents: Doc[], cursor: string | null }} Page
 */

const PAGE_SIZE = 60;
const LAYOUT = "docloft-layout";
const ORDER = "docloft-order";

export const savedLayout = () => localStorage.getItem(LAYOUT);
/** @param {import("./state.js").Layout} layout */
export const saveLayout = (layout) => localStorage.setItem(LAYOUT, layout);
/** That of the list; the grid has the same one. */
export const savedOrder = () => readOrder(localStorage.getItem(ORDER));
/** @param {import("./rows-order.js").Order} order */
export const saveOrder = (order) => localStorage.setItem(ORDER, written(order));

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 * @param {AbortSignal} signal
 */
export function libraryActions({ api, store, watcher }, screen, signal) {
  const order = writtenWithin(savedOrder());
  let isLoading = false;
  /** While the documents of a page are stored: they are not new, however new the store says they are. */
  let isStoring = false;

  /** @param {Doc[]} found */
  const putAll = (found) => {
    isStoring = true;
    const documents = store.putAll(found);
    isStoring = false;
    return documents;
  };

  /**
   * Rows of the list, the first ones after the documents that the index does not have yet.
   * @param {string} cursor
   * @returns {Promise<Page>}
   */
  const rows = async (cursor) => {
    const offset = Number(cursor);
    const [found, newest] = await Promise.all([
      api.listRows({ q: "", order, offset, limit: PAGE_SIZE }, signal),
      cursor ? [] : loadNewest({ api, store: { putAll }, watcher }, signal),
    ]);
    const ids = found.documents.map(({ id }) => id);
    const arriving = new Set(arrivingOf(newest, [{ key: "all", filter: "", count: ids.length, ids }], Date.now()));
    const next = offset + PAGE_SIZE;
    return {
      documents: [...newest.filter(({ id }) => arriving.has(id)), ...found.documents],
      cursor: next < found.total ? String(next) : null,
    };
  };

  /** Loads the next page of each request that has one. @param {import("./state.js").Cursors} cursors */
  const requested = (cursors) =>
    Promise.all(
      REQUESTS[screen.state.filter].map(async (query, index) => {
        const cursor = cursors[index] ?? null;
        if (cursor === null) return { documents: [], cursor };
        if (!query) return rows(cursor);
        return api.listDocuments({ ...query, limit: String(PAGE_SIZE), ...(cursor ? { cursor } : {}) }, signal);
      }),
    );

  return {
    async loadMore() {
      if (isLoading) return;
      isLoading = true;
      try {
        const pages = await requested(screen.state.cursors);
        const documents = putAll(pages.flatMap((page) => page.documents));
        screen.update(
          withPage(
            screen.state,
            documents,
            pages.map(({ cursor }) => cursor),
          ),
        );
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
        const documents = putAll(pages.flatMap((page) => page.documents));
        screen.update(withFirstPages(screen.state, documents));
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
      const { isLoaded, documents } = screen.state;
      const isAwaited = isLoaded && (!isStoring || documents.some(({ id }) => id === document.id));
      if (isAwaited) screen.update(withChanged(screen.state, [document]));
    },
  };
}
