/** The state of the drop keys screen. Pure functions. */

/**
 * @typedef {import("../../../types.js").DropKey} DropKey
 * @typedef {{ keys: DropKey[], isLoaded: boolean, error: unknown }} State
 */

/** @type {State} */
export const INITIAL = { keys: [], isLoaded: false, error: null };

/** @param {State} state */
export function isEmpty({ isLoaded, keys }) {
  return isLoaded && keys.length === 0;
}

/** @param {State} state @param {string} id of a key that was revoked @returns {Pick<State, "keys">} */
export function without({ keys }, id) {
  return { keys: keys.filter((key) => key.id !== id) };
}

/** Where the focus goes when a key is revoked. @param {State} state @param {string} id */
export function after({ keys }, id) {
  return keys[keys.findIndex((key) => key.id === id) + 1];
}
