/**
 * Counts the facets and adds up the amounts in parallel with the search: the hits are shown without waiting for either.
 */

import { mayTick } from "./filters.js";

/** All facets of the API, in the order in which they are shown. */
const FACETS = "kind,sender,tag,year,field,type,language,is,has";

/**
 * @param {Pick<import("../../../types.js").Deps, "api">} deps
 * @param {import("../../ui/screen.js").Screen<import("./state.js").State>} screen
 */
export function countActions({ api }, screen) {
  let abort = new AbortController();

  const count = async () => {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    const { query, isExact } = screen.state;
    // Without counts, the hits are still shown; the request for the hits says what is wrong.
    const found = await api.countFacets(query, FACETS, signal, { isExact }).catch(() => null);
    if (signal.aborted) return;
    if (found) {
      // An API of an earlier release does not say what to write around the query.
      const { facets, around = ["", ""] } = found;
      screen.update({ counted: query, isCountedExact: isExact, facets, around, ticks: [] });
    } else if (!mayTick(screen.state)) {
      // Nothing could be ticked in the facets of another search.
      screen.update({ counted: "", facets: [], ticks: [] });
    }
    // The API adds up what a query finds with all forms of its words, which are other documents.
    const totals = isExact ? null : await api.addUp(query, signal).catch(() => null);
    if (!signal.aborted) screen.update({ amounts: totals?.amounts ?? [] });
  };

  return { count: () => void count(), stop: () => abort.abort() };
}
