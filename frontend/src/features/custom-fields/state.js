/** The library's own fields of one document. Pure functions. */

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").Name} Name
 * @typedef {{ document: Doc, adding: string | null, found: Doc[] | null, titles: ReadonlyMap<string, Doc | null>,
 *   linking: Doc[], refused: import("../../ui/refusals.js").Refused }} State `adding`: the field that a person chose
 *   and that has no value yet; `found`: the documents that are offered for it, null before a search; `titles`:
 *   documents that are values, null for one that was deleted; `linking`: documents with a field that contains this one;
 *   `refused`: by the ids of fields
 */

/** @param {Doc} document @returns {State} */
export function initialState(document) {
  return { document, adding: null, found: null, titles: new Map(), linking: [], refused: {} };
}

/**
 * The fields that have a value, and the one that is being added, in their order.
 * @param {State} state
 * @param {Name[]} fields
 */
export function shownFields({ document, adding }, fields) {
  return fields.filter(({ id }) => id in document.custom_fields || id === adding);
}

/** The fields that can be added. @param {State} state @param {Name[]} fields */
export function otherFields(state, fields) {
  const shown = shownFields(state, fields);
  return fields.filter((field) => !shown.includes(field));
}

/** The ids of documents that are values and not known yet. @param {State} state @param {Name[]} fields */
export function unknownDocuments({ document, titles }, fields) {
  const ids = fields.filter(({ type }) => type === "document").map(({ id }) => document.custom_fields[id]);
  return ids.filter((id) => typeof id === "string").filter((id) => !titles.has(id));
}

/**
 * Adds the requested documents to the known ones. A requested document that is missing from the response was deleted.
 * @param {State} state
 * @param {string[]} asked
 * @param {Doc[]} documents
 */
export function withTitles({ titles }, asked, documents) {
  const byId = new Map(documents.map((one) => [one.id, one]));
  return { titles: new Map([...titles, ...asked.map((id) => /** @type {const} */ ([id, byId.get(id) ?? null]))]) };
}

/**
 * The names of the fields of a document that contain another one.
 * @param {Doc} document
 * @param {string} id
 * @param {Name[]} fields
 */
export function fieldsWith(document, id, fields) {
  return fields.filter((field) => document.custom_fields[field.id] === id).map(({ name }) => name);
}
