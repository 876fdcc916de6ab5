/** Orders by the fields of a library, as the API writes them: `field:` and the id. */

import { namesOf } from "./names.js";

/** @typedef {`field:${string}`} FieldOrder */

const FIELD = "field:";
/**
 * @type {readonly (string | undefined)[]} sorted from A to Z first, or in the order of the options; others from the
 *   latest or largest
 */
const ASCENDING = ["text", "link", "choice"];
/** The document in a field is shown as a link without its title: no order of these would make sense to a person. */
const UNORDERED = "document";

/** @param {string} text @returns {text is FieldOrder} */
export function isFieldOrder(text) {
  return /^field:[0-9A-Z]{26}$/.test(text);
}

/**
 * The field of an order by a field; undefined for the others, and for a field that was deleted.
 * @param {string} order
 */
export function fieldOf(order) {
  return sortableFields().find(({ id }) => order === `${FIELD}${id}`);
}

/** The fields that documents can be sorted by. */
export function sortableFields() {
  return namesOf("field").filter(({ type }) => type !== UNORDERED);
}

/** Whether the values of a field are sorted in ascending order first. @param {string} order */
export function beginsAscending(order) {
  return ASCENDING.includes(fieldOf(order)?.type ?? undefined);
}
