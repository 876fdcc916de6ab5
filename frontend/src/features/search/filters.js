/** Writes filters of facets into a query, and takes them out. Pure functions. */

/** @typedef {import("../../../types.js").Facet} Facet */

/** The names of the filter of each facet, in English and German. @type {Record<Facet["facet"], string>} */
const NAMES = {
  kind: "kind|art|dokumentart",
  sender: "from|von|sender|absender|korrespondent",
  tag: "tag|tags|schlagwort|stichwort",
  type: "type|typ|dateityp|format",
  language: "lang|language|sprache",
  year: "date|datum",
  is: "is|ist",
  has: "has|hat|mit",
  field: "field|feld",
};
/** Also one of several parts in quotation marks: `"Invoice no"="re 2031"`. */
const VALUE = '(?:"[^"]*"|[^\\s()"])+';

/** What identifies a facet: there is one for each field of the library. @param {Pick<Facet, "facet" | "field">} facet */
export function keyOf({ facet, field }) {
  return field ? `field ${field.id}` : facet;
}

const OR = "(?:OR|ODER)";
const BETWEEN_VALUES = new RegExp(`\\s+${OR}\\s+|,`, "u");

/** A value without quotation marks, to compare. @param {string} text */
function compared(text) {
  return text.replaceAll('"', "").trim().toLowerCase();
}

/** A value of a facet, to compare. @param {string} filter */
function valueOf(filter) {
  return compared(filter.slice(filter.indexOf(":") + 1));
}

/** What the filters of a field's values begin with: `my place==` for its texts, `area=` for other values. */
const FIELD = /^(.+?)(==?)/u;

/** Types whose values are also selected by comparisons: `area>80`. @type {readonly (string | undefined)[]} */
const COMPARED = ["number", "money", "date"];

/** Whether a filter selects values of a field, in whatever words. @param {string} filter @param {Facet} facet */
function isOfField(filter, { field, values }) {
  const [, name, sign = ""] = (field && values[0] ? valueOf(values[0].filter) : "").match(FIELD) ?? [];
  if (name === undefined || !valueOf(filter).startsWith(name)) return false;
  const rest = valueOf(filter).slice(name.length);
  return COMPARED.includes(field?.type) ? /^[<>=]/u.test(rest) : rest.startsWith(sign);
}

/** Whether the facet has each value of a filter: `kind:Invoice`, `kind:Invoice,Letter` or `kind:(Invoice OR Letter)`. @param {string} filter @param {Set<string>} known */
function isKnown(filter, known) {
  const values = filter.slice(filter.indexOf(":") + 1).replace(/^\(|\)$/g, "");
  return known.has(compared(values)) || values.split(BETWEEN_VALUES).every((value) => known.has(compared(value)));
}

/** @param {string} text */
function spaced(text) {
  return ` ${text.replace(/\s+/g, " ").trim()} `;
}

/** A query without one of its parts, which another part may begin with: `date:2024-06 date:2024`. @param {string} query @param {string} part */
function withoutPart(query, part) {
  const [whole, wanted] = [spaced(query), spaced(part)];
  return whole.includes(wanted) ? whole.replace(wanted, () => " ") : whole.replace(wanted.trim(), () => "");
}

/**
 * The query with one value of a facet selected, or no longer selected. Several values are alternatives:
 * `(kind:Invoice OR kind:Letter)`. Everything else that was typed stays as it is.
 * @param {string} query
 * @param {Facet} counted for this query
 * @param {string} id of the value
 * @returns {string}
 */
export function withToggled(query, counted, id) {
  const { facet, values } = counted;
  const isSelection = (/** @type {string} */ filter) => isKnown(filter, known) || isOfField(filter, counted);
  const known = new Set(values.map(({ filter }) => valueOf(filter)));
  const one = `(?:${NAMES[facet]}):(?:\\([^()]*\\)|${VALUE})`;
  const group = new RegExp(`(?<=^|(?<!\\b${OR})\\s)(?:\\(\\s*${one}(?:\\s+${OR}\\s+${one})*\\s*\\)|${one})(?=\\s+(?!${OR}\\b)|\\s*$)`, "giu");
  const filters = new RegExp(one, "giu");
  const unselected = counted.written.reduce(withoutPart, query);
  const rest = unselected.replace(group, (found) => ((found.match(filters) ?? []).every(isSelection) ? "" : found));
  const chosen = values.filter((value) => value.selected !== (value.id === id)).map(({ filter }) => filter);
  const written = chosen.length > 1 ? `(${chosen.join(" OR ")})` : (chosen[0] ?? "");
  return [rest.replace(/\s+/g, " ").trim(), written].filter(Boolean).join(" ");
}

/**
 * The facets that can narrow the results: of the others, every hit has the same value.
 * @param {Facet[]} facets
 * @param {number} total
 */
export function useful(facets, total) {
  return facets.filter(({ values }) => values.some(({ selected, count }) => selected || count < total));
}
