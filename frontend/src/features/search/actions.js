/** What the search screen requests. A response to an older query is dropped. */

import { isAbort } from "../../api/problems.js";
import { countActions } from "./counts.js";
import { readingActions } from "./reading.js";
import {
  cursorOf,
  isAsked,
  isSameSearch,
  searchOf,
  withFailure,
  withoutOpened,
  withOpened,
  withQuery,
  withResults,
} from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {ReturnType<typeof searchActions>} Actions
 * @typedef {Pick<State, "pages"> & import("./filters.js").Counted} Known
 */

/** How long typing must pause before a search is sent. */
const PAUSE_MS = 140;
/** How long until a search is repeated whose results may be incomplete. */
const AGAIN_MS = 5000;

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 */
export function searchActions({ api, store, views }, screen) {
  let abort = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isUnseen = false;
  const counts = countActions({ api }, screen);

  /** @param {boolean} isFirst @param {boolean} [isQuiet] a repetition that does not change the screen when it fails */
  const request = async (isFirst, isQuiet = false) => {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    if (!isQuiet) screen.update({ isLoading: true });
    if (isFirst) counts.count();
    try {
      const { query, isExact, order } = screen.state;
      const page = await api.search(query, isFirst ? null : cursorOf(screen.state), signal, { isExact, order });
      if (signal.aborted) return;
      for (const { document } of page.hits) store.put(document);
      screen.update(withResults(screen.state, page, isFirst));
      isUnseen = true;
      see();
      if (isFirst && page.incomplete) timer = setTimeout(repeat, AGAIN_MS);
    } catch (error) {
      if (!isAbort(error) && !signal.aborted && !isQuiet) screen.update(withFailure(screen.state, error, isFirst));
    }
  };

  /** The hits that a response has brought are seen once, when the view and its count are known. */
  const see = () => {
    const { query, searched, pages } = screen.state;
    const view = isUnseen && query === searched && pages.length ? views.find(searchOf(screen.state)) : undefined;
    if (!view || !views.counts.has(view.id)) return;
    isUnseen = false;
    void views.see(view);
  };

  const repeat = () => {
    // Someone who loaded more results is reading them.
    if (screen.state.pages.length === 1) void request(true);
  };

  const open = async (/** @type {import("./state.js").Found} */ { hit, query, isExact }) => {
    const { id } = hit.document;
    const cursor = screen.state.opened[id]?.cursor ?? null;
    screen.update(withOpened(screen.state, id, { isLoading: true, error: null }));
    /** @type {Partial<import("./state.js").Opened>} */
    let changes;
    try {
      changes = await api.listMatches(id, { query, isExact }, cursor);
    } catch (error) {
      changes = { error };
    }
    // It was closed, or the results are others, in the meantime.
    if (screen.state.opened[id]) screen.update(withOpened(screen.state, id, { ...changes, isLoading: false }));
  };

  const { read, stop: stopReading } = readingActions({ api }, screen);

  return {
    read,
    /**
     * @param {import("./state.js").Wanted} wanted
     * @param {Known | undefined} [known] of this search, from an earlier visit
     */
    search(wanted, known) {
      if (isSameSearch(wanted, screen.state)) return screen.update({ layout: wanted.layout });
      clearTimeout(timer);
      abort.abort();
      counts.stop();
      const isFirst = !isAsked(screen.state);
      screen.update(withQuery(wanted));
      if (known && isFirst) {
        const { pages, counted, isCountedExact, facets, around, ticks } = known;
        screen.update({ pages, counted, isCountedExact, facets, around, ticks });
        screen.update({ searched: wanted.query, isLoading: false });
        // What was edited in the meantime may be found by other words now.
        if (pages.length === 1) void request(true, true);
        else if (counted !== wanted.query || isCountedExact !== wanted.isExact) counts.count();
      } else if (isAsked(wanted)) timer = setTimeout(() => void request(true), isFirst ? 0 : PAUSE_MS);
      return undefined;
    },
    /** Records that the person sees the hits, if they are those of a saved view. */
    see,
    more: () => void request(false),
    /** Shows the next pages of a document that match. */
    open: (/** @type {import("./state.js").Found} */ found) => void open(found),
    close: (/** @type {string} */ id) => screen.update(withoutOpened(screen.state, id)),
    retry: () => void request(screen.state.failed?.isFirst ?? true),
    stop() {
      clearTimeout(timer);
      abort.abort();
      counts.stop();
      stopReading();
    },
  };
}
