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
/** The quotation marks that the API accepts. */
const MARKS = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02';
const QUOTE = new RegExp(`[${MARKS}]`, "u");
const PHRASE = new RegExp(`[${MARKS}][^${MARKS}]*[${MARKS}]`, "gu");
/** A second NOT cancels the first. */
const EXCLUDING = /(?<!\S)(?:(?:NOT|NICHT)\s+)+$/u;

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

/** The beginning of filters for a field's values: `my place==` for its texts, `area=` for other values. */
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

/** Whether a piece of a query is a part of its own: not within a word, quotation marks or parentheses, and not excluded. @param {string} query @param {number} start @param {number} end */
function isPart(query, start, end) {
  const before = query.slice(0, start).replace(PHRASE, "()");
  if (!/(?:^|[\s)])$/u.test(before) || !/^(?:[\s()]|$)/u.test(query.slice(end)) || QUOTE.test(before)) return false;
  let depth = 0;
  for (const [sign] of before.matchAll(/[()]/g)) depth = sign === "(" ? depth + 1 : Math.max(0, depth - 1);
  const excluding = before.match(EXCLUDING)?.[0].trim().split(/\s+/u) ?? [];
  return depth === 0 && excluding.length % 2 === 0;
}

/** @param {string} text */
function spaced(text) {
  return text.replace(/\s+/g, " ").trim();
}

/** The query without the last part that is written like this. @param {string} query with one space between words @param {string} part */
function withoutPart(query, part) {
  for (let at = query.lastIndexOf(part); at >= 0; at = at ? query.lastIndexOf(part, at - 1) : -1) {
    if (isPart(query, at, at + part.length)) return query.slice(0, at) + query.slice(at + part.length);
  }
  return query;
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
  // A part may begin with another one: `date:January to March` with `date:January`.
  const longestFirst = counted.written.map(spaced).toSorted((part, other) => other.length - part.length);
  const unselected = longestFirst.reduce(withoutPart, spaced(query));
  const rest = unselected.replace(group, (found, /** @type {number} */ at) => {
    const isSelected = isPart(unselected, at, at + found.length) && (found.match(filters) ?? []).every(isSelection);
    return isSelected ? "" : found;
  });
  const chosen = values.filter((value) => value.selected !== (value.id === id)).map(({ filter }) => filter);
  const written = chosen.length > 1 ? `(${chosen.join(" OR ")})` : (chosen[0] ?? "");
  return [spaced(rest), written].filter(Boolean).join(" ");
}

/**
 * The facets that can narrow the results: of the others, every hit has the same value.
 * @param {Facet[]} facets
 * @param {number} total
 */
export function useful(facets, total) {
  return facets.filter(({ values }) => values.some(({ selected, count }) => selected || count < total));
}
