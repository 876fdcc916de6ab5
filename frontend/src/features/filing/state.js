/** The values that a person enters for a document. Pure functions. */

/** @param {string[]} tags @param {string} id @returns {string[]} the same tags if it is one of them */
export function withTag(tags, id) {
  return tags.includes(id) ? tags : [...tags, id];
}
