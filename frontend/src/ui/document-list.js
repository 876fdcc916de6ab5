/** A list of documents, newest first, that is loaded page by page and kept up to date. Pure functions. */

/** @typedef {import("../../types.js").Doc} Doc */

/**
 * The list after a change of one document: it is inserted, replaced or removed. Ids are ULIDs, so they sort by age.
 * @param {Doc[]} documents newest first
 * @param {Doc} document
 * @param {{ belongs: boolean, isComplete: boolean }} options `isComplete`: the end of the list is loaded; a document
 *   that is older than everything loaded comes with its page otherwise
 * @returns {Doc[]} the same list when nothing changes
 */
export function placed(documents, document, { belongs, isComplete }) {
  const at = documents.findIndex(({ id }) => id === document.id);
  const known = documents[at];
  if (!belongs) return known ? documents.filter((other) => other !== known) : documents;
  // The same version may come with fresh links to its thumbnail: pictures that are shown are not loaded again.
  if (known) return known.version === document.version ? documents : documents.with(at, document);
  const last = documents.at(-1);
  const isOldest = !last || last.id > document.id;
  if (isOldest) return isComplete ? [...documents, document] : documents;
  return documents.toSpliced(
    documents.findIndex(({ id }) => id < document.id),
    0,
    document,
  );
}

/**
 * The item that gets the focus when another one is removed.
 * @template {{ id: string }} Item
 * @param {Item[]} items
 * @param {string} id
 * @returns {Item | undefined}
 */
export function neighbour(items, id) {
  const at = items.findIndex((item) => item.id === id);
  return items[at + 1] ?? items[at - 1];
}
