/** What the dense list loads: the number of rows in each month, and pages of rows near the window. */

import { isFinal } from "../../api/document-states.js";
import { isAbort } from "../../api/problems.js";
import { arrivingOf } from "./arrivals.js";
import { isMonthly, MOST_KEPT, missingPages, PAGE, sectionsOf, withKnown, withLoaded, withoutGone, written } from "./rows-state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./rows.js").State} State
 * @typedef {ReturnType<typeof rowActions>} Actions
 */

/** While a person scrolls fast, rows that pass by are not loaded. */
const PAUSE_MS = 60;
/** After a document has changed, the index lags a moment. */
const LAG_MS = 2500;
const BUSY = ["received", "working"];
/** How many of the newest documents are requested: the index may not have them yet. */
const NEWEST = "30";

/** The documents of rows: of those that were loaded, the last MOST_KEPT, and the newest version that the site knows. */
class RowDocuments {
  /** @param {import("../../api/store.js").Store} store @param {readonly Doc[]} loaded earlier */
  constructor(store, loaded) {
    this.store = store;
    /** @type {Map<string, Doc>} those loaded last at the end */
    this.loaded = new Map(loaded.map((document) => [document.id, document]));
  }

  /** @param {Doc} document */
  keep(document) {
    this.loaded.delete(document.id);
    this.loaded.set(document.id, document);
    for (const id of this.loaded.keys()) {
      if (this.loaded.size <= MOST_KEPT) break;
      this.loaded.delete(id);
    }
  }

  /** @param {string} id @returns {Doc | undefined} */
  find(id) {
    const [known, loaded] = [this.store.get(id), this.loaded.get(id)];
    return known && loaded && loaded.version > known.version ? loaded : (known ?? loaded);
  }
}

/**
 * @param {Pick<import("../../../types.js").Deps, "api" | "watcher">} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 * @param {RowDocuments} documents
 * @param {AbortSignal} signal
 */
function pageActions({ api, watcher }, screen, documents, signal) {
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
      const wanted = { q: queryOf(section.filter), order: written(screen.state.order), offset, limit: PAGE };
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

/**
 * Those that the index may not have yet.
 * @param {Pick<import("../../../types.js").Deps, "api" | "store" | "watcher">} deps
 * @param {AbortSignal} signal
 * @returns {Promise<Doc[]>}
 */
async function loadNewest({ api, store, watcher }, signal) {
  const wanted = [...BUSY.map((state) => ({ state, limit: "100" })), { limit: NEWEST }];
  const found = await Promise.all(wanted.map((query) => api.listDocuments(query, signal)));
  const newest = new Map(found.flatMap((page) => page.documents).map((document) => [document.id, document]));
  const documents = store.putAll([...newest.values()]);
  watcher.watchAll(documents.filter((document) => !isFinal(document)));
  return documents;
}

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 * @param {{ signal: AbortSignal, loaded: readonly Doc[] }} options `loaded`: documents of rows on an earlier visit
 */
export function rowActions({ api, store, watcher }, screen, { signal, loaded }) {
  const documents = new RowDocuments(store, loaded);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let lag;
  const pages = pageActions({ api, watcher }, screen, documents, signal);

  const count = async () => {
    const { query, order } = screen.state;
    const by = order.field === "added" ? "added" : "date";
    const found = await api.countMonths({ q: query, by }, signal);
    const counted = isMonthly(order) ? found : { months: [], total: found.total };
    return sectionsOf(counted, order);
  };

  /** Counts again after giving the index some time, and repeats that while documents are missing from it. */
  const waitForIndex = () => {
    clearTimeout(lag);
    lag = setTimeout(() => void actions.refresh().then(() => actions.settle()), LAG_MS);
  };

  const actions = {
    /** @param {string} id @returns {Doc | undefined} */
    find: (id) => documents.find(id),

    loaded: () => [...documents.loaded.values()],

    async load() {
      pages.startAnew();
      screen.update({ error: null });
      try {
        const [sections, newest] = await Promise.all([count(), screen.state.query ? [] : loadNewest({ api, store, watcher }, signal)]);
        const arriving = arrivingOf(newest, sections, Date.now());
        screen.update({ sections, arriving, isLoaded: true });
        if (arriving.length) waitForIndex();
      } catch (error) {
        if (!isAbort(error)) screen.update({ error });
      }
    },

    /** Counts again. What is shown stays until the rows of the same places are loaded. */
    async refresh() {
      try {
        const sections = await count();
        pages.startAnew();
        const known = withKnown(sections, screen.state.sections);
        screen.update({ sections: known, isLoaded: true, error: null });
        // The rows that are shown may be others now.
        for (const { index, from, to } of screen.state.shown) {
          for (let offset = Math.floor(from / PAGE) * PAGE; offset < to; offset += PAGE) void pages.load(index, offset);
        }
      } catch {
        // Keep what is shown; the next change tries again.
      }
    },

    /** Loads the rows near the window that are missing, once the window rests. */
    fill() {
      clearTimeout(pause);
      pause = setTimeout(() => {
        const { sections, shown } = screen.state;
        for (const { section, offset } of missingPages(sections, shown, (id) => Boolean(documents.find(id)))) void pages.load(section, offset);
      }, PAUSE_MS);
    },

    /** A document that has changed, or is new. @param {Doc} document */
    see(document) {
      const { sections, arriving, active } = screen.state;
      const isHere = !document.trashed_at && document.state !== "awaiting_upload" && document.state !== "rejected";
      const listed = arriving.filter((id) => id !== document.id);
      if (document.trashed_at) screen.update({ ...withoutGone(sections, active, (id) => id === document.id), arriving: listed });
      else if (isHere && !isFinal(document) && !screen.state.query && !documents.loaded.has(document.id)) screen.update({ arriving: [document.id, ...listed] });
      else screen.update({});
      waitForIndex();
    },

    /** Documents that the index has are rows of their month now. */
    settle() {
      const { arriving: before, sections } = screen.state;
      const arriving = arrivingOf(before.flatMap((id) => store.get(id) ?? []), sections, Date.now());
      if (arriving.length !== before.length) screen.update({ arriving });
      if (arriving.length) waitForIndex();
    },

    /** Stores the document for the next screen, which then does not have to load it. @param {string} id */
    open(id) {
      const document = documents.find(id);
      if (document) store.put(document);
    },

    stop() {
      clearTimeout(pause);
      clearTimeout(lag);
    },
  };
  return actions;
}
