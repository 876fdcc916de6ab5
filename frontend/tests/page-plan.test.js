import assert from "node:assert/strict";
import { test } from "node:test";

import {
  added,
  extracted,
  joined,
  moved,
  renamed,
  requested,
  sheetsOf,
  shifted,
  split,
  titlesOf,
  turnedBy,
  without,
} from "../src/features/page-editing/plan.js";
import {
  allChosen,
  beside,
  chosen,
  INITIAL,
  isCopy,
  LIMITS,
  makesVersion,
  redone,
  tooMuch,
  undone,
  versionOf,
  withPlan,
} from "../src/features/page-editing/state.js";

const LEASE = { key: 1, id: "LEASE", title: "Lease", pages: 4 };
const ANNEX = { key: 2, id: "ANNEX", title: "Annex", pages: 2 };

function counter() {
  let last = 100;
  return () => (last += 1);
}

/** The pages of the lease, then those of the annex, as one new document. */
function begun() {
  const next = counter();
  return added(added([], LEASE, next), ANNEX, next);
}

/** @typedef {import("../src/features/page-editing/plan.js").Plan} Plan */

/** Pages as "1.2": page 2 of source 1. */
const pages = (/** @type {Plan} */ plan) =>
  plan.map(({ sheets }) => sheets.map(({ source, page }) => `${source}.${page}`).join(" "));
const keys = (/** @type {Plan} */ plan, /** @type {number[]} */ ...places) =>
  new Set(places.map((place) => sheetsOf(plan)[place - 1].key));
const before = (/** @type {Plan} */ plan, /** @type {number} */ place) => sheetsOf(plan)[place - 1].key;

test("documents are merged in the order in which they are added", () => {
  assert.deepEqual(pages(begun()), ["1.1 1.2 1.3 1.4 2.1 2.2"]);
  assert.deepEqual(requested(begun(), [LEASE, ANNEX]), [
    {
      title: "Lease",
      pages: [
        { document_id: "LEASE", first: 1, last: 4, turn: 0 },
        { document_id: "ANNEX", first: 1, last: 2, turn: 0 },
      ],
    },
  ]);
});

test("pages are moved in their order, whatever order they were chosen in", () => {
  const plan = begun();
  const into = plan[0].key;
  assert.deepEqual(pages(moved(plan, keys(plan, 6, 2), { into, before: before(plan, 1) })), [
    "1.2 2.2 1.1 1.3 1.4 2.1",
  ]);
  assert.deepEqual(pages(moved(plan, keys(plan, 1), { into, before: null })), ["1.2 1.3 1.4 2.1 2.2 1.1"]);
  assert.equal(moved(plan, keys(plan, 1, 2), { into, before: before(plan, 2) }), plan);
});

test("a page moves by one place, and at the edge into the document beside it", () => {
  const next = counter();
  const plan = split(added([], LEASE, next), new Set([sheetsOf(added([], LEASE, counter()))[2].key]), next);
  assert.deepEqual(pages(plan), ["1.1 1.2", "1.3 1.4"]);
  assert.deepEqual(pages(shifted(plan, keys(plan, 2), -1)), ["1.2 1.1", "1.3 1.4"]);
  assert.deepEqual(pages(shifted(plan, keys(plan, 2), 1)), ["1.1", "1.2 1.3 1.4"]);
  assert.deepEqual(pages(shifted(plan, keys(plan, 3), -1)), ["1.1 1.2 1.3", "1.4"]);
  assert.deepEqual(pages(shifted(plan, keys(plan, 3), 1)), ["1.1 1.2", "1.4 1.3"]);
  assert.deepEqual([shifted(plan, keys(plan, 1), -1), shifted(plan, keys(plan, 4), 1)], [plan, plan]);
});

test("moving and splitting never lose or double a page", () => {
  /** @type {((plan: Plan, chosen: Set<number>, next: () => number) => Plan)[]} */
  const steps = [
    (plan, chosenKeys) => shifted(plan, chosenKeys, 1),
    (plan, chosenKeys) => shifted(plan, chosenKeys, -1),
    (plan, chosenKeys, next) => split(plan, chosenKeys, next),
    (plan, chosenKeys) => turnedBy(plan, chosenKeys, 90),
    (plan, chosenKeys) => moved(plan, chosenKeys, { into: plan[0].key, before: null }),
    (plan) => joined(plan, plan[plan.length - 1].key),
  ];
  let seed = 7;
  const random = (/** @type {number} */ most) => (seed = (seed * 48271) % 2147483647) % most;
  const next = counter();
  let plan = added(added([], LEASE, next), ANNEX, next);
  const all = sheetsOf(plan)
    .map(({ key }) => key)
    .sort();
  for (let step = 0; step < 400; step += 1) {
    const chosenKeys = new Set(
      sheetsOf(plan)
        .filter(() => random(3) === 0)
        .map(({ key }) => key),
    );
    plan = steps[random(steps.length)](plan, chosenKeys, next);
    assert.deepEqual(
      sheetsOf(plan)
        .map(({ key }) => key)
        .sort(),
      all,
    );
    assert.ok(plan.every(({ sheets }) => sheets.length > 0));
  }
});

test("a document is split at each chosen page, and the parts are numbered", () => {
  const plan = split(begun(), keys(begun(), 1, 3, 5), counter());
  assert.deepEqual(pages(plan), ["1.1 1.2", "1.3 1.4", "2.1 2.2"]);
  assert.deepEqual(titlesOf(plan, [LEASE, ANNEX]), ["Lease (1)", "Lease (2)", "Annex"]);
  assert.deepEqual(titlesOf(renamed(plan, plan[1].key, " House rules "), [LEASE, ANNEX]), [
    "Lease",
    "House rules",
    "Annex",
  ]);
  assert.deepEqual(pages(joined(plan, plan[1].key)), ["1.1 1.2 1.3 1.4", "2.1 2.2"]);
  assert.equal(joined(plan, plan[0].key), plan);
});

test("pages are turned, removed and extracted", () => {
  const plan = begun();
  const turned = turnedBy(turnedBy(plan, keys(plan, 2, 3), 90), keys(plan, 3), 90);
  assert.deepEqual(
    requested(turned, [LEASE, ANNEX])[0].pages.map(({ first, last, turn }) => [first, last, turn]),
    [
      [1, 1, 0],
      [2, 2, 90],
      [3, 3, 180],
      [4, 4, 0],
      [1, 2, 0],
    ],
  );
  assert.equal(sheetsOf(turnedBy(plan, keys(plan, 1), -90))[0].turn, 270);
  assert.deepEqual(pages(without(plan, keys(plan, 1, 6))), ["1.2 1.3 1.4 2.1"]);
  assert.deepEqual(without(plan, keys(plan, 1, 2, 3, 4, 5, 6)), []);
  assert.deepEqual(pages(extracted(plan, keys(plan, 5, 2))), ["1.2 2.1"]);
});

const opened = () => ({ ...INITIAL, sources: [LEASE, ANNEX], plan: begun(), isLoading: false });

test("every step can be undone and done again, and keeps the selection of what is left", () => {
  let state = { ...opened(), ...chosen(opened(), before(begun(), 2)) };
  const first = state.plan;
  state = { ...state, ...withPlan(state, without(state.plan, state.selected)) };
  assert.deepEqual([state.selected.size, state.focused], [0, before(first, 3)]);
  const second = state.plan;
  state = { ...state, ...undone(state) };
  assert.equal(state.plan, first);
  state = { ...state, ...redone(state) };
  assert.equal(state.plan, second);
  assert.deepEqual([redone(state), undone(opened())], [{}, {}]);
});

test("the focus goes to the page before when the last one is removed", () => {
  let state = { ...opened(), ...chosen(opened(), before(begun(), 6)) };
  state = { ...state, ...withPlan(state, without(state.plan, state.selected)) };
  assert.equal(state.focused, before(begun(), 5));
});

test("pages are chosen one by one, as a range, and all of them", () => {
  const state = opened();
  const key = (/** @type {number} */ place) => before(state.plan, place);
  const one = { ...state, ...chosen(state, key(2)) };
  assert.deepEqual([...one.selected], [key(2)]);
  assert.deepEqual([...(chosen(one, key(4), { isRange: true }).selected ?? [])], [key(2), key(3), key(4)]);
  assert.deepEqual([...(chosen(one, key(1), { isRange: true }).selected ?? [])], [key(1), key(2)]);
  assert.deepEqual([...(chosen(one, key(4), { isToggle: true }).selected ?? [])], [key(2), key(4)]);
  assert.deepEqual([...(chosen(one, key(2), { isToggle: true }).selected ?? [])], []);
  assert.equal(allChosen(state).selected?.size, 6);
  assert.deepEqual(
    [beside(one, 1), beside(one, -1), beside(one, 99), beside(one, -Infinity)],
    [key(3), key(1), key(6), key(1)],
  );
});

test("what the API would refuse is shown before the request", () => {
  assert.equal(tooMuch(opened()), null);
  const many = { key: 3, id: "MANY", title: "Many", pages: LIMITS.pages + 1 };
  assert.deepEqual(tooMuch({ sources: [many], plan: added([], many, counter()) }), {
    limit: "pages",
    most: LIMITS.pages,
  });
  const short = { ...many, pages: 101 };
  const single = added([], short, counter());
  assert.deepEqual(
    tooMuch({ sources: [short], plan: split(single, new Set(sheetsOf(single).map(({ key }) => key)), counter()) }),
    { limit: "documents", most: 100 },
  );
});

test("a plan that would only copy a document is none", () => {
  const plan = added([], LEASE, counter());
  const of = (/** @type {Plan} */ changed) => isCopy({ sources: [LEASE, ANNEX], plan: changed });
  assert.ok(of(plan));
  assert.ok(
    !of(begun()) &&
      !of(turnedBy(plan, keys(plan, 1), 90)) &&
      !of(without(plan, keys(plan, 4))) &&
      !of(renamed(plan, plan[0].key, "Other")),
  );
});

test("the pages of one document become a new version of it, unless a person decides otherwise", () => {
  const one = { ...opened(), sources: [LEASE], plan: added([], LEASE, counter()) };
  assert.deepEqual([versionOf(one)?.id, makesVersion(one)], ["LEASE", true]);
  assert.equal(makesVersion({ ...one, asVersion: false }), false);
  // Of several documents only if a person says so.
  assert.deepEqual(
    [versionOf(opened())?.id, makesVersion(opened()), makesVersion({ ...opened(), asVersion: true })],
    ["LEASE", false, true],
  );
  const many = { ...one, asVersion: true, plan: split(one.plan, keys(one.plan, 2), counter()) };
  const titled = { ...one, asVersion: true, plan: renamed(one.plan, one.plan[0]?.key ?? 0, "Other") };
  const without1 = { ...opened(), asVersion: true, plan: without(begun(), keys(begun(), 1, 2, 3, 4)) };
  for (const state of [many, titled, without1])
    assert.deepEqual([versionOf(state), makesVersion(state)], [null, false]);
});
