import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { newId } from "../src/api/ids.js";
import { SavedViews } from "../src/api/saved-views.js";

/** @returns {import("../types.js").SavedView} */
const view = (/** @type {string} */ name, more = {}) => ({
  id: name,
  name,
  query: "bill",
  exact: false,
  order: "relevance",
  layout: "list",
  created_at: "",
  version: 1,
  ...more,
});
const search = (more = {}) =>
  /** @type {any} */ ({ query: "bill", exact: false, order: "relevance", layout: "list", ...more });
const settle = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  globalThis.document = /** @type {any} */ ({ hidden: false, addEventListener: () => {} });
});

/**
 * The views of a library, and what the API was asked.
 * @param {import("../types.js").SavedView[]} saved
 */
async function views(...saved) {
  /** @type {any} */
  const api = {
    listViews: async () => ({ views: saved }),
    countViews: mock.fn(async () => ({ counts: saved.map(({ id }) => ({ id, total: 3, new: 1 })) })),
    saveView: mock.fn(async (/** @type {string} */ id, /** @type {object} */ body, version = 0) => ({
      ...view(id),
      ...body,
      version: version + 1,
    })),
    deleteView: mock.fn(async () => ({})),
    seeView: mock.fn(async () => ({})),
  };
  const known = new SavedViews(api);
  await known.load();
  return { known, api };
}

test("a search is the view of the same query, order and exactness, if possible in the same layout", async () => {
  const { known } = await views(view("list"), view("grid", { layout: "grid" }), view("exact", { exact: true }));

  assert.equal(known.find(search({ layout: "grid" }))?.name, "grid");
  assert.equal(known.find(search())?.name, "list");
  assert.equal(known.find(search({ exact: true, layout: "grid" }))?.name, "exact");
  assert.equal(known.find(search({ order: "-date" })), undefined);
});

test("a view that is deleted can be restored under its id, and takes its place by name", async () => {
  const { known, api } = await views(view("a"), view("b"));
  const [first] = known.all;

  await known.remove(/** @type {any} */ (first));
  assert.deepEqual(
    known.all.map(({ name }) => name),
    ["b"],
  );
  await known.restore(/** @type {any} */ (first));

  assert.deepEqual(
    known.all.map(({ name }) => name),
    ["a", "b"],
  );
  assert.deepEqual(api.saveView.mock.calls[0]?.arguments.slice(0, 2), ["a", { name: "a", ...search() }]);
});

test("a new name of a view is shown at once, and the old one again if it is refused", async () => {
  const { known, api } = await views(view("a"), view("b"));
  const [first] = /** @type {any} */ (known.all);
  const names = () => known.all.map(({ name }) => name);

  const renamed = known.rename(first, "c");
  assert.deepEqual(names(), ["b", "c"]);
  await renamed;
  // A second change right after the first one is based on what the first one made.
  await known.rename(first, "d");
  assert.deepEqual(
    api.saveView.mock.calls.map((/** @type {any} */ call) => call.arguments[2]),
    [1, 2],
  );

  api.saveView.mock.mockImplementation(async () => Promise.reject(new Error("refused")));
  await assert.rejects(known.rename(first, "e"));
  assert.deepEqual(names(), ["b", "d"]);
});

test("a view with new hits is recorded as seen once, and one without is not", async () => {
  const { known, api } = await views(view("a"));
  const [first] = /** @type {any} */ (known.all);

  await known.see(first);
  await known.see(first);

  assert.equal(api.seeView.mock.callCount(), 1);
  assert.deepEqual(known.counts.get("a"), { total: 3, new: 0 });
});

test("views are counted again after a change that was not known, once for many", async (context) => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  context.after(() => mock.timers.reset());
  const { known, api } = await views(view("a"));
  /** @type {(document: any) => void} */
  let change = () => {};
  known.watch(
    /** @type {any} */ ({ subscribe: (/** @type {(document: any) => void} */ listener) => (change = listener) }),
  );
  await settle();
  const before = api.countViews.mock.callCount();

  for (const moment of ["2026-01-02", "2026-01-03", "2026-01-01"]) change({ updated_at: moment });
  mock.timers.tick(3000);
  await settle();
  change({ updated_at: "2026-01-03" });
  mock.timers.tick(3000);
  await settle();

  assert.equal(api.countViews.mock.callCount(), before + 1);
});

test("a library without views is never counted", async () => {
  const { known, api } = await views();

  await known.count();

  assert.equal(api.countViews.mock.callCount(), 0);
});

test("ids are ULIDs that sort by time", () => {
  assert.match(newId(), /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  assert.equal(newId(1_469_918_176_385).slice(0, 10), "01ARYZ6S41");
});
