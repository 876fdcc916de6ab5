/** The entries of a document's history that a person sees. Pure functions. */

/**
 * @typedef {import("../../../types.js").Entry} Entry
 * @typedef {Entry["changes"][number]} Values
 * @typedef {{ entries: Entry[], cursor: string | null, isOpen: boolean, isLoaded: boolean, error: unknown }} State
 *   `cursor`: null when the oldest entry is loaded
 */

/** @type {State} */
export const INITIAL = { entries: [], cursor: null, isOpen: false, isLoaded: false, error: null };

/** Entries without values that matter to a person; the others are internal steps. */
export const EVENTS = /** @type {const} */ (["created", "kept", "retried", "adopted"]);

/** @param {Entry} entry */
export function isShown({ event, changes, without_values }) {
  return changes.length > 0 || without_values.length > 0 || EVENTS.some((one) => one === event);
}

/** @param {State} state @param {import("../../../types.js").History} page @returns {Partial<State>} */
export function withPage({ entries }, page) {
  return { entries: [...entries, ...page.entries], cursor: page.cursor, isLoaded: true, error: null };
}

/**
 * The program that made a change. Here it is always Docloft, and its `name` the part that did it; an imported change
 * may be one of another program.
 * @param {{ actor: Entry["actor"], imported?: Entry["imported"] }} entry
 */
export function programOf({ actor, imported }) {
  return (imported && actor.name) || "Docloft";
}

/**
 * The tags that a change added and removed.
 * @param {Values} change
 * @returns {{ added: string[], removed: string[] }}
 */
export function tagsOf({ before, after }) {
  const [old, now] = [before, after].map((value) => (Array.isArray(value) ? value.map(String) : []));
  return {
    added: (now ?? []).filter((id) => !old?.includes(id)),
    removed: (old ?? []).filter((id) => !now?.includes(id)),
  };
}
