/**
 * The state of the dense list: months with a known number of rows, of which only those near the window are loaded and
 * rendered. Pure functions.
 */

import { isMonthly } from "./rows-order.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./rows-order.js").Order} Order
 * @typedef {{ key: string, name?: string, filter: string, count: number, ids: string[] }} Section `key`: a month,
 *   YYYY-MM; `undated`; the id of a sender or kind with its `name`; `no-sender`, `no-kind`; or `all` for an order
 *   without sections. `ids`: by place, with holes where nothing is loaded
 * @typedef {{ section: number, place: number }} Place of a row
 * @typedef {{ first: number, last: number }} Span of pixels, counted from the top of the list
 * @typedef {{ row: number, heading: number }} Sizes in pixels
 * @typedef {{ index: number, top: number, height: number, from: number, to: number }} Shown
 *   a section near the window; `from`, `to`: its rows there
 */

/** Rows that are requested together. */
export const PAGE = 100;
/** Rows that are kept in memory, of all that were loaded. */
export const MOST_KEPT = 3000;
/** The API lists no later rows of one section (`GET /v1/search/rows`). */
export const DEEPEST = 50_000;
/** A query for documents without a date. */
export const UNDATED = "-has:date";

/**
 * The sections of a list, in its order.
 * @param {Pick<import("../../../types.js").Months, "months" | "total">} counted latest month first
 * @param {Order} order
 * @returns {Section[]}
 */
export function sectionsOf({ months, total }, order) {
  const section = (/** @type {string} */ key, /** @type {string} */ filter, /** @type {number} */ count) => ({
    key,
    filter,
    count: Math.min(count, DEEPEST),
    ids: [],
  });
  if (!isMonthly(order)) return total ? [section("all", "", total)] : [];
  const dated = months.map(({ month, filter, count }) => section(month, filter, count));
  const left = total - months.reduce((sum, { count }) => sum + count, 0);
  // Documents without the value come last either way, as in every order of the API.
  return [
    ...(order.isDescending ? dated : dated.reverse()),
    ...(left > 0 && order.field === "date" ? [section("undated", UNDATED, left)] : []),
  ];
}

/**
 * New sections with the rows that are known from the old ones, as long as the number of rows is the same: until others
 * are loaded, the old ones are shown, so that nothing flickers.
 * @param {Section[]} sections
 * @param {Section[]} known
 */
export function withKnown(sections, known) {
  const ids = new Map(known.map((section) => [section.key, section.ids]));
  return sections.map((section) => ({ ...section, ids: (ids.get(section.key) ?? []).slice(0, section.count) }));
}

/** A month whose documents are all gone has no heading. @param {Section} section @param {Sizes} sizes */
export function heightOf({ key, count }, { row, heading }) {
  if (!count) return 0;
  return count * row + (key === "all" ? 0 : heading);
}

/**
 * The sections and rows near the window, and the height of the whole list.
 * @param {readonly Section[]} sections
 * @param {Span} span
 * @param {Sizes} sizes
 * @returns {{ shown: Shown[], height: number }}
 */
export function windowOf(sections, { first, last }, sizes) {
  /** @type {Shown[]} */
  const shown = [];
  let top = 0;
  sections.forEach((section, index) => {
    const height = heightOf(section, sizes);
    if (height && top < last && top + height > first) {
      const start = top + (section.key === "all" ? 0 : sizes.heading);
      const from = Math.max(0, Math.floor((first - start) / sizes.row));
      const to = Math.min(section.count, Math.max(0, Math.ceil((last - start) / sizes.row)));
      shown.push({ index, top, height, from: Math.min(from, to), to });
    }
    top += height;
  });
  return { shown, height: top };
}

/**
 * Where a row is, in pixels from the top of the list.
 * @param {readonly Section[]} sections
 * @param {Place} place
 * @param {Sizes} sizes
 */
export function topOf(sections, { section, place }, sizes) {
  const above = sections.slice(0, section).reduce((sum, one) => sum + heightOf(one, sizes), 0);
  return above + (sections[section]?.key === "all" ? 0 : sizes.heading) + place * sizes.row;
}

/**
 * The pages that have to be loaded for what is shown: rows without an id, or whose document was dropped from memory.
 * @param {readonly Section[]} sections
 * @param {readonly Shown[]} shown
 * @param {(id: string) => boolean} isKnown
 * @returns {{ section: number, offset: number }[]}
 */
export function missingPages(sections, shown, isKnown) {
  return shown.flatMap(({ index, from, to }) => {
    const ids = sections[index]?.ids ?? [];
    const pages = new Set();
    for (let place = from; place < to; place++) {
      const id = ids[place];
      if (id === undefined || !isKnown(id)) pages.add(Math.floor(place / PAGE) * PAGE);
    }
    return [...pages].map((offset) => ({ section: index, offset }));
  });
}

/**
 * @param {readonly Section[]} sections
 * @param {number} index
 * @param {number} offset
 * @param {string[]} loaded
 * @returns {Section[]}
 */
export function withLoaded(sections, index, offset, loaded) {
  return sections.map((section, at) => {
    if (at !== index) return section;
    const ids = section.ids.slice();
    loaded.forEach((id, place) => {
      if (offset + place < section.count) ids[offset + place] = id;
    });
    // Documents that were deleted a moment ago are missing at the end of a page: the list is shorter than it was
    // counted.
    const isShort = loaded.length < Math.min(PAGE, section.count - offset);
    return {
      ...section,
      ids,
      count: isShort && offset + PAGE >= section.count ? Math.max(offset + loaded.length, 0) : section.count,
    };
  });
}

/**
 * The list without a document: the rows below it move up.
 * @param {readonly Section[]} sections
 * @param {string} id
 * @returns {Section[]}
 */
export function withoutRow(sections, id) {
  return sections.map((section) => {
    const at = section.ids.indexOf(id);
    return at < 0 ? section : { ...section, count: section.count - 1, ids: section.ids.toSpliced(at, 1) };
  });
}

/**
 * The list without documents that are gone, and the row that is active then: the one below, or else above, if the
 * active one is gone.
 * @param {readonly Section[]} sections
 * @param {string | null} active
 * @param {(id: string) => boolean} isGone
 * @returns {{ sections: Section[], active: string | null }}
 */
export function withoutGone(sections, active, isGone) {
  const known = idsOf(sections);
  const gone = new Set(known.filter(isGone));
  if (!gone.size) return { sections: [...sections], active };
  const at = active && gone.has(active) ? known.indexOf(active) : -1;
  const next =
    at < 0
      ? active
      : (known.slice(at).find((id) => !gone.has(id)) ?? known.slice(0, at).findLast((id) => !gone.has(id)) ?? null);
  return { sections: [...gone].reduce(withoutRow, [...sections]), active: next };
}

/** @param {readonly Section[]} sections @param {string | null} id @returns {Place | null} */
export function placeOf(sections, id) {
  if (!id) return null;
  for (const [section, { ids }] of sections.entries()) {
    const place = ids.indexOf(id);
    if (place >= 0) return { section, place };
  }
  return null;
}

/**
 * The row some rows below a place, or above it with a negative number. It stops at both ends.
 * @param {readonly Section[]} sections
 * @param {Place} from
 * @param {number} by
 * @returns {Place}
 */
export function moved(sections, { section, place }, by) {
  let wanted = sections.slice(0, section).reduce((sum, { count }) => sum + count, 0) + place + by;
  const total = sections.reduce((sum, { count }) => sum + count, 0);
  wanted = Math.max(0, Math.min(total - 1, wanted));
  for (const [index, { count }] of sections.entries()) {
    if (wanted < count) return { section: index, place: wanted };
    wanted -= count;
  }
  return { section: 0, place: 0 };
}

/** The number of a row in the whole list, from 1. @param {readonly Section[]} sections @param {Place} at */
export function numberOf(sections, { section, place }) {
  return sections.slice(0, section).reduce((sum, { count }) => sum + count, 0) + place + 1;
}

/** @param {readonly Section[]} sections */
export function totalOf(sections) {
  return sections.reduce((sum, { count }) => sum + count, 0);
}

/** The years of the list with the first section of each. @param {readonly Section[]} sections */
export function yearsOf(sections) {
  /** @type {{ year: string, section: number, count: number }[]} */
  const years = [];
  sections.forEach(({ key, count }, section) => {
    const year = /^\d{4}-/.test(key) ? key.slice(0, 4) : null;
    const last = years.at(-1);
    if (year && last?.year === year) last.count += count;
    else if (year) years.push({ year, section, count });
  });
  return years;
}

/** All ids that are known, in their order. @param {readonly Section[]} sections */
export function idsOf(sections) {
  return sections.flatMap(({ ids }) => ids.filter((id) => id !== undefined));
}
