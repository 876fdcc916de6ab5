/** The dense list by sender or by kind: a section for each name, sorted as people expect. Pure functions. */

import { locale } from "../../ui/strings.js";
import { DEEPEST } from "./rows-state.js";

/** @typedef {import("./rows-order.js").Order} Order @typedef {import("./rows-state.js").Section} Section */

const ORDER = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
/** The filter that finds what is in no group. @type {Record<string, string>} */
const WITHOUT = { sender: "-has:from", kind: "-has:kind" };

/**
 * Those without a name come last, in both directions.
 * @param {import("../../../types.js").Groups} counted
 * @param {Order} order
 * @returns {Section[]}
 */
export function sectionsOfGroups({ groups, total }, { field, isDescending }) {
  const named = groups.map(({ id, name, filter, count }) => ({
    key: id,
    name,
    filter,
    count: Math.min(count, DEEPEST),
    ids: [],
  }));
  named.sort((one, other) => ORDER.compare(one.name, other.name) * (isDescending ? -1 : 1));
  const left = total - groups.reduce((sum, { count }) => sum + count, 0);
  return [
    ...named,
    ...(left > 0
      ? [{ key: `no-${field}`, filter: WITHOUT[field] ?? "", count: Math.min(left, DEEPEST), ids: [] }]
      : []),
  ];
}
