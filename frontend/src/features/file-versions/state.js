/** The state of the list of file versions. Pure functions. */

/**
 * @typedef {import("../../../types.js").File} Version
 * @typedef {{ files: Version[], count: number, isOpen: boolean, isLoaded: boolean, isBusy: boolean, error: unknown }}
 *   State
 */

/** @param {number} count of files @returns {State} */
export function initialState(count) {
  return { files: [], count, isOpen: false, isLoaded: false, isBusy: false, error: null };
}

/** The number of the file that is read. @param {State} state */
export function currentOf({ files }) {
  return files.find(({ is_current }) => is_current)?.number ?? null;
}
