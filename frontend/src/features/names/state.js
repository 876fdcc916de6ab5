/** The state of the screen of senders, kinds, tags and fields. Pure functions. */

/**
 * @typedef {import("../../../types.js").Name} Name
 * @typedef {import("../../../types.js").Option} Option
 * @typedef {{ names: Name[], filter: string, isLoaded: boolean, error: unknown }} State
 */

/** The most rows of one kind that are shown; a filter finds the others. */
export const MOST_ROWS = 200;

/** @type {State} */
export const INITIAL = { names: [], filter: "", isLoaded: false, error: null };

/**
 * The names of one kind that contain the filter.
 * @param {Pick<State, "names" | "filter">} state
 * @param {Name["what"]} what
 */
export function filtered({ names, filter }, what) {
  const wanted = filter.trim().toLocaleLowerCase();
  return names.filter((name) => name.what === what && name.name.toLocaleLowerCase().includes(wanted));
}

/** @param {readonly Name[]} names @param {Name} changed */
export function withName(names, changed) {
  return names
    .map((name) => (name.id === changed.id ? changed : name))
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** Where the focus goes when a name is gone. @param {Pick<State, "names" | "filter">} state @param {Name} gone */
export function after(state, gone) {
  const rows = filtered(state, gone.what);
  return rows[rows.findIndex(({ id }) => id === gone.id) + 1];
}

/** @param {Option[]} options @param {Option} changed */
export function withOption(options, changed) {
  return options.map((option) => (option.id === changed.id ? changed : option));
}

/** @param {Option[]} options @param {Option} gone */
export function withoutOption(options, gone) {
  return options.filter(({ id }) => id !== gone.id);
}
