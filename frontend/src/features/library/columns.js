/** The columns of the dense list: which ones a person has chosen, and what is in each. */

import { badge, thumbnail } from "../../ui/cards.js";
import { mayOpen } from "../../ui/field-input.js";
import { isFieldOrder, fieldOf as orderedField } from "../../ui/field-order.js";
import { valueInWords } from "../../ui/field-values.js";
import { bytes, dateInWords, day, money } from "../../ui/format.js";
import { badgeOf } from "../../ui/formats.js";
import { html, nothing } from "../../ui/html.js";
import { dot, filterOf, nameWith, namesOf } from "../../ui/names.js";
import { filterAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {"sender" | "kind" | "date" | "added" | "due" | "amount" | "pages" | "size" | "type" | "tags"} Fixed
 * @typedef {Fixed | `field:${string}`} Column besides picture and title; `field:`: a field of the library, by its id
 */

/** @type {readonly Fixed[]} in their order */
const FIXED = ["sender", "kind", "date", "added", "due", "amount", "pages", "size", "type", "tags"];
const FIELD = "field:";
/** @type {readonly Column[]} */
const FIRST = ["sender", "kind", "date", "pages", "tags"];
/** @type {Partial<Record<Column | "title", import("./rows-state.js").Field>>} */
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
/** How many tags a row shows before the rest becomes a number. */
const MOST_TAGS = 2;

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
function isFixed(column) {
  return !column.startsWith(FIELD);
}

/** @param {Column} column @returns {import("../../../types.js").Name | undefined} undefined for a field that was deleted */
function fieldOf(column) {
  return nameWith(column.slice(FIELD.length));
}

/** The type of the values of a field; null for the other columns, and for a field that was deleted. @param {Column} column */
export function typeOf(column) {
  return isFixed(column) ? null : (fieldOf(column)?.type ?? null);
}

/** The order by a column; undefined where the API has none. @param {Column | "title"} column @returns {import("./rows-state.js").Field | undefined} */
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
 * The chosen columns that exist, in their order. In a narrow window, the last ones are left out, so that titles can be read.
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

/** @param {Column} column @param {Doc} document */
export function cell(column, document) {
  const value = isFixed(column) ? VALUES[column](document) : valueOf(fieldOf(column), document);
  return html`<span role="gridcell" class="cell" data-column=${column} data-type=${typeOf(column) ?? nothing}
    >${value}</span
  >`;
}

/** A value of a field of the library. @param {import("../../../types.js").Name | undefined} field @param {Doc} document */
function valueOf(field, { custom_fields: values }) {
  const value = values[field?.id ?? ""];
  if (!field || value === undefined) return nothing;
  const words = valueInWords(field, value);
  if (field.type === "document") return html`<a href=${`/documents/${value}`} tabindex="-1">${words}</a>`;
  if (field.type === "link" && mayOpen(words))
    return html`<a href=${words} tabindex="-1" target="_blank" rel="noopener noreferrer">${words}</a>`;
  return html`<span title=${words}>${words}</span>`;
}

/** @type {Record<Fixed, (document: Doc) => unknown>} */
const VALUES = {
  sender: ({ sender }) => linkTo(nameWith(sender)),
  kind: ({ kind }) => linkTo(nameWith(kind)),
  date: ({ document_date: date }) => (date ? day(date) : nothing),
  added: ({ created_at: added }) => day(added),
  due: ({ due_date: date }) => (date ? day(date) : nothing),
  amount: ({ amount, currency }) => (amount === null ? nothing : amountInWords(amount, currency)),
  pages: ({ pages }) => pages ?? nothing,
  size: ({ size }) => bytes(size),
  type: ({ media_type: type, file_name: name }) => badgeOf(type, name) || nothing,
  tags: ({ tags }) => tagsOf(tags),
};

/** A link to everything with a name. Not in the tab order: keyboard users have the same link in the rail. @param {import("../../../types.js").Name | undefined} name */
function linkTo(name) {
  return name ? html`<a href=${filterAddress(filterOf(name))} tabindex="-1">${name.name}</a>` : nothing;
}

/** @param {readonly string[]} ids */
function tagsOf(ids) {
  const found = [...new Set(ids.flatMap((id) => nameWith(id) ?? []))];
  const rest = found.length - MOST_TAGS;
  return html`${found.slice(0, MOST_TAGS).map((name) => html`<a class="row-tag" href=${filterAddress(filterOf(name))} tabindex="-1">${dot(name)}<span>${name.name}</span></a>`)}${
    rest > 0
      ? html`<span
          class="row-rest"
          title=${found
            .slice(MOST_TAGS)
            .map(({ name }) => name)
            .join(", ")}
          >+${rest}</span
        >`
      : nothing
  }`;
}

/** What a narrow window shows below the title, instead of columns: first the value that rows are sorted by. @param {Doc} document @param {import("./rows-state.js").Field} sortedBy */
export function summary(document, sortedBy) {
  const parts = [
    valueOfOrder(document, sortedBy) || dateInWords(document),
    nameWith(document.sender)?.name,
    nameWith(document.kind)?.name,
  ];
  return parts.filter(Boolean).join(" · ");
}

/** @param {Doc} document @param {import("./rows-state.js").Field} field @returns {string} empty if it has none, or if it is shown anyway */
function valueOfOrder(
  { created_at: added, due_date: due, amount, currency, pages, size, custom_fields: values },
  field,
) {
  if (field === "added") return day(added);
  if (field === "due") return due ? `${t("rows.due")} ${day(due)}` : "";
  if (field === "amount") return amount === null ? "" : amountInWords(amount, currency);
  if (field === "pages") return pages ? t("pages.pages", { n: pages }) : "";
  if (isFieldOrder(field)) return valueOfField(orderedField(field), values);
  return field === "size" ? bytes(size) : "";
}

/** @param {import("../../../types.js").Name | undefined} field @param {Doc["custom_fields"]} values */
function valueOfField(field, values) {
  const value = values[field?.id ?? ""];
  return field && value !== undefined ? `${field.name} ${valueInWords(field, value)}` : "";
}

/** @param {number} amount @param {string | null} currency */
function amountInWords(amount, currency) {
  return money(`${amount / 100}${currency ? ` ${currency}` : ""}`);
}

export { badge, thumbnail };
