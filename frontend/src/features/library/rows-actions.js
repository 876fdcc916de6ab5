/** What the dense list loads: the number of rows in each month, and pages of rows near the window. */

import { isFinal } from "../../api/document-states.js";
import { isAbort } from "../../api/problems.js";
import { arrivingOf } from "./arrivals.js";
import { loadNewest } from "./newest-documents.js";
import { RowDocuments } from "./row-documents.js";
import { sectionsOfGroups } from "./row-groups.js";
import { pageActions } from "./row-pages.js";
import { isMonthly, isNamed } from "./rows-order.js";
import { missingPages, PAGE, sectionsOf, withKnown, withoutGone } from "./rows-state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./rows.js").State} State
 * @typedef {ReturnType<typeof rowActions>} Actions
 */

/** While a person scrolls fast, rows that pass by are not loaded. */
const PAUSE_MS = 60;
/** After a document has changed, the index lags a moment. */
const LAG_MS = 2500;
/**
 * The ids of the newest documents that the index has; none if it cannot be asked.
 * @param {Pick<import("../../../types.js").Deps, "api">} deps
 * @param {AbortSignal} signal
 */
async function newestRows({ api }, signal) {
  const found = await api.listRows({ q: "", order: "-added", offset: 0, limit: PAGE }, signal).catch(() => null);
  return new Set(found?.documents.map(({ id }) => id));
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
    if (isNamed(order)) return sectionsOfGroups(await api.countGroups({ q: query, by: order.field }, signal), order);
    const by = order.field === "added" ? "added" : "date";
    const found = await api.countMonths({ q: query, by }, signal);
    const counted = isMonthly(order) ? found : { months: [], total: found.total };
    return sectionsOf(counted, order);
  };

  /** Counts again after giving the index some time, and repeats that while documents are missing from it. */
  const waitForIndex = () => {
    clearTimeout(lag);
    lag = setTimeout(() => void actions.settle(), LAG_MS);
  };

  const actions = {
    /** @param {string} id @returns {Doc | undefined} */
    find: (id) => documents.find(id),

    loaded: () => [...documents.loaded.values()],

    async load() {
      pages.startAnew();
      screen.update({ error: null });
      try {
        const [sections, newest] = await Promise.all([
          count(),
          screen.state.query ? [] : loadNewest({ api, store, watcher }, signal),
        ]);
        const arriving = arrivingOf(newest, sections, Date.now());
        screen.update({ sections, arriving, isLoaded: true });
        if (arriving.length) void actions.settle();
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
        for (const { section, offset } of missingPages(sections, shown, (id) => Boolean(documents.find(id))))
          void pages.load(section, offset);
      }, PAUSE_MS);
    },

    /** A document that has changed, or is new. @param {Doc} document */
    see(document) {
      const { sections, arriving, active } = screen.state;
      const isHere = !document.trashed_at && document.state !== "awaiting_upload" && document.state !== "rejected";
      const listed = arriving.filter((id) => id !== document.id);
      if (document.trashed_at)
        screen.update({ ...withoutGone(sections, active, (id) => id === document.id), arriving: listed });
      else if (isHere && !isFinal(document) && !screen.state.query && !documents.loaded.has(document.id))
        screen.update({ arriving: [document.id, ...listed] });
      else screen.update({});
      waitForIndex();
    },

    /**
     * Counts again. Documents that the index has are rows of their month now, whether or not these are loaded: they
     * would be counted twice.
     */
    async settle() {
      const isDone = screen.state.arriving.some((id) => isFinal(store.get(id) ?? { state: "working" }));
      const indexed = isDone ? await newestRows({ api }, signal) : new Set();
      await actions.refresh();
      const { arriving: before, sections } = screen.state;
      const arriving = arrivingOf(
        before.flatMap((id) => (indexed.has(id) ? [] : (store.get(id) ?? []))),
        sections,
        Date.now(),
      );
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
