/** The values that a person enters for a document. Pure functions. */

/**
 * @typedef {import("../../ui/names.js").Name} Name
 * @typedef {{ added: string[], removed: string[] }} Unsaved changes that are shown before the server has saved them:
 *   tags as they were typed, and ids
 */

/** @type {Unsaved} */
export const SAVED = { added: [], removed: [] };

/**
 * The tags to show, each once: those of the document without the ones that are being removed, then the ones that are
 * being added.
 * @param {string[]} tags
 * @param {Unsaved} unsaved
 * @param {(id: string) => Name | undefined} nameWith
 * @param {(text: string) => Name | undefined} tagNamed
 * @returns {{ name: string, tag?: Name, id?: string }[]} `tag`: unless it is a new name; `id`: as the document has it,
 *   once it is saved
 */
export function shownTags(tags, { added, removed }, nameWith, tagNamed) {
  const saved = tags
    .filter((id) => !removed.includes(id))
    .flatMap((id) => {
      const tag = nameWith(id);
      return tag ? [{ name: tag.name, tag, id }] : [];
    });
  const pending = added.map((text) => ({ name: tagNamed(text)?.name ?? text, tag: tagNamed(text) }));
  const all = [...saved, ...pending];
  return all.filter(({ name }, at) => all.findIndex((other) => other.name === name) === at);
}

/** Without the first of these. @param {string[]} all @param {string} one */
export function without(all, one) {
  const at = all.indexOf(one);
  return at < 0 ? all : all.toSpliced(at, 1);
}

/** @param {string[]} tags @param {string} id @returns {string[]} the same tags if it is one of them */
export function withTag(tags, id) {
  return tags.includes(id) ? tags : [...tags, id];
}
