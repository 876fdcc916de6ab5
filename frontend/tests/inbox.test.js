import assert from "node:assert/strict";
import { test } from "node:test";

import { Problem } from "../src/api/problems.js";
import { inboxActions } from "../src/features/inbox/actions.js";
import * as inbox from "../src/features/inbox/state.js";

/** @param {string} id @param {object} [facts] @returns {any} */
const paper = (id, facts = {}) => ({ id, inbox: true, trashed_at: null, title: id, tags: [], sender: null, ...facts });
const loaded = (/** @type {any[]} */ papers, more = {}) => ({
  ...inbox.INITIAL,
  ...inbox.withPapers(inbox.INITIAL, papers, { total: papers.length, offset: 0, limit: 50 }),
  ...more,
});

test("papers that have left do not come back with the next part, because the index lags", () => {
  const before = loaded([paper("a"), paper("b")]);
  const filed = { ...before, ...inbox.withDone(before, paper("a"), "filed", paper("a")) };
  const next = inbox.withPapers(filed, [paper("a"), paper("b"), paper("c"), paper("d", { inbox: false })], {
    total: 4,
    offset: 1,
    limit: 4,
  });
  assert.deepEqual(
    next.papers.map(({ id }) => id),
    ["b", "c"],
  );
});

test("what is not loaded yet is counted as well", () => {
  const state = {
    ...inbox.INITIAL,
    ...inbox.withPapers(inbox.INITIAL, [paper("a"), paper("b")], { total: 7, offset: 0, limit: 2 }),
  };
  assert.equal(inbox.leftOf(state), 7);
  assert.equal(inbox.leftOf({ ...state, ...inbox.withDone(state, paper("a"), "filed", paper("a")) }), 6);
});

test("the next paper is shown after one has left, and the last one at the end", () => {
  const state = loaded([paper("a"), paper("b"), paper("c")], { at: 1 });
  const left = { ...state, ...inbox.withDone(state, paper("b"), "trashed", paper("b")) };
  assert.equal(inbox.currentOf(left)?.id, "c");
  const last = { ...left, ...inbox.withDone(left, paper("c"), "filed", paper("c")) };
  assert.equal(inbox.currentOf(last)?.id, "a");
  assert.equal(inbox.currentOf({ ...last, ...inbox.withReturned(last, paper("c")) })?.id, "c");
});

test("undoing puts back only what filing has changed", () => {
  const before = paper("a", { sender: null, tags: ["x"], document_date: undefined });
  assert.deepEqual(inbox.undoing(before, paper("a", { inbox: false, sender: "s", tags: ["x"], document_date: null })), {
    sender: null,
    inbox: true,
  });
});

test("moving stops at both ends", () => {
  const state = loaded([paper("a"), paper("b")]);
  assert.deepEqual(
    [inbox.moved(state, -1), inbox.moved(state, 1), inbox.moved(state, 9)],
    [{ at: 0 }, { at: 1 }, { at: 1 }],
  );
});

test("papers that leave while the next part is loaded do not make it skip others", async () => {
  const all = Array.from({ length: 70 }, (_, number) => paper(`p${String(number).padStart(2, "0")}`));
  const state = { ...loaded(all.slice(0, 12), { hasMore: true, beyond: 58 }) };
  const screen = { state, update: (/** @type {object} */ changes) => Object.assign(state, changes) };
  const left = new Set();
  let requests = 0;
  const api = {
    async listRows(/** @type {{ offset: number, limit: number }} */ { offset, limit }) {
      requests += 1;
      // Two papers are filed after the request was sent, and before the response is made.
      for (const one of requests === 1 ? all.slice(0, 2) : []) {
        left.add(one.id);
        Object.assign(state, inbox.withDone(state, one, "filed", one));
      }
      const rest = all.filter(({ id }) => !left.has(id));
      return { documents: rest.slice(offset, offset + limit), total: rest.length };
    },
    listSuggestions: async () => ({ suggestions: [] }),
  };
  const store = { putAll: (/** @type {any[]} */ documents) => documents };

  await inboxActions(
    /** @type {any} */ ({ api, store }),
    /** @type {any} */ (screen),
    new AbortController().signal,
  ).load();

  assert.equal(requests, 2);
  assert.deepEqual(
    state.papers.map(({ id }) => id),
    all.slice(2, 62).map(({ id }) => id),
  );
  assert.equal(inbox.leftOf(state), 68);
});

test("every paper is shown once and counted, however far the server is behind", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  for (const speed of [0.4, 0.9, 7, 130]) {
    const all = Array.from({ length: 130 }, (_, number) => paper(`p${String(number).padStart(3, "0")}`));
    const state = structuredClone(inbox.INITIAL);
    const screen = { state, update: (/** @type {object} */ changes) => Object.assign(state, changes) };
    let isDone = 0;
    const api = {
      // The server makes some of the changes that it was sent before each response.
      async listRows(/** @type {{ offset: number, limit: number }} */ { offset, limit }) {
        isDone = Math.min(state.done.length, isDone + speed);
        const rest = all.slice(Math.floor(isDone));
        return { documents: rest.slice(offset, offset + limit), total: rest.length };
      },
      listSuggestions: async () => ({ suggestions: [] }),
    };
    const store = { putAll: (/** @type {any[]} */ documents) => documents };
    const { load } = inboxActions(
      /** @type {any} */ ({ api, store }),
      /** @type {any} */ (screen),
      new AbortController().signal,
    );
    const loading = async () => {
      let isLoading = true;
      void load().then(() => (isLoading = false));
      while (isLoading) {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        context.mock.timers.tick(500);
      }
    };
    await loading();
    const shown = [];
    for (let current = inbox.currentOf(state); current; current = inbox.currentOf(state)) {
      shown.push(current.id);
      Object.assign(state, inbox.withDone(state, current, "filed", current));
      if (state.papers.length <= 1) await loading();
      assert.equal(
        inbox.leftOf(state),
        all.length - shown.length,
        `${shown.length} papers filed, ${isDone} of them by the server`,
      );
    }
    assert.deepEqual(
      shown,
      all.map(({ id }) => id),
    );
  }
});

test("message about a filed paper disappears once that is undone or was refused", async () => {
  for (const isRefused of [false, true]) {
    const state = loaded([paper("a"), paper("b")], { hasMore: false });
    const screen = { state, update: (/** @type {object} */ changes) => Object.assign(state, changes) };
    /** @type {string[]} */
    const messages = [];
    const deps = {
      api: {
        editDocument: async (/** @type {any} */ one, /** @type {object} */ changes) => {
          if (isRefused) throw new Problem(412, "changed", "Someone else has changed it.");
          return { ...one, ...changes };
        },
        listSuggestions: async () => ({ suggestions: [] }),
      },
      store: { put: () => {}, get: () => undefined },
      overview: { expect: () => {} },
      toast: (/** @type {string} */ text) => void messages.push(text),
      toastUntil: (/** @type {string} */ text) => {
        messages.push(text);
        return () => void messages.splice(messages.indexOf(text), 1);
      },
    };
    const actions = inboxActions(/** @type {any} */ (deps), /** @type {any} */ (screen), new AbortController().signal);
    actions.file();
    assert.match(messages.join(), /filed/);
    if (!isRefused) actions.undo();
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(messages, [isRefused ? "Someone else has changed it." : "“a” is back in the inbox."]);
    assert.deepEqual(
      state.papers.map(({ id }) => id),
      ["a", "b"],
    );
  }
});
