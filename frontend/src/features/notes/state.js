/** The notes on a document. Pure functions. */

/**
 * @typedef {import("../../../types.js").Note} Note
 * @typedef {{ notes: Note[], count: number, isLoaded: boolean, error: unknown, draft: string, editing: string | null,
 *   isBusy: boolean }} State `count`: as the document says; `draft`: a new note; `editing`: the id of the note that is
 *   edited
 */

/** @param {number} count @returns {State} */
export function initialState(count) {
  return { notes: [], count, isLoaded: count === 0, error: null, draft: "", editing: null, isBusy: false };
}

/**
 * @param {State} state
 * @param {Note} note
 * @returns {Partial<State>} the note in place of its older version, or at the end
 */
export function withNote({ notes }, note) {
  const isKnown = notes.some(({ id }) => id === note.id);
  return { notes: isKnown ? notes.map((one) => (one.id === note.id ? note : one)) : [...notes, note], editing: null };
}

/** @param {State} state @param {string} id @returns {Partial<State>} */
export function withoutNote({ notes }, id) {
  return { notes: notes.filter((note) => note.id !== id), editing: null };
}
