/** The state of the search screen. Pure functions. */

import { isFieldOrder } from "../../ui/field-order.js";

/**
 * @typedef {import("../../../types.js").SearchResults} SearchPage
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ id: string, page: number, text: { text: string, marks: [number, number][] } | null, error: unknown }}
 *   Reading what the reading pane shows; `text`: null until it is loaded
 * @typedef {{ hit: import("../../../types.js").Hit, query: string, isExact: boolean }} Found `query`: whose words the
 *   hit contains
 * @typedef {import("../../../types.js").Completions["completions"][number]} Completion
 * @typedef {{ matches: import("../../../types.js").PageMatch[], cursor: string | null, error: unknown, isLoading:
 *   boolean }} Opened
 * @typedef {import("../../ui/search-address.js").Wanted} Wanted
 * @typedef {import("../../../types.js").Totals["amounts"][number]} Sum
 * @typedef {Wanted & { searched: string, pages: SearchPage[], isLoading: boolean, failed: { error: unknown, isFirst:
 *   boolean } | null, opened: Record<string, Opened>, reading: Reading | null, completions: Completion[], amounts:
 *   Sum[] } & import("./filters.js").Counted} State `pages`: one for each page of results, of the query `searched`;
 *   `amounts`: as added up last; `opened`: by the id of a document, the other pages that match
 */

/** @type {State} */
export const INITIAL = {
  query: "",
  isExact: false,
  order: "",
  layout: "list",
  searched: "",
  pages: [],
  isLoading: false,
  failed: null,
  opened: {},
  reading: null,
  completions: [],
  counted: "",
  isCountedExact: false,
  facets: [],
  around: ["", ""],
  ticks: [],
  amounts: [],
};

/** The orders that people can choose; empty means the best match first. */
export const ORDERS = /** @type {const} */ ([
  "",
  "-date",
  "date",
  "-added",
  "due",
  "title",
  "-amount",
  "-size",
  "-pages",
]);

/** @param {URLSearchParams} params @returns {Wanted} */
export function wantedOf(params) {
  const given = params.get("order") ?? "";
  const order = isFieldOrder(given.replace(/^-/, "")) ? given : (ORDERS.find((name) => name === given) ?? "");
  return {
    query: (params.get("q") ?? "").trim(),
    isExact: params.get("exact") === "true",
    order,
    layout: params.get("layout") === "grid" ? "grid" : "list",
  };
}

export const LAYOUTS = /** @type {const} */ (["grid", "list"]);

/**
 * Whether there is something to search for: an empty query with an order lists every document.
 * @param {Pick<Wanted, "query" | "order">} wanted
 */
export function isAsked({ query, order }) {
  return Boolean(query || order);
}

/**
 * The parts of a search that are saved as a view.
 * @param {Wanted} wanted
 * @returns {import("../../api/saved-views.js").Search}
 */
export function searchOf({ query, isExact, order, layout }) {
  return { query, exact: isExact, order: order || "relevance", layout };
}

/**
 * Whether both searches find the same documents in the same order; their layouts may differ.
 * @param {Wanted} one
 * @param {Wanted} other
 */
export function isSameSearch(one, other) {
  return one.query === other.query && one.isExact === other.isExact && one.order === other.order;
}

/**
 * The state for another search: the results shown stay until new ones arrive, unless nothing is searched for.
 * @param {Wanted} wanted
 * @returns {Partial<State>}
 */
export function withQuery({ query, isExact, order, layout }) {
  if (!isAsked({ query, order })) return { ...INITIAL, order, layout };
  return { query, isExact, order, layout, isLoading: true, failed: null };
}

/**
 * @param {State} state
 * @param {SearchPage} page
 * @param {boolean} isFirst page of results
 * @returns {Partial<State>}
 */
export function withResults({ query, searched, pages, opened, reading }, page, isFirst) {
  const isSame = query === searched;
  return {
    searched: query,
    pages: isFirst ? [page] : [...pages, page],
    isLoading: false,
    failed: null,
    opened: isSame ? opened : {},
    reading: isSame ? reading : null,
  };
}

/**
 * Earlier pages stay, unless the first page of another query failed.
 * @param {State} state
 * @param {unknown} error
 * @param {boolean} isFirst page of results
 * @returns {Partial<State>}
 */
export function withFailure({ pages }, error, isFirst) {
  return {
    ...(isFirst ? { facets: [] } : {}),
    pages: isFirst ? [] : pages,
    isLoading: false,
    failed: { error, isFirst },
  };
}

/** @param {State} state @returns {string | null} the next cursor; null while results of another query are awaited */
export function cursorOf({ query, searched, pages }) {
  return query === searched ? (pages.at(-1)?.cursor ?? null) : null;
}

/**
 * The hits to show, with the documents as they are now. A document that moved to the next page of results in the
 * meantime is shown once; one that was moved to the trash or out of it since it was found, or deleted, is not shown.
 * @param {State} state
 * @param {(id: string) => Doc | undefined} [newest] the newest known version of a document
 * @param {ReadonlySet<string>} [deleted] ids of documents that are being deleted permanently
 * @returns {Found[]} with the corrected query where a typing error was corrected
 */
export function hitsOf({ searched, isExact, pages }, newest = () => undefined, deleted = new Set()) {
  const found = new Map();
  for (const { hits, corrected } of pages) {
    for (const hit of hits)
      if (!found.has(hit.document.id)) found.set(hit.document.id, { hit, query: corrected ?? searched, isExact });
  }
  return [...found.values()].flatMap(({ hit, ...found }) => {
    const known = newest(hit.document.id);
    const document = known && known.version > hit.document.version ? known : hit.document;
    const isGone = deleted.has(document.id) || Boolean(document.trashed_at) !== Boolean(hit.document.trashed_at);
    const isRenamed = document.title !== hit.document.title;
    return isGone ? [] : [{ hit: { ...hit, document, title_marks: isRenamed ? [] : hit.title_marks }, ...found }];
  });
}

/**
 * @param {State} state
 * @param {number} shown how many of the loaded hits are shown
 * @returns {number} the number of all hits, without those that have disappeared since they were found
 */
export function totalOf(state, shown) {
  return Math.max(shown, (state.pages.at(-1)?.total ?? 0) - (hitsOf(state).length - shown));
}

/**
 * The query that matches all hits; null if there is none: a bulk change cannot search for words exactly as they are
 * written.
 * @param {State} state
 */
export function queryOfAll({ query, searched, isExact, pages }) {
  const [first] = pages;
  return isExact || query !== searched || !first ? null : (first.corrected ?? (searched || "*"));
}

/**
 * The state with the next matching pages of a document.
 * @param {State} state
 * @param {string} id
 * @param {Partial<Opened>} changes `matches` are added to those that are known
 * @returns {Pick<State, "opened">}
 */
export function withOpened({ opened }, id, changes) {
  const known = opened[id] ?? { matches: [], cursor: null, error: null, isLoading: false };
  return {
    opened: { ...opened, [id]: { ...known, ...changes, matches: [...known.matches, ...(changes.matches ?? [])] } },
  };
}

/** @param {State} state @param {string} id @returns {Pick<State, "opened">} */
export function withoutOpened({ opened }, id) {
  return { opened: Object.fromEntries(Object.entries(opened).filter(([other]) => other !== id)) };
}

/**
 * A snippet that begins shortly before its first mark, because a row shows only one line of it.
 * @param {Pick<import("../../../types.js").Snippet, "text" | "marks">} snippet offsets are code points
 * @param {number} [before] code points before the first mark
 * @returns {{ text: string, marks: [number, number][] }}
 */
export function fromMark({ text, marks }, before = 16) {
  const first = Math.min(...marks.map(([start]) => start));
  if (!Number.isFinite(first) || first <= before) return { text, marks };
  const points = Array.from(text);
  const blank = points.indexOf(" ", first - before);
  const start = blank >= 0 && blank < first ? blank + 1 : first - before;
  return {
    text: `…${points.slice(start).join("")}`,
    marks: marks.map(([from, to]) => [from - start + 1, to - start + 1]),
  };
}
