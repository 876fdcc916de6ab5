/** What is in the cells of the dense list. */

import { mayOpen } from "../../ui/field-input.js";
import { isFieldOrder, fieldOf as orderedField } from "../../ui/field-order.js";
import { valueInWords } from "../../ui/field-values.js";
import { bytes, dateInWords, day, money } from "../../ui/format.js";
import { badgeOf } from "../../ui/formats.js";
import { html, nothing } from "../../ui/html.js";
import { dot, filterOf, nameWith } from "../../ui/names.js";
import { filterAddress } from "../../ui/search-address.js";
import { t } from "../../ui/strings.js";
import { fieldOf, isFixed, typeOf } from "./columns.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./columns.js").Column} Column
 * @typedef {import("./columns.js").Fixed} Fixed
 */

/** How many tags a row shows before the rest becomes a number. */
const MOST_TAGS = 2;

/** @param {Column} column @param {Doc} document */
export function cell(column, document) {
  const value = isFixed(column) ? VALUES[column](document) : valueOf(fieldOf(column), document);
  return html`<span role="gridcell" class="cell" data-column=${column} data-type=${typeOf(column) ?? nothing}
    >${value}</span
  >`;
}

/**
 * A value of a field of the library.
 * @param {import("../../../types.js").Name | undefined} field
 * @param {Doc} document
 */
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

/**
 * A link to everything with a name. Not in the tab order: keyboard users have the same link in the rail.
 * @param {import("../../../types.js").Name | undefined} name
 */
function linkTo(name) {
  return name ? html`<a href=${filterAddress(filterOf(name))} tabindex="-1">${name.name}</a>` : nothing;
}

/** @param {readonly string[]} ids */
function tagsOf(ids) {
  const found = [...new Set(ids.flatMap((id) => nameWith(id) ?? []))];
  const rest = found.length - MOST_TAGS;
  return html`${found
    .slice(0, MOST_TAGS)
    .map(
      (name) =>
        html`<a class="row-tag" href=${filterAddress(filterOf(name))} tabindex="-1"
          >${dot(name)}<span>${name.name}</span></a
        >`,
    )}${
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

/**
 * What a narrow window shows below the title, instead of columns: first the value that rows are sorted by.
 * @param {Doc} document
 * @param {import("./rows-order.js").Field} sortedBy
 */
export function summary(document, sortedBy) {
  const parts = [
    valueOfOrder(document, sortedBy) || dateInWords(document),
    nameWith(document.sender)?.name,
    nameWith(document.kind)?.name,
  ];
  return parts.filter(Boolean).join(" · ");
}

/**
 * @param {Doc} document
 * @param {import("./rows-order.js").Field} field
 * @returns {string} empty if it has none, or if it is shown anyway
 */
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
