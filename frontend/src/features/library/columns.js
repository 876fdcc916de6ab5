/** The columns of the dense list: which ones there are, which a person has chosen, and how wide they are. */

import { isFieldOrder, fieldOf as orderedField } from "../../ui/field-order.js";
import { nameWith, namesOf } from "../../ui/names.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {"sender" | "kind" | "date" | "added" | "due" | "amount" | "pages" | "size" | "type" | "tags"} Fixed
 * @typedef {Fixed | `field:${string}`} Column besides picture and title; `field:`: a field of the library, by its id
 */

/** @type {readonly Fixed[]} in their order */
const FIXED = ["sender", "kind", "date", "added", "due", "amount", "pages", "size", "type", "tags"];
const FIELD = "field:";
/** @type {readonly Column[]} */
const FIRST = ["sender", "kind", "date", "pages", "tags"];
/** @type {Partial<Record<Column | "title", import("./rows-order.js").Field>>} */
const ORDERS = {
  title: "title",
  sender: "sender",
  kind: "kind",
  date: "date",
  added: "added",
  due: "due",
  amount: "amount",
  pages: "pages",
  size: "size",
};
const CHOSEN = "docloft-columns";

/**
 * The minimum width of each in rem, and its share of the remaining space.
 * @type {Record<Fixed, readonly [number, number]>}
 */
const WIDTHS = {
  sender: [5, 1],
  kind: [4.5, 0.7],
  date: [6, 0],
  added: [6, 0],
  due: [6, 0],
  amount: [6.5, 0],
  pages: [3.75, 0],
  size: [5, 0],
  type: [4.5, 0],
  tags: [5, 1],
};
/** The same by the type of a field. @type {Record<string, readonly [number, number]>} */
const WIDTHS_OF_TYPES = { number: [5, 0], money: [6.5, 0], date: [6, 0], boolean: [4, 0] };
const WIDTH_OF_TEXT = /** @type {const} */ ([5, 0.8]);
/** What a row needs besides these columns, and between two columns: its box, picture and title (row.css). In rem. */
const OTHERS = 17;
const GAP = 0.75;

/** @param {Column} column */
function widthOf(column) {
  return isFixed(column) ? WIDTHS[column] : (WIDTHS_OF_TYPES[typeOf(column) ?? ""] ?? WIDTH_OF_TEXT);
}

/** The columns of the CSS grid. @param {readonly Column[]} columns */
export function widthsOf(columns) {
  return columns
    .map(widthOf)
    .map(([least, share]) => (share ? `minmax(${least}rem, ${share}fr)` : `${least}rem`))
    .join(" ");
}

/** @param {Column} column @returns {column is Fixed} */
export function isFixed(column) {
  return !column.startsWith(FIELD);
}

/**
 * @param {Column} column
 * @returns {import("../../../types.js").Name | undefined} undefined for a field that was deleted
 */
export function fieldOf(column) {
  return nameWith(column.slice(FIELD.length));
}

/**
 * The type of the values of a field; null for the other columns, and for a field that was deleted.
 * @param {Column} column
 */
export function typeOf(column) {
  return isFixed(column) ? null : (fieldOf(column)?.type ?? null);
}

/**
 * The order by a column; undefined where the API has none.
 * @param {Column | "title"} column
 * @returns {import("./rows-order.js").Field | undefined}
 */
export function orderBy(column) {
  return isFieldOrder(column) && orderedField(column) ? column : ORDERS[column];
}

/** @param {Column} column */
export function labelOf(column) {
  return isFixed(column) ? t(`rows.${column}`) : (fieldOf(column)?.name ?? "");
}

/** All columns that a person can choose, in their order. @returns {readonly Column[]} */
export function choices() {
  return [...FIXED, ...namesOf("field").map(({ id }) => /** @type {const} */ (`field:${id}`))];
}

/**
 * The chosen columns that exist, in their order. In a narrow window, the last ones are left out, so that titles can be
 * read.
 * @param {readonly Column[]} chosen
 * @param {number} [room] the width of the list in rem
 */
export function shownColumns(chosen, room = Infinity) {
  const all = choices().filter((column) => chosen.includes(column));
  let left = room - OTHERS;
  return all.filter((column) => (left -= widthOf(column)[0] + GAP) >= 0);
}

/** @returns {readonly Column[]} also those of fields that were deleted, which may be restored */
export function savedColumns() {
  const saved = localStorage.getItem(CHOSEN)?.split(",");
  if (!saved) return FIRST;
  return /** @type {Column[]} */ (saved.filter((one) => one.startsWith(FIELD) || FIXED.some((fixed) => fixed === one)));
}

/** @param {readonly Column[]} columns @param {Column} column @returns {readonly Column[]} */
export function withColumn(columns, column) {
  const changed = columns.includes(column) ? columns.filter((one) => one !== column) : [...columns, column];
  localStorage.setItem(CHOSEN, changed.join(","));
  return changed;
}
