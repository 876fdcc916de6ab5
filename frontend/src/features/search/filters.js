/**
 * Writes filters of facets into a query, and takes them out. Pure functions: the API says where the query has which
 * filters.
 */

/**
 * @typedef {import("../../../types.js").Facet} Facet
 * @typedef {{ counted: string, isCountedExact: boolean, facets: Facet[], around: [string, string], ticks: string[] }}
 *   Counted `facets` as they were counted for the query `counted`, whose words are found as written or in all forms;
 *   `around`: what to write before and after this query when a filter is added; `ticks`: the values that were ticked or
 *   unticked since, in the form of `tickOf`
 */

/**
 * What identifies a facet: there is one for each field of the library.
 * @param {Pick<Facet, "facet" | "field">} facet
 */
export function keyOf({ facet, field }) {
  return field ? `field ${field.id}` : facet;
}

/** @param {Facet} facet @param {string} id of the value */
function tickOf(facet, id) {
  return `${keyOf(facet)} ${id}`;
}

/**
 * The ticks with another one. The same again takes it back.
 * @param {string[]} ticks
 * @param {Facet} facet
 * @param {string} id of the value
 */
export function withTick(ticks, facet, id) {
  const tick = tickOf(facet, id);
  return ticks.includes(tick) ? ticks.filter((other) => other !== tick) : [...ticks, tick];
}

/**
 * The facets as they are ticked now. Those without a tick are the same objects.
 * @param {Pick<Counted, "facets" | "ticks">} counted
 */
export function ticked({ facets, ticks }) {
  return facets.map((facet) => {
    const isChanged = (/** @type {string} */ id) => ticks.includes(tickOf(facet, id));
    if (!facet.values.some(({ id }) => isChanged(id))) return facet;
    return {
      ...facet,
      values: facet.values.map((value) => (isChanged(value.id) ? { ...value, selected: !value.selected } : value)),
    };
  });
}

/**
 * The query with the filters that are ticked now. Several values of a facet are alternatives: `(kind:Invoice OR
 * kind:Letter)`. Everything else that was typed stays as it is, except for values of the same filter that the search
 * ignores because they do not exist: of `kind:(Letter OR Deleted)` and a tick on Invoice, `Deleted` does not remain.
 * Alternatives get parentheses, `(water OR bill) kind:Invoice`, and an open quotation mark is closed.
 * @param {Pick<Counted, "counted" | "facets" | "around" | "ticks">} state
 * @returns {string}
 */
export function tickedQuery({ counted, facets, around, ticks }) {
  const changed = ticked({ facets, ticks }).filter((facet) => !facets.includes(facet));
  if (!changed.length) return counted;
  const filters = changed.map(({ values }) => {
    const chosen = values.filter(({ selected }) => selected).map(({ filter }) => filter);
    return chosen.length > 1 ? `(${chosen.join(" OR ")})` : chosen.join("");
  });
  const places = changed.flatMap((facet) => facet.places);
  const left = without(counted, places);
  const added = filters.filter(Boolean).join(" ");
  if (!left || !added) return left || added;
  // What the query leaves open at its end was taken out with the part there.
  const isEndOut = places.some(([, end]) => end >= Array.from(counted).length);
  const [before, after] = isEndOut ? ["", ""] : around;
  return `${before}${left}${after} ${added}`;
}

/**
 * What remains before and after a place is kept apart by an AND. Otherwise the words after it could belong to a filter
 * before it: `from:Power tag:home Ltd`.
 * @param {string} query
 * @param {[number, number][]} places [start, end), in code points; they may overlap
 */
function without(query, places) {
  const points = Array.from(query);
  const textOf = (/** @type {number} */ start, /** @type {number} */ end) => points.slice(start, end).join("").trim();
  const kept = [];
  let at = 0;
  for (const [start, end] of places.toSorted(([one], [other]) => one - other)) {
    kept.push(textOf(at, start));
    at = Math.max(at, end);
  }
  return [...kept, textOf(at, points.length)].filter(Boolean).join(" AND ");
}

/**
 * Whether values may be ticked: what was typed or switched since the facets were counted is not known to them.
 * @param {Counted & { query: string, isExact: boolean }} state
 */
export function mayTick(state) {
  return state.isExact === state.isCountedExact && state.query === tickedQuery(state);
}

/**
 * The facets that can narrow the results: of the others, every hit has the same value.
 * @param {Facet[]} facets
 * @param {number} total
 */
export function useful(facets, total) {
  return facets.filter(({ values }) => values.some(({ selected, count }) => selected || count < total));
}
