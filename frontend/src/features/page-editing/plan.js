/**
 * The plan of a person who edits pages: the new documents, each a list of sheets. Pure functions that return a new
 * plan.
 *
 * @typedef {{ key: number, id: string, title: string, pages: number }} Source a document that pages come from; one that
 *   was added twice has two keys
 * @typedef {{ key: number, source: number, page: number, turn: number }} Sheet `source`: its key; `page`: counted from
 *   1; `turn`: degrees clockwise, in addition to the page's own rotation
 * @typedef {{ key: number, title: string | null, sheets: Sheet[] }} NewDocument `title`: null until a person has
 *   entered one
 * @typedef {NewDocument[]} Plan
 */

/** @param {Plan} plan @returns {Sheet[]} in the order in which they are shown */
export function sheetsOf(plan) {
  return plan.flatMap(({ sheets }) => sheets);
}

/** Leaves out new documents that have no pages. @param {Plan} plan */
function withoutEmpty(plan) {
  return plan.filter(({ sheets }) => sheets.length > 0);
}

/**
 * The plan with all pages of a document added at the end of the last new document.
 * @param {Plan} plan
 * @param {Source} source
 * @param {() => number} nextKey
 * @returns {Plan}
 */
export function added(plan, { key, pages }, nextKey) {
  const sheets = Array.from({ length: pages }, (_, index) => ({
    key: nextKey(),
    source: key,
    page: index + 1,
    turn: 0,
  }));
  const last = plan.at(-1);
  return last
    ? plan.with(-1, { ...last, sheets: [...last.sheets, ...sheets] })
    : [{ key: nextKey(), title: null, sheets }];
}

/**
 * @param {Plan} plan
 * @param {Set<number>} chosen keys of sheets
 * @param {number} by degrees clockwise
 * @returns {Plan}
 */
export function turnedBy(plan, chosen, by) {
  const turned = (/** @type {Sheet} */ sheet) =>
    chosen.has(sheet.key) ? { ...sheet, turn: (sheet.turn + by + 360) % 360 } : sheet;
  return plan.map((one) => ({ ...one, sheets: one.sheets.map(turned) }));
}

/** @param {Plan} plan @param {Set<number>} chosen @returns {Plan} */
export function without(plan, chosen) {
  return withoutEmpty(plan.map((one) => ({ ...one, sheets: one.sheets.filter(({ key }) => !chosen.has(key)) })));
}

/** The plan reduced to these pages, as one document. @param {Plan} plan @param {Set<number>} chosen @returns {Plan} */
export function extracted(plan, chosen) {
  const sheets = sheetsOf(plan).filter(({ key }) => chosen.has(key));
  const first = plan.find((one) => one.sheets.some(({ key }) => chosen.has(key)));
  return first ? [{ ...first, sheets }] : plan;
}

/**
 * A new document begins at each of these pages.
 * @param {Plan} plan
 * @param {Set<number>} chosen
 * @param {() => number} nextKey
 * @returns {Plan}
 */
export function split(plan, chosen, nextKey) {
  return plan.flatMap((one) => {
    /** @type {Plan} */
    const parts = [{ ...one, sheets: [] }];
    for (const sheet of one.sheets) {
      if (chosen.has(sheet.key) && parts.at(-1)?.sheets.length) parts.push({ key: nextKey(), title: null, sheets: [] });
      parts.at(-1)?.sheets.push(sheet);
    }
    return parts;
  });
}

/**
 * A new document continues the one before it.
 * @param {Plan} plan
 * @param {number} key of the new document
 * @returns {Plan}
 */
export function joined(plan, key) {
  const at = plan.findIndex((one) => one.key === key);
  const [before, one] = [plan[at - 1], plan[at]];
  if (!before || !one) return plan;
  return plan.toSpliced(at - 1, 2, { ...before, sheets: [...before.sheets, ...one.sheets] });
}

/**
 * Moves pages, in their order, into a new document: before one of its sheets, or to its end.
 * @param {Plan} plan
 * @param {Set<number>} chosen
 * @param {{ into: number, before: number | null }} place keys
 * @returns {Plan} the same plan if they would be moved before one of themselves
 */
export function moved(plan, chosen, { into, before }) {
  if (before !== null && chosen.has(before)) return plan;
  const sheets = sheetsOf(plan).filter(({ key }) => chosen.has(key));
  const placed = plan.map((one) => {
    const left = one.sheets.filter(({ key }) => !chosen.has(key));
    if (one.key !== into) return { ...one, sheets: left };
    const at = before === null ? left.length : left.findIndex(({ key }) => key === before);
    return { ...one, sheets: left.toSpliced(at < 0 ? left.length : at, 0, ...sheets) };
  });
  return withoutEmpty(placed);
}

/**
 * Moves pages together by one place; at the edge of a new document, into the document beside it.
 * @param {Plan} plan
 * @param {Set<number>} chosen
 * @param {1 | -1} step
 * @returns {Plan} the same plan if there is no such place
 */
export function shifted(plan, chosen, step) {
  const has = (/** @type {Sheet} */ { key }) => chosen.has(key);
  const at =
    step < 0 ? plan.findIndex(({ sheets }) => sheets.some(has)) : plan.findLastIndex(({ sheets }) => sheets.some(has));
  const [one, beside] = [plan[at], at + step < 0 ? undefined : plan[at + step]];
  if (!one) return plan;
  const { sheets } = one;
  if (step < 0) {
    const previous = sheets.slice(0, sheets.findIndex(has)).at(-1);
    if (previous) return moved(plan, chosen, { into: one.key, before: previous.key });
    return beside ? moved(plan, chosen, { into: beside.key, before: null }) : plan;
  }
  const [next, afterNext] = sheets.slice(sheets.findLastIndex(has) + 1);
  if (next) return moved(plan, chosen, { into: one.key, before: afterNext?.key ?? null });
  return beside ? moved(plan, chosen, { into: beside.key, before: beside.sheets[0]?.key ?? null }) : plan;
}

/** @param {Plan} plan @param {number} key of the new document @param {string} title @returns {Plan} */
export function renamed(plan, key, title) {
  return plan.map((one) => (one.key === key ? { ...one, title } : one));
}

/**
 * The titles of the new documents: what a person entered, or that of the first page's document, numbered if there are
 * several.
 * @param {Plan} plan
 * @param {Source[]} sources
 * @returns {string[]}
 */
export function titlesOf(plan, sources) {
  const given = plan.map(
    ({ title, sheets }) => title?.trim() || (sources.find(({ key }) => key === sheets[0]?.source)?.title ?? ""),
  );
  return given.map((title, index) => {
    const isTyped = Boolean(plan[index]?.title?.trim());
    const same = given.filter((other) => other === title).length;
    return isTyped || same < 2
      ? title
      : `${title} (${given.slice(0, index + 1).filter((other) => other === title).length})`;
  });
}

/**
 * The plan as the API takes it: pages that follow each other are one range.
 * @param {Plan} plan
 * @param {Source[]} sources
 * @returns {import("../../../types.js").NewDocument[]}
 */
export function requested(plan, sources) {
  const idOf = new Map(sources.map(({ key, id }) => [key, id]));
  const titles = titlesOf(plan, sources);
  return plan.map(({ sheets }, index) => {
    /** @type {import("../../../types.js").PageRange[]} */
    const pages = [];
    for (const { source, page, turn } of sheets) {
      const [last, id] = [pages.at(-1), idOf.get(source) ?? ""];
      if (last && last.document_id === id && last.turn === turn && last.last === page - 1) last.last = page;
      else pages.push({ document_id: id, first: page, last: page, turn: /** @type {0 | 90 | 180 | 270} */ (turn) });
    }
    return { title: titles[index] ?? "", pages };
  });
}
