import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { Api } from "../src/api/operations.js";
import { wait } from "../src/api/wait.js";
import { t } from "../src/ui/strings.js";

const auth = { headers: async () => ({ Authorization: "Bearer t" }), renew: async () => {} };
const problem = (/** @type {number} */ status, headers = {}) =>
  new Response(JSON.stringify({ detail: "Wait." }), { status, headers });

/** @param {Response[]} responses */
function respondWith(...responses) {
  const fetched = mock.method(globalThis, "fetch", async () => responses.shift());
  mock.method(Math, "random", () => 0);
  mock.timers.enable({ apis: ["setTimeout"] });
  return fetched.mock;
}

/** Runs everything that does not wait for a timer. */
const settle = async () => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};

afterEach(() => {
  mock.timers.reset();
  mock.restoreAll();
});

test("a delayed request waits as long as the server says, reports it, and continues", async () => {
  const fetched = respondWith(problem(429, { "Retry-After": "2" }), Response.json({ documents: [], cursor: null }));
  const api = new Api("http://api", auth);
  /** @type {unknown[]} */
  const reported = [];
  api.onDelayed = (delayed) => reported.push(delayed);

  const pending = api.listDocuments({});
  await settle();
  assert.deepEqual([reported, fetched.callCount()], [[1], 1]);
  mock.timers.tick(1400);
  await settle();
  assert.equal(fetched.callCount(), 1);
  mock.timers.tick(200);
  await settle();

  assert.deepEqual(await pending, { documents: [], cursor: null });
  assert.deepEqual(reported, [1, 0]);
});

test("nothing found in an index that is being rebuilt is no empty list, month, group or library", async () => {
  const api = new Api("http://api", auth);
  const list = () => Response.json({ documents: [], total: 0, incomplete: "rebuilding" });
  const counts = () => Response.json({ months: [], groups: [], total: 0 });
  const results = () => Response.json({ hits: [], facets: [], total: 0, incomplete: "rebuilding" });
  /** @type {[() => Promise<unknown>, Response[]][]} */
  const requests = [
    [() => api.listRows({ q: "is:inbox", order: "-added", offset: 0, limit: 1 }), [list()]],
    [() => api.countMonths({ q: "", by: "date" }), [counts(), list()]],
    [() => api.countGroups({ q: "", by: "kind" }), [counts(), list()]],
    [() => api.countLibrary(), [results(), list(), list()]],
  ];
  for (const [send, responses] of requests) {
    respondWith(...responses);

    await assert.rejects(send, { code: "rebuilding", message: t("error.rebuilding") });
    mock.timers.reset();
    mock.restoreAll();
  }
});

test("what is found in a part of the index is shown, with all numbers", async () => {
  const api = new Api("http://api", auth);
  respondWith(Response.json({ documents: [{}], total: 1, incomplete: "rebuilding" }));
  assert.equal((await api.listRows({ q: "", order: "-added", offset: 0, limit: 1 })).total, 1);
  mock.timers.reset();
  mock.restoreAll();
  const none = () => Response.json({ documents: [], total: 0, incomplete: "rebuilding" });
  respondWith(Response.json({ hits: [{}], facets: [], total: 7, incomplete: "rebuilding" }), none(), none());
  assert.deepEqual(await api.countLibrary(), { total: 7, inbox: 0, trash: 0, expired: 0, facets: {} });
});

test("an empty library is empty", async () => {
  respondWith(Response.json({ months: [], total: 0 }), Response.json({ documents: [], total: 0, incomplete: null }));

  assert.equal((await new Api("http://api", auth).countMonths({ q: "", by: "date" })).total, 0);
});

test("a request that is aborted while it waits is not delayed any more", async () => {
  respondWith(problem(503));
  const api = new Api("http://api", auth);
  const abort = new AbortController();

  const pending = api.search("badger", null, abort.signal);
  await settle();
  assert.equal(api.delayed, 1);
  abort.abort();

  await assert.rejects(pending, { name: "AbortError" });
  assert.equal(api.delayed, 0);
});

test("a rejected request is not repeated", async () => {
  const fetched = respondWith(problem(409));
  await assert.rejects(new Api("http://api", auth).trashDocument("a"), { status: 409 });
  assert.equal(fetched.callCount(), 1);
});

test("once the role is known, what it forbids is explained", async () => {
  const forbidden = () => new Response(JSON.stringify({ type: "urn:docloft:problem:forbidden" }), { status: 403 });
  respondWith(forbidden(), forbidden());
  const api = new Api("http://api", auth);

  await assert.rejects(api.trashDocument("a"), { message: t("problem.forbidden") });
  api.role = "viewer";
  await assert.rejects(api.trashDocument("a"), { message: t("problem.forbidden.viewer") });
});

test("a wait that was aborted before it began ends at once", async () => {
  await assert.rejects(wait(60_000, AbortSignal.abort()), { name: "AbortError" });
});

test("all attempts of one click have the same id, and the next click has another", async () => {
  const fetched = respondWith(problem(503), Response.json({}), Response.json({}));
  const api = new Api("http://api", auth);

  const first = api.me();
  await settle();
  mock.timers.tick(60_000);
  await first;
  await api.me();

  const ids = fetched.calls.map(({ arguments: [, options] }) => new Headers(options?.headers).get("Correlation-Id"));
  assert.equal(ids.length, 3);
  assert.equal(ids[0], ids[1]);
  assert.notEqual(ids[1], ids[2]);
  // The format of an id that the API accepts (services/api).
  for (const id of ids) assert.match(String(id), /^[A-Za-z0-9._:-]{8,64}$/);
});

test("edits of a document are sent one after another, each with the version that the one before it made", async () => {
  const saved = (/** @type {number} */ version) => Response.json({ id: "d", version });
  const fetched = respondWith(saved(2), problem(422), saved(3), saved(8));
  const api = new Api("http://api", auth);
  const seen = (/** @type {number} */ version) => /** @type {any} */ ({ id: "d", version });

  const [first, refused, third] = [{ title: "a" }, { title: "" }, { tags: [] }].map((changes) =>
    api.editDocument(seen(1), changes),
  );
  assert.equal((await first).version, 2);
  await assert.rejects(refused);
  assert.equal((await third).version, 3);
  await api.editDocument(seen(7), { title: "b" });

  const versions = fetched.calls.map(({ arguments: [, options] }) => new Headers(options?.headers).get("If-Match"));
  assert.deepEqual(versions, ['"1"', '"2"', '"2"', '"7"']);
});

test("an edit that depends on what the document has is made from what the change before it made", async () => {
  const fetched = respondWith(
    Response.json({ id: "d", version: 2, tags: ["a"] }),
    Response.json({ id: "d", version: 3, tags: ["a"] }),
    Response.json({ id: "d", version: 4 }),
  );
  const api = new Api("http://api", auth);
  const seen = /** @type {any} */ ({ id: "d", version: 1, tags: [] });
  const adding =
    (/** @type {string} */ tag) =>
    (/** @type {any} */ { tags }) => ({ tags: [...tags, tag] });

  await Promise.all([api.editDocument(seen, adding("a")), api.trashDocument("d"), api.editDocument(seen, adding("b"))]);

  const sent = fetched.calls.map(({ arguments: [, options] }) => [
    new Headers(options?.headers).get("If-Match"),
    options?.body,
  ]);
  assert.deepEqual(sent[2], ['"3"', JSON.stringify({ tags: ["a", "b"] })]);
});
