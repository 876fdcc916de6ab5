/** The columns of the dense list: which ones a person has chosen, and what is in each. */

import { badge, thumbnail } from "../../ui/cards.js";
import { bytes, day } from "../../ui/format.js";
import { badgeOf } from "../../ui/formats.js";
import { html, nothing } from "../../ui/html.js";
import { dot, filterOf, nameWith } from "../../ui/names.js";
import { filterAddress } from "../../ui/search-address.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {"sender" | "kind" | "date" | "added" | "pages" | "size" | "type" | "tags"} Column besides picture and title
 */

/** @type {readonly Column[]} in their order */
export const COLUMNS = ["sender", "kind", "date", "added", "pages", "size", "type", "tags"];
/** @type {readonly Column[]} */
const FIRST = ["sender", "kind", "date", "pages", "tags"];
/** The order by a column, where the API has one. @type {Partial<Record<Column | "title", import("./rows-state.js").Field>>} */
export const ORDER_BY = { title: "title", date: "date", added: "added", pages: "pages", size: "size" };
const CHOSEN = "docloft-columns";
/** How many tags a row shows before the rest becomes a number. */
const MOST_TAGS = 2;

/** Of CSS grid. @type {Record<Column, string>} */
const WIDTHS = {
  sender: "minmax(0, 1fr)",
  kind: "minmax(0, 0.7fr)",
  date: "7rem",
  added: "7rem",
  pages: "3.75rem",
  size: "5rem",
  type: "4.5rem",
  tags: "minmax(0, 1fr)",
};

/** @param {readonly Column[]} columns */
export function widthsOf(columns) {
  return columns.map((column) => WIDTHS[column]).join(" ");
}

/** @returns {readonly Column[]} */
export function savedColumns() {
  const saved = localStorage.getItem(CHOSEN)?.split(",");
  return saved ? COLUMNS.filter((column) => saved.includes(column)) : FIRST;
}

/** @param {readonly Column[]} columns @param {Column} column @returns {readonly Column[]} */
export function withColumn(columns, column) {
  const changed = COLUMNS.filter((one) => columns.includes(one) !== (one === column));
  localStorage.setItem(CHOSEN, changed.join(","));
  return changed;
}

/** @param {Column} column @param {Doc} document */
export function cell(column, document) {
  return html`<span role="gridcell" class="cell" data-column=${column}>${VALUES[column](document)}</span>`;
}

/** @type {Record<Column, (document: Doc) => unknown>} */
const VALUES = {
  sender: ({ sender }) => linkTo(nameWith(sender)),
  kind: ({ kind }) => linkTo(nameWith(kind)),
  date: ({ document_date: date }) => (date ? day(date) : nothing),
  added: ({ created_at: added }) => day(added),
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
  return html`${found.slice(0, MOST_TAGS).map((name) => html`<a class="row-tag" href=${filterAddress(filterOf(name))} tabindex="-1">${dot(name)}<span>${name.name}</span></a>`)}${rest > 0 ? html`<span class="row-rest" title=${found.slice(MOST_TAGS).map(({ name }) => name).join(", ")}>+${rest}</span>` : nothing}`;
}

/** What a narrow window shows below the title, instead of columns. @param {Doc} document */
export function summary(document) {
  const parts = [day(document.document_date ?? document.created_at), nameWith(document.sender)?.name, nameWith(document.kind)?.name];
  return parts.filter(Boolean).join(" · ");
}

export { badge, thumbnail };
