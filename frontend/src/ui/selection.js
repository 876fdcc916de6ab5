/** Which documents of a list are selected. Pure functions. */

/**
 * @typedef {object} Selection
 * @property {ReadonlySet<string>} ids chosen one by one
 * @property {string | null} anchor the one chosen last, where a range begins
 * @property {string | null} query everything that it matches is selected, including what is not loaded yet
 * @property {number | null} total of the query; null until it is counted
 */

/** @type {Selection} */
export const NONE = { ids: new Set(), anchor: null, query: null, total: null };

/** @param {Selection} selection @param {string} id */
export function isSelected({ ids, query }, id) {
  return query !== null || ids.has(id);
}

/** @param {Selection} selection */
export function isEmpty({ ids, query }) {
  return query === null && ids.size === 0;
}

/** @param {Selection} selection @returns {number | null} null until it is counted */
export function countOf({ ids, query, total }) {
  return query === null ? ids.size : total;
}

/**
 * The selection after one document was selected or deselected. With `isRange`, everything since the one chosen last
 * gets the same state. If the selection was made by a query, it becomes the loaded documents without this one.
 * @param {Selection} selection
 * @param {string[]} listed ids in their order on the screen
 * @param {string} id
 * @param {boolean} [isRange]
 * @returns {Selection}
 */
export function toggled(selection, listed, id, isRange = false) {
  const ids = new Set(selection.query === null ? selection.ids : listed);
  const isChosen = !ids.has(id);
  const [from, to] = [listed.indexOf(selection.anchor ?? id), listed.indexOf(id)].sort((one, other) => one - other);
  const range = isRange && from !== undefined && from >= 0 ? listed.slice(from, (to ?? 0) + 1) : [id];
  for (const one of range) {
    if (isChosen) ids.add(one);
    else ids.delete(one);
  }
  return { ids, anchor: id, query: null, total: null };
}

/**
 * Everything that a query matches; without one, everything that is loaded.
 * @param {string[]} listed
 * @param {string | null} query
 * @param {number | null} total
 * @returns {Selection}
 */
export function everything(listed, query, total) {
  return query === null ? { ...NONE, ids: new Set(listed) } : { ...NONE, query, total };
}

/**
 * Without documents that are no longer listed.
 * @param {Selection} selection
 * @param {string[]} listed
 * @returns {Selection} the same one if nothing changes
 */
export function kept(selection, listed) {
  const known = new Set(listed);
  const ids = [...selection.ids].filter((id) => known.has(id));
  return ids.length === selection.ids.size ? selection : { ...selection, ids: new Set(ids) };
}
