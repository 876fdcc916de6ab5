/**
 * The hits of the last search, for moving from one to the next on the screen of a document. They are kept in this tab,
 * so a reload keeps them.
 */

import { hitAddress } from "./search-address.js";

/**
 * @typedef {{ hit: { document: { id: string }, page: number }, query: string, isExact: boolean }} Left what of a hit is
 *   needed here
 * @typedef {Pick<import("./search-address.js").Wanted, "query" | "isExact" | "order">} Search
 * @typedef {{ hits: Left[], total: number, last: string, search: Search, cursor: string | null }} HitList
 *   `last`: the id of the hit that was opened last; `search`, `cursor`: to load the next page of hits
 */

const NAME = "docloft-hits";
/** @type {HitList} */
const NONE = { hits: [], total: 0, last: "", search: { query: "", isExact: false, order: "" }, cursor: null };

/** @type {HitList | null} null until it is read */
let known = null;

/** @returns {HitList} */
function list() {
  if (known) return known;
  try {
    return (known = { ...NONE, ...JSON.parse(sessionStorage.getItem(NAME) ?? "{}") });
  } catch {
    return (known = NONE);
  }
}

/** @param {Partial<HitList>} changes */
function change(changes) {
  known = { ...list(), ...changes };
  try {
    sessionStorage.setItem(NAME, JSON.stringify(known));
  } catch {
    // The browser stores nothing for this site: the list lasts until the page is reloaded.
  }
}

/**
 * Keeps the hits for the screens of their documents.
 * @param {Left[]} hits
 * @param {Pick<HitList, "total" | "search" | "cursor">} more
 */
export function leaveHits(hits, more) {
  change({ hits: hits.map(shortened), last: "", ...more });
}

/** @returns {string | undefined} the address of the hit that was opened last */
export function lastOpened() {
  const { hits, last } = list();
  const found = hits.find(({ hit }) => hit.document.id === last);
  return found && hitAddress(found);
}

/**
 * The hits before and after a document that was opened from the search screen.
 * @param {string} id
 * @param {string} query whose words are marked in the document; empty if it was not opened from a search
 * @returns {(NonNullable<ReturnType<typeof neighbours>> & { hasMore: boolean }) | null} `hasMore`: further hits can be
 *   loaded
 */
export function openHit(id, query) {
  const { hits, total, cursor } = list();
  const same = hits.filter((one) => one.query === query);
  const found = query ? neighbours(same, total, id) : null;
  if (!found) return null;
  change({ last: id });
  return { ...found, hasMore: Boolean(cursor) };
}

/**
 * Loads the next page of hits. Raises whatever the API raises.
 * @param {Pick<import("../api/operations.js").Api, "search">} api
 */
export async function loadMoreHits(api) {
  const { hits, search, cursor } = list();
  if (!cursor) return;
  const page = await api.search(search.query, cursor, undefined, search);
  // Another search was made in the meantime.
  if (list().cursor !== cursor) return;
  const ids = new Set(hits.map(({ hit }) => hit.document.id));
  const found = page.hits.filter(({ document }) => !ids.has(document.id));
  const query = page.corrected ?? search.query;
  change({
    hits: [...hits, ...found.map((hit) => shortened({ hit, query, isExact: search.isExact }))],
    cursor: page.cursor,
  });
}

/** @param {Left} found @returns {Left} */
function shortened({
  hit: {
    document: { id },
    page,
  },
  query,
  isExact,
}) {
  return { hit: { document: { id }, page }, query, isExact };
}

/**
 * The hits before and after a document.
 * @param {Left[]} hits
 * @param {number} total
 * @param {string} id of the document that is shown
 * @returns {{ number: number, total: number, previous: string | null, next: string | null } | null} `number`: from 1;
 *   `previous`, `next`: addresses; null if the document is not one of the hits
 */
export function neighbours(hits, total, id) {
  const at = hits.findIndex(({ hit }) => hit.document.id === id);
  if (at < 0) return null;
  const address = (/** @type {Left | undefined} */ found) => (found ? hitAddress(found) : null);
  return { number: at + 1, total, previous: address(hits[at - 1]), next: address(hits[at + 1]) };
}
