/** What the search screen requests. A response to an older query is dropped. */

import { isAbort } from "../../api/problems.js";
import { cursorOf, withResults, withFailure, withQuery } from "./state.js";

/** @typedef {import("./state.js").State} State @typedef {ReturnType<typeof searchActions>} Actions */

/** How long a person pauses between two words. */
const PAUSE_MS = 140;
/** How long until a search is repeated whose results may be incomplete. */
const AGAIN_MS = 5000;

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 */
export function searchActions({ api, store }, screen) {
  let abort = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const request = async (/** @type {boolean} */ isFirst) => {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    screen.update({ isLoading: true });
    try {
      const page = await api.search(screen.state.query, isFirst ? null : cursorOf(screen.state), signal, screen.state.isExact);
      if (signal.aborted) return;
      for (const { document } of page.hits) store.put(document);
      screen.update(withResults(screen.state, page, isFirst));
      if (isFirst && page.incomplete) timer = setTimeout(repeat, AGAIN_MS);
    } catch (error) {
      if (!isAbort(error) && !signal.aborted) screen.update(withFailure(screen.state, error, isFirst));
    }
  };

  const repeat = () => {
    // Someone who loaded more results is reading them.
    if (screen.state.pages.length === 1) void request(true);
  };

  return {
    /**
     * @param {string} query
     * @param {boolean} isExact
     * @param {State["pages"] | undefined} [known] pages to this query, from an earlier visit
     */
    search(query, isExact, known) {
      if (query === screen.state.query && isExact === screen.state.isExact) return;
      clearTimeout(timer);
      abort.abort();
      const isFirst = screen.state.query === "";
      screen.update(withQuery(query, isExact));
      if (known && isFirst) screen.update({ searched: query, pages: known, isLoading: false });
      else if (query) timer = setTimeout(() => void request(true), isFirst ? 0 : PAUSE_MS);
    },
    more: () => void request(false),
    retry: () => void request(screen.state.failed?.isFirst ?? true),
    stop() {
      clearTimeout(timer);
      abort.abort();
    },
  };
}
