/** The state of the inbox: papers that no one has filed yet, one after the other. Pure functions. */

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").EditDocument} EditDocument
 * @typedef {import("../../../types.js").Suggestion} Suggestion
 * @typedef {{ kind: "filed" | "trashed", before: Doc }} Done a paper that has left, as it was when it was shown
 * @typedef {{ papers: Doc[], at: number, beyond: number, done: Done[], suggestions: Record<string, Suggestion[]>,
 *   isLoaded: boolean, hasMore: boolean, error: unknown }} State
 *   `papers`: those that are loaded and have not left; `at`: the one that is shown; `beyond`: how many more there
 *   are, which are not loaded; `suggestions`: by the id of a paper, once they are loaded
 */

/** @type {State} */
export const INITIAL = {
  papers: [],
  at: 0,
  beyond: 0,
  done: [],
  suggestions: {},
  isLoaded: false,
  hasMore: true,
  error: null,
};
/** What filing may change, and what undoing puts back. */
const FIELDS = /** @type {const} */ ([
  "title",
  "document_date",
  "sender",
  "kind",
  "tags",
  "due_date",
  "amount",
  "currency",
]);

/** @param {State} state @returns {Doc | undefined} */
export function currentOf({ papers, at }) {
  return papers[at];
}

/**
 * The papers found that are not in the list yet. The index lags, so papers that have left may still be in it.
 * @param {State} state
 * @param {Doc[]} found
 */
function freshOf({ papers, done }, found) {
  const known = new Set([...papers.map(({ id }) => id), ...done.map(({ before }) => before.id)]);
  return found.filter(({ id, inbox, trashed_at: trashed }) => inbox && !trashed && !known.has(id));
}

/**
 * Whether a full part of the list has only papers that have left: others come after it.
 * @param {State} state
 * @param {{ documents: Doc[] }} part
 * @param {number} limit
 */
export function isBehind(state, { documents }, limit) {
  return documents.length === limit && freshOf(state, documents).length === 0;
}

/**
 * The list with the next page appended.
 * @param {State} state
 * @param {Doc[]} found
 * @param {{ total: number, offset: number, limit: number }} page
 */
export function withPapers(state, found, { total, offset, limit }) {
  return {
    papers: [...state.papers, ...freshOf(state, found)],
    beyond: Math.max(0, total - offset - limit),
    isLoaded: true,
    hasMore: found.length === limit,
    error: null,
  };
}

/**
 * The list after a paper has left: the next one is shown.
 * @param {State} state
 * @param {Doc} paper
 * @param {Done["kind"]} kind
 * @param {Doc} before
 */
export function withDone(state, paper, kind, before) {
  const papers = state.papers.filter(({ id }) => id !== paper.id);
  return { papers, at: Math.max(0, Math.min(state.at, papers.length - 1)), done: [...state.done, { kind, before }] };
}

/** The list with a paper that came back, which is shown. @param {State} state @param {Doc} paper */
export function withReturned(state, paper) {
  const papers = state.papers.filter(({ id }) => id !== paper.id);
  const at = Math.min(state.at, papers.length);
  return {
    papers: papers.toSpliced(at, 0, paper),
    at,
    done: state.done.filter(({ before }) => before.id !== paper.id),
  };
}

/** @param {State} state @param {Doc} changed */
export function withChanged({ papers }, changed) {
  return { papers: papers.map((one) => (one.id === changed.id ? changed : one)) };
}

/** @param {State} state @param {number} by */
export function moved({ papers, at }, by) {
  return { at: Math.max(0, Math.min(papers.length - 1, at + by)) };
}

/** How many are left. @param {State} state */
export function leftOf({ papers, beyond }) {
  return papers.length + beyond;
}

/**
 * What puts a paper back to how it was: only what differs.
 * @param {Doc} before
 * @param {Doc} after
 * @returns {EditDocument}
 */
export function undoing(before, after) {
  const isSame = (/** @type {unknown} */ one, /** @type {unknown} */ other) =>
    JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
  const differing = FIELDS.filter((name) => !isSame(before[name], after[name]));
  return { ...Object.fromEntries(differing.map((name) => [name, before[name] ?? null])), inbox: true };
}
