/** What the search screen requests, and when. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { searchActions } from "../src/features/search/actions.js";
import { INITIAL } from "../src/features/search/state.js";

const page = (more = {}) => ({
  hits: [],
  total: 0,
  cursor: null,
  corrected: null,
  facets: [],
  around: /** @type {[string, string]} */ (["", ""]),
  ignored: [],
  notices: [],
  incomplete: null,
  ...more,
});
const wanted = (/** @type {string} */ query) => ({
  query,
  isExact: false,
  order: "",
  layout: /** @type {const} */ ("list"),
});
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** The search screen with an API that returns these pages, one after the other. @param {any[]} pages */
function searching(pages) {
  mock.timers.enable({ apis: ["setTimeout"] });
  const screen = {
    state: { ...INITIAL },
    update: (/** @type {object} */ changes) => Object.assign(screen.state, changes),
  };
  /** @type {import("node:test").Mock<(...sent: any[]) => Promise<any>>} */
  const search = mock.fn(async () => pages.shift());
  const countFacets = mock.fn(async () => /** @type {any} */ ({ facets: [{ facet: "kind", values: [] }] }));
  const addUp = mock.fn(async (/** @type {string} */ query) => ({
    amounts: /** @type {any[]} */ ([{ currency: query, documents: 1, amount: 100 }]),
  }));
  const pageText = mock.fn(
    async (/** @type {string} */ id, /** @type {number} */ page, /** @type {string} */ query) => ({
      text: `of ${id}`,
      marks: [],
      page,
      query,
    }),
  );
  const view = { id: "v" };
  const views = {
    find: (/** @type {{ query: string }} */ { query }) => (query === "saved" ? view : undefined),
    see: mock.fn(async () => {}),
    counts: new Map(),
  };
  /** @type {any} */
  const deps = { api: { search, pageText, countFacets, addUp }, store: { put: () => {} }, views };
  const actions = searchActions(deps, /** @type {any} */ (screen));
  const wait = async (/** @type {number} */ milliseconds) => {
    mock.timers.tick(milliseconds);
    await settle();
  };
  return { actions, screen, wait, search, countFacets, addUp, pageText, views, count: () => search.mock.callCount() };
}

test("incomplete results are requested again until they are complete", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, screen, wait, count } = searching([
    page({ incomplete: "rebuilding" }),
    page({ incomplete: "rebuilding" }),
    page({ total: 3 }),
  ]);

  actions.search(wanted("badger"));
  await wait(0);
  for (let seconds = 0; seconds < 20; seconds += 5) await wait(5000);

  assert.equal(count(), 3);
  assert.equal(screen.state.pages.at(-1)?.total, 3);
});

test("results of an earlier visit are shown at once and requested again", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, screen, wait, count } = searching([page({ total: 2 })]);

  actions.search(wanted("badger"), { ...INITIAL, pages: [page({ total: 3 })], counted: "badger" });
  assert.deepEqual([screen.state.pages.at(-1)?.total, screen.state.isLoading], [3, false]);
  await wait(0);

  assert.deepEqual([count(), screen.state.pages.at(-1)?.total], [1, 2]);
});

test("a response to an older query is never shown after a newer one, and a newer query does not wait for it", async (context) => {
  context.after(() => mock.timers.reset());
  /** @type {((page: object) => void)[]} */
  const respond = [];
  const response = () => new Promise((resolve) => respond.push(resolve));
  const { actions, screen, wait } = searching([response(), response()]);

  actions.search(wanted("old"));
  await wait(0);
  actions.search(wanted("new"));
  await wait(1000);
  respond[1](page({ total: 2 }));
  await wait(0);
  respond[0](page({ total: 1 }));
  await wait(0);

  assert.deepEqual([screen.state.searched, screen.state.pages.at(-1)?.total], ["new", 2]);
});

test("incomplete results are not requested again after more of them were loaded", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, wait, count } = searching([page({ incomplete: "rebuilding", cursor: "next" }), page(), page()]);

  actions.search(wanted("badger"));
  await wait(0);
  actions.more();
  await wait(0);
  await wait(5000);
  assert.equal(count(), 2);
});

test("another order searches again, the same one does not, and only the first page counts facets", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, screen, wait, search, countFacets } = searching([page(), page({ cursor: "next" }), page()]);

  actions.search(wanted("badger"));
  await wait(0);
  actions.search({ ...wanted("badger"), order: "-date" });
  await wait(1000);
  actions.search({ ...wanted("badger"), order: "-date" });
  await wait(1000);
  actions.more();
  await wait(0);

  const sent = search.mock.calls.map(({ arguments: [, cursor, , { order, facets }] }) => [cursor, order, facets]);
  assert.deepEqual(sent, [
    [null, "", undefined],
    [null, "-date", undefined],
    ["next", "-date", undefined],
  ]);
  assert.equal(countFacets.mock.callCount(), 2);
  assert.equal(screen.state.order, "-date");
});

test("hits do not wait for the counts of facets, and counts of an older query are not shown", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, screen, wait, countFacets } = searching([
    page({ total: 1 }),
    page({ total: 2 }),
    page({ total: 3 }),
  ]);
  /** @type {((facets: any) => void)[]} */
  const respond = [];
  countFacets.mock.mockImplementation(() => new Promise((resolve) => respond.push(resolve)));
  const counted = (/** @type {string} */ facet) => ({ facets: [{ facet, values: [] }], around: ["(", ")"] });

  actions.search(wanted("old"));
  await wait(0);
  assert.deepEqual([screen.state.pages[0]?.total, screen.state.facets], [1, []]);
  actions.search(wanted("new"));
  await wait(1000);
  respond[1]?.(counted("kind"));
  respond[0]?.(counted("tag"));
  await wait(0);
  const { facets, around } = screen.state;
  assert.deepEqual([{ facets, around }, screen.state.counted], [counted("kind"), "new"]);

  countFacets.mock.mockImplementation(() => Promise.reject(new Error("offline")));
  actions.search(wanted("newer"));
  await wait(1000);
  assert.deepEqual([screen.state.pages[0]?.total, screen.state.failed], [3, null]);
});

test("facets that could not be counted disappear, unless they were ticked for this query", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, screen, wait, countFacets } = searching([page(), page(), page(), page(), page()]);
  const facets = [{ facet: "kind", places: [], values: [{ id: "Letter", filter: "kind:Letter", selected: false }] }];
  countFacets.mock.mockImplementation(async () => ({ facets }));
  actions.search(wanted("rent"));
  await wait(0);

  countFacets.mock.mockImplementation(() => Promise.reject(new Error("offline")));
  screen.update({ ticks: ["kind Letter"] });
  actions.search(wanted("rent kind:Letter"));
  await wait(140);
  assert.deepEqual([screen.state.counted, screen.state.facets, screen.state.ticks], ["rent", facets, ["kind Letter"]]);

  actions.search(wanted("water"));
  await wait(140);
  assert.deepEqual([screen.state.counted, screen.state.facets, screen.state.ticks], ["", [], []]);

  countFacets.mock.mockImplementation(async () => ({ facets }));
  actions.search(wanted("wate"));
  await wait(140);
  assert.deepEqual([screen.state.counted, screen.state.facets, screen.state.around], ["wate", facets, ["", ""]]);

  countFacets.mock.mockImplementation(() => Promise.reject(new Error("offline")));
  actions.search({ ...wanted("wate"), isExact: true });
  await wait(140);
  assert.deepEqual([screen.state.counted, screen.state.facets], ["", []]);
});

test("amounts are added up after the facets are counted, and not for an older query", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, screen, wait, addUp } = searching([
    page({ total: 1 }),
    page({ total: 2 }),
    page({ total: 3 }),
    page(),
  ]);

  actions.search(wanted("bills"));
  await wait(0);
  assert.deepEqual(screen.state.amounts, [{ currency: "bills", documents: 1, amount: 100 }]);

  /** @type {((totals: any) => void)[]} */
  const respond = [];
  addUp.mock.mockImplementation(() => new Promise((resolve) => respond.push(resolve)));
  actions.search(wanted("old"));
  await wait(1000);
  actions.search(wanted("new"));
  await wait(1000);
  respond[1]?.({ amounts: [] });
  respond[0]?.({ amounts: [{ currency: "old", documents: 1, amount: 1 }] });
  await wait(0);
  assert.deepEqual(screen.state.amounts, []);

  actions.search({ ...wanted("bills"), isExact: true });
  await wait(1000);
  assert.equal(addUp.mock.callCount(), 3);
});

test("flipping through hits loads only the last one", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, screen, wait, pageText } = searching([]);
  const hit = (/** @type {string} */ id) =>
    /** @type {any} */ ({ hit: { document: { id }, page: 2 }, query: "badger", isExact: true });
  const reading = () => screen.state.reading;

  for (const id of ["a", "b", "c"]) actions.read(hit(id));
  assert.deepEqual(reading(), { id: "c", page: 2, text: null, error: null });
  await wait(1000);

  assert.deepEqual(
    pageText.mock.calls.map(({ arguments: [id, page, query] }) => [id, page, query]),
    [["c", 2, { query: "badger", isExact: true }]],
  );
  assert.equal(reading()?.text?.text, "of c");
});

test("incomplete results are not requested again when the screen is closed", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, wait, count } = searching([page({ incomplete: "rebuilding" }), page()]);

  actions.search(wanted("badger"));
  await wait(0);
  actions.stop();
  await wait(5000);

  assert.equal(count(), 1);
});

test("the hits of a saved view are seen once they are shown, and those of other searches are not", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, wait, views } = searching([page({ total: 2 }), page({ total: 2 })]);

  actions.search(wanted("other"));
  await wait(140);
  actions.search(wanted("saved"));
  assert.equal(views.see.mock.callCount(), 0);
  await wait(140);

  assert.equal(views.see.mock.callCount(), 0);
  // Once the views are counted, and not again when a later count has hits that are not shown
  views.counts.set("v", { total: 2, new: 1 });
  actions.see();
  actions.see();
  assert.equal(views.see.mock.callCount(), 1);
});

test("another layout of the same search requests nothing", async (context) => {
  context.after(() => mock.timers.reset());
  const { actions, screen, wait, count } = searching([page()]);

  actions.search(wanted("badger"));
  await wait(0);
  actions.search({ ...wanted("badger"), layout: "grid" });
  await wait(140);

  assert.deepEqual([count(), screen.state.layout], [1, "grid"]);
});

test("facets that were counted for another search before the screen was left are counted when it is opened again", async (context) => {
  context.after(() => mock.timers.reset());
  for (const [counted, isCountedExact, requests] of /** @type {[string, boolean, number][]} */ ([
    ["badger", false, 0],
    ["bad", false, 1],
    ["badger", true, 1],
  ])) {
    const { actions, screen, wait, count, countFacets } = searching([]);
    actions.search(wanted("badger"), {
      pages: [page({ total: 3 }), page()],
      counted,
      isCountedExact,
      facets: [],
      around: ["(", ")"],
      ticks: ["kind Letter"],
    });
    await wait(0);
    assert.deepEqual([count(), countFacets.mock.callCount(), screen.state.counted], [0, requests, "badger"]);
    const { ticks, around } = screen.state;
    assert.deepEqual(
      { ticks, around },
      requests ? { ticks: [], around: ["", ""] } : { ticks: ["kind Letter"], around: ["(", ")"] },
    );
    mock.timers.reset();
  }
});
