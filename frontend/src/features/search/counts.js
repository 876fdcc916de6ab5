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
    const facets = await api.countFacets(query, FACETS, signal, { isExact }).catch(() => null);
    if (signal.aborted) return;
    if (facets) screen.update({ counted: query, facets, ticks: [] });
    // Nothing could be ticked in the facets of another query.
    else if (!mayTick(screen.state)) screen.update({ counted: "", facets: [], ticks: [] });
    // The API adds up what a query finds with all forms of its words, which are other documents.
    const totals = isExact ? null : await api.addUp(query, signal).catch(() => null);
    if (!signal.aborted) screen.update({ amounts: totals?.amounts ?? [] });
  };

  return { count: () => void count(), stop: () => abort.abort() };
}
