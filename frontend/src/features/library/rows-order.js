/** The order of the dense list, and whether it has sections. Pure functions. */

import { beginsAscending, isFieldOrder } from "../../ui/field-order.js";

/**
 * @typedef {typeof FIELDS[number] | import("../../ui/field-order.js").FieldOrder} Field `field:`: a field of the
 *   library, by its id
 * @typedef {{ field: Field, isDescending: boolean }} Order
 */

export const FIELDS = /** @type {const} */ ([
  "date",
  "added",
  "due",
  "title",
  "sender",
  "kind",
  "amount",
  "pages",
  "size",
]);
/** @type {readonly Field[]} of which rows are grouped by month */
const MONTHLY = ["date", "added"];
/** @type {readonly Field[]} of which rows are grouped by name */
const NAMED = ["sender", "kind"];
/** @type {readonly Field[]} that are sorted from A to Z first, or by what is due next */
const ASCENDING = ["title", "due", ...NAMED];

/** @param {Order} order */
export function isMonthly({ field }) {
  return MONTHLY.includes(field);
}

/** Whether rows are grouped by a name. @param {Order} order @returns {order is Order & { field: "sender" | "kind" }} */
export function isNamed(order) {
  return NAMED.includes(order.field);
}

/** The order as it is kept, and as the API writes it where it has this order. @param {Order} order */
export function written({ field, isDescending }) {
  return `${isDescending ? "-" : ""}${field}`;
}

/** @param {string | null} text as `written` returns it @returns {Order} the newest first when it is none */
export function readOrder(text) {
  const name = text?.replace(/^-/, "") ?? "";
  const field = isFieldOrder(name) ? name : FIELDS.find((one) => one === name);
  return field ? { field, isDescending: Boolean(text?.startsWith("-")) } : { field: "date", isDescending: true };
}

/**
 * The order of the rows of a section as the API writes it: those with the same name are in order of age, newest first.
 * @param {Order} order
 */
export function writtenWithin(order) {
  return isNamed(order) ? "-date" : written(order);
}

/** The order after a click on the heading of a column. @param {Order} order @param {Field} field @returns {Order} */
export function sortedBy(order, field) {
  if (order.field === field) return { field, isDescending: !order.isDescending };
  return startOf(field);
}

/**
 * The initial direction of a column: titles, names and texts from A to Z, what is due next, everything else from the
 * latest or largest.
 * @param {Field} field
 * @returns {Order}
 */
export function startOf(field) {
  return { field, isDescending: isFieldOrder(field) ? !beginsAscending(field) : !ASCENDING.includes(field) };
}
