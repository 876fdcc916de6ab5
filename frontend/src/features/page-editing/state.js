/**
 * The state of the screen that edits pages: the plan with its undo, the selection, and the job that carries it out.
 * Pure functions.
 */

import { requested, sheetsOf } from "./plan.js";

/**
 * @typedef {import("./plan.js").Plan} Plan
 * @typedef {import("./plan.js").Source} Source
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {{ isTrashed: boolean, sourceIds: string[], documents: Doc[], failure: import("../../../types.js").Job |
 *   null, isUndone: boolean }} Outcome `documents`: the new ones; `failure`: the job, if it failed
 * @typedef {{ sources: Source[], plan: Plan, past: Plan[], future: Plan[], selected: Set<number>, anchor: number |
 *   null, focused: number | null, trashes: boolean, asVersion: boolean | null, isLoading: boolean, error: unknown,
 *   progress: { done: number, total: number } | null, outcome: Outcome | null }} State `focused`: the sheet that the
 *   Tab key reaches; `trashes`: the originals go to the trash; `asVersion`: the pages become a new version of their
 *   document, null until the person chooses; `progress`: of the running job
 */

const MOST_UNDONE = 200;
/** The limits of the API (docs/openapi.json, docloft.lifecycle.assembly). */
export const LIMITS = { documents: 100, sources: 50, ranges: 1000, pages: 3000 };

/** @type {State} */
export const INITIAL = {
  sources: [],
  plan: [],
  past: [],
  future: [],
  selected: new Set(),
  anchor: null,
  focused: null,
  trashes: false,
  asVersion: null,
  isLoading: true,
  error: null,
  progress: null,
  outcome: null,
};

/** A step that can be undone. @param {State} state @param {Plan} plan @returns {Partial<State>} */
export function withPlan(state, plan) {
  if (plan === state.plan) return {};
  return { ...consistent(state, plan), past: [...state.past, state.plan].slice(-MOST_UNDONE), future: [] };
}

/** @param {State} state @returns {Partial<State>} */
export function undone(state) {
  const plan = state.past.at(-1);
  return plan
    ? { ...consistent(state, plan), past: state.past.slice(0, -1), future: [state.plan, ...state.future] }
    : {};
}

/** @param {State} state @returns {Partial<State>} */
export function redone(state) {
  const [plan, ...future] = state.future;
  return plan ? { ...consistent(state, plan), past: [...state.past, state.plan], future } : {};
}

/** The selection and the focus without pages that are no longer there. @param {State} state @param {Plan} plan */
function consistent(state, plan) {
  const before = sheetsOf(state.plan).map(({ key }) => key);
  const keys = sheetsOf(plan).map(({ key }) => key);
  const known = new Set(keys);
  const at = before.indexOf(state.focused ?? -1);
  // The focus goes to what has taken the place of a page that was removed.
  const nearest =
    before.slice(at).find((key) => known.has(key)) ??
    before.slice(0, Math.max(0, at)).findLast((key) => known.has(key));
  const focused = state.focused !== null && known.has(state.focused) ? state.focused : (nearest ?? keys[0] ?? null);
  return { plan, focused, selected: new Set([...state.selected].filter((key) => known.has(key))) };
}

/**
 * @param {State} state
 * @param {number} key
 * @param {{ isRange?: boolean, isToggle?: boolean }} [how] with all from the one chosen last, or in addition to the
 *   others
 * @returns {Partial<State>}
 */
export function chosen(state, key, { isRange = false, isToggle = false } = {}) {
  const keys = sheetsOf(state.plan).map((sheet) => sheet.key);
  if (isRange && state.anchor !== null && keys.includes(state.anchor)) {
    const [from, to] = [keys.indexOf(state.anchor), keys.indexOf(key)].sort((one, other) => one - other);
    return { selected: new Set(keys.slice(from, (to ?? 0) + 1)), focused: key };
  }
  if (!isToggle) return { selected: new Set([key]), anchor: key, focused: key };
  const selected = new Set(state.selected);
  if (!selected.delete(key)) selected.add(key);
  return { selected, anchor: key, focused: key };
}

/** @param {State} state @returns {Partial<State>} */
export function allChosen({ plan }) {
  return { selected: new Set(sheetsOf(plan).map(({ key }) => key)) };
}

/** The sheet beside another one, for the arrow keys. @param {State} state @param {number} step */
export function beside({ plan, focused }, step) {
  const keys = sheetsOf(plan).map(({ key }) => key);
  const at = keys.indexOf(focused ?? -1);
  return keys[Math.max(0, Math.min(keys.length - 1, at + step))] ?? null;
}

/**
 * Why a plan cannot be carried out, as a limit and its value; null if it can.
 * @param {Pick<State, "plan" | "sources">} state
 * @returns {{ limit: keyof typeof LIMITS, most: number } | null}
 */
export function tooMuch({ plan, sources }) {
  const documents = requested(plan, sources);
  const ranges = documents.flatMap(({ pages }) => pages);
  const found = {
    documents: documents.length,
    sources: new Set(ranges.map(({ document_id }) => document_id)).size,
    ranges: ranges.length,
    pages: sheetsOf(plan).length,
  };
  const limit = /** @type {(keyof typeof LIMITS)[]} */ (Object.keys(LIMITS)).find((one) => found[one] > LIMITS[one]);
  return limit ? { limit, most: LIMITS[limit] } : null;
}

/**
 * The document of which the pages can become a new version: the first one, if only one file is made and it has no title
 * of its own.
 * @param {Pick<State, "plan" | "sources">} state
 * @returns {Source | null}
 */
export function versionOf({ plan, sources }) {
  const [only, ...others] = plan;
  const [first] = sources;
  if (!only || others.length || only.title?.trim() || !first) return null;
  return only.sheets.some(({ source }) => source === first.key) ? first : null;
}

/**
 * Whether the pages become a new version: of one document unless a person decides otherwise, of several only if they
 * say so.
 * @param {State} state
 */
export function makesVersion(state) {
  return versionOf(state) !== null && (state.asVersion ?? state.sources.length === 1);
}

/** Whether the plan would only make a copy of one document. @param {Pick<State, "plan" | "sources">} state */
export function isCopy({ plan, sources }) {
  const [only, ...others] = requested(plan, sources);
  if (!only || others.length || plan[0]?.title) return false;
  const [range, ...more] = only.pages;
  const source = sources.find(({ id }) => id === range?.document_id);
  return !more.length && range?.first === 1 && range.last === source?.pages && range.turn === 0;
}
