import assert from "node:assert/strict";
import { test } from "node:test";

import {
  MOST_CARDS,
  MOST_CHARACTERS,
  MOST_OPENED,
  OfflineCopy,
  remaining,
  remainingTexts,
} from "../src/api/offline-copy.js";
import { Client } from "../src/api/client.js";
import { groupsOf, listed, monthsOf, rowsOf } from "../src/api/offline-lists.js";
import { offline, Problem } from "../src/api/problems.js";
import { FakeStorage } from "./browser.js";

const ID = (/** @type {number} */ number) => `01JDA0ZQ5T8M3N7K2V${String(number).padStart(8, "0")}`;
/** @returns {any} */
const doc = (/** @type {number} */ number, more = {}) => ({
  id: ID(number),
  title: `Paper ${number}`,
  document_date: null,
  created_at: `2026-0${(number % 9) + 1}-02T00:00:00Z`,
  trashed_at: null,
  state: "ready",
  inbox: false,
  size: number,
  pages: 1,
  ...more,
});
const me = (/** @type {string} */ person, library = "home") => ({ user: { id: person }, library: { id: library } });

/** A device in memory. @returns {any} */
function device() {
  /** @type {Record<string, Map<string, any>>} */
  const stores = { documents: new Map(), texts: new Map(), responses: new Map(), uploads: new Map() };
  const text = (/** @type {unknown[]} */ key) => JSON.stringify(key);
  return {
    stores,
    all: async (/** @type {string} */ name) => [...stores[name].values()],
    find: async (/** @type {string} */ name, /** @type {unknown[]} */ key) => stores[name].get(text(key)),
    put: async (/** @type {string} */ name, /** @type {{ owner: string, key: string }[]} */ records) =>
      records.forEach((one) => stores[name].set(text([one.owner, one.key]), structuredClone(one))),
    remove: async (/** @type {string} */ name, /** @type {unknown[][]} */ keys) =>
      keys.forEach((key) => stores[name].delete(text(key))),
    forget: async (/** @type {string[]} */ names) => names.forEach((name) => stores[name].clear()),
  };
}

/** @returns {any} */
const marks = () => new FakeStorage();

/** @param {string} person */
async function copyOf(person) {
  const [storage, kept] = [device(), marks()];
  const copy = new OfflineCopy(storage, kept);
  await copy.keep("/v1/me", me(person));
  return { copy, storage, kept };
}

test("what was read is found again, and nothing else", async () => {
  const { copy } = await copyOf("anna");
  await copy.keep("/v1/names", { names: [] });
  await copy.keep(`/v1/documents/${ID(1)}`, doc(1));
  await copy.keep(`/v1/documents/${ID(1)}/pages/1/text`, { page: 1, pages: 2, text: "Hello", marks: [[0, 2]] });

  assert.deepEqual(await copy.find("/v1/me", {}), me("anna"));
  assert.deepEqual(await copy.find("/v1/names", {}), { names: [] });
  assert.equal(/** @type {any} */ (await copy.find(`/v1/documents/${ID(1)}`, {})).title, "Paper 1");
  assert.deepEqual(await copy.find(`/v1/documents/${ID(1)}/pages/1/text`, {}), {
    page: 1,
    pages: 2,
    text: "Hello",
    marks: [],
  });
  assert.equal(await copy.find(`/v1/documents/${ID(1)}/pages/2/text`, {}), undefined);
  assert.equal(await copy.find(`/v1/documents/${ID(2)}`, {}), undefined);
  assert.equal(await copy.find("/v1/search", { q: "x" }), undefined);
});

test("responses wait until their owner is known, and are not mistaken for those of an earlier person", async () => {
  const { storage, kept } = await copyOf("anna");
  const next = new OfflineCopy(/** @type {any} */ (storage), kept);
  await next.keep("/v1/names", { names: ["those of ben"] });
  assert.equal(await next.find("/v1/names", {}), undefined);
  await next.keep("/v1/me", me("ben"));

  assert.deepEqual(await next.find("/v1/names", {}), { names: ["those of ben"] });
  assert.deepEqual(
    [...storage.stores.responses.values()].map(({ owner }) => owner),
    ["ben home", "ben home"],
  );
});

test("another person, or the same one in another library, finds nothing of the first one, and removes it", async () => {
  for (const next of [me("ben"), me("anna", "office")]) {
    const { copy, storage } = await copyOf("anna");
    await copy.keepNewest([doc(1)]);
    await copy.keep("/v1/me", next);

    assert.deepEqual(/** @type {any} */ (await copy.find("/v1/documents", {})).documents, []);
    assert.equal(storage.stores.documents.size, 0);
  }
});

test("a tab of one person neither adds to the copy of another one, who signed in in another tab, nor shows it", async () => {
  const { copy, storage, kept } = await copyOf("anna");
  const other = new OfflineCopy(/** @type {any} */ (storage), kept);
  await other.keep("/v1/me", me("ben"));
  await other.keep("/v1/names", { names: ["those of ben"] });

  await copy.keep(`/v1/documents/${ID(1)}`, doc(1));
  await copy.keep("/v1/names", { names: ["those of anna"] });

  assert.equal(storage.stores.documents.size, 0);
  assert.equal(await copy.find("/v1/names", {}), undefined);
  assert.deepEqual(await other.find("/v1/names", {}), { names: ["those of ben"] });
});

test("lists that need no names are shown when the names cannot be read", async () => {
  const { copy, storage } = await copyOf("anna");
  await copy.keepNewest([doc(1)]);
  storage.find = async () => Promise.reject(new Error("unreadable"));
  const areFound = async (/** @type {[string, Record<string, string>][]} */ requests) =>
    Promise.all(requests.map(async ([path, query]) => Boolean(await copy.find(path, query))));

  assert.deepEqual(
    await areFound([
      ["/v1/documents", {}],
      ["/v1/search/months", {}],
      ["/v1/search/rows", { order: "-date" }],
    ]),
    [true, true, true],
  );
  assert.deepEqual(
    await areFound([
      ["/v1/search/groups", { by: "sender" }],
      ["/v1/search/rows", { order: `-field:${ID(7)}` }],
    ]),
    [false, false],
  );
});

test("after the sign-out nothing is found, even while the device is slow", async () => {
  const { copy, storage } = await copyOf("anna");
  await copy.keepNewest([doc(1)]);
  storage.forget = () => new Promise(() => {});
  void copy.forget();

  assert.equal(copy.owner, "");
  assert.equal(await copy.find("/v1/me", {}), undefined);
  assert.equal(await copy.find("/v1/documents", {}), undefined);
  await copy.keep(`/v1/documents/${ID(2)}`, doc(2));
  assert.equal(storage.stores.documents.size, 1);
});

test("a copy that was not renewed for a month is not shown", async () => {
  const { copy, kept } = await copyOf("anna");
  const [[name, value]] = kept.items;
  kept.setItem(
    name,
    value.replace(/^\d+/, (/** @type {string} */ at) => String(Number(at) - 31 * 24 * 60 * 60 * 1000)),
  );

  assert.equal(copy.owner, "");
});

test("the newest cards and those opened last remain, and none from the trash", () => {
  const cards = Array.from({ length: 400 }, (_, at) => ({
    owner: "a",
    key: ID(at),
    document: doc(at, { created_at: String(1000 + at) }),
    opened: at < 100 ? at + 1 : 0,
  }));
  cards.push({ owner: "a", key: "x", document: doc(999, { trashed_at: "now" }), opened: 5000 });
  const kept = remaining(cards).map(({ key }) => key);

  assert.equal(kept.length, MOST_CARDS);
  assert.deepEqual(kept.slice(0, 2), [ID(99), ID(98)]);
  assert.deepEqual(kept.slice(MOST_OPENED, MOST_OPENED + 2), [ID(399), ID(398)]);
  assert.ok(!kept.includes("x"));
});

test("the texts read last remain, up to a limit of characters", () => {
  const texts = [1, 3, 2].map((at) => ({ owner: "a", key: String(at), at, size: MOST_CHARACTERS / 2, pages: {} }));

  assert.deepEqual(
    remainingTexts(texts).map(({ at }) => at),
    [3, 2],
  );
});

test("a document that is not in the library any more goes with the next copy, unless it was opened", async () => {
  const { copy } = await copyOf("anna");
  await copy.keepNewest([doc(1), doc(2)]);
  await copy.keep(`/v1/documents/${ID(3)}`, doc(3));
  await copy.keepNewest([doc(2)]);

  const found = /** @type {any} */ (await copy.find("/v1/documents", {})).documents.map(
    (/** @type {{ id: string }} */ { id }) => id,
  );
  assert.deepEqual(found.sort(), [ID(2), ID(3)]);
});

test("without a connection, rows are sorted by a field as those of the API", () => {
  const money = (/** @type {number} */ amount, /** @type {string} */ currency) => ({
    custom_fields: { [ID(9)]: { amount, currency } },
  });
  const documents = [
    doc(1, { custom_fields: {} }),
    doc(2, money(5, "USD")),
    doc(3, money(900, "EUR")),
    doc(4, money(1000, "EUR")),
  ];
  const sorted = (/** @type {string} */ order) => rowsOf(documents, { order })?.documents.map(({ id }) => id);

  assert.deepEqual(sorted(`field:${ID(9)}`), [ID(3), ID(4), ID(2), ID(1)]);
  assert.deepEqual(sorted(`-field:${ID(9)}`), [ID(4), ID(3), ID(2), ID(1)]);
});

test("without a connection, rows are sorted by the options of a field as they are listed, with deleted ones after them", async () => {
  const { copy } = await copyOf("anna");
  await copy.keep("/v1/names", {
    names: [
      {
        id: ID(9),
        type: "choice",
        options: [
          { id: "z", name: "Open" },
          { id: "a", name: "Paid" },
        ],
      },
    ],
  });
  await copy.keepNewest(["a", "b", "z"].map((option, at) => doc(at + 1, { custom_fields: { [ID(9)]: option } })));
  const sorted = async (/** @type {string} */ order) =>
    /** @type {any} */ (await copy.find("/v1/search/rows", { order })).documents.map(
      (/** @type {{ id: string }} */ { id }) => id,
    );

  assert.deepEqual(await sorted(`field:${ID(9)}`), [ID(3), ID(1), ID(2)]);
  assert.deepEqual(await sorted(`-field:${ID(9)}`), [ID(1), ID(3), ID(2)]);
});

test("without a connection, documents without a date are in no month and come last, as in the lists of the API", () => {
  const undated = { document_date: null, due_date: null, amount: null, pages: null };
  const documents = [
    doc(1, undated),
    doc(2, { document_date: "2020-05-05", due_date: "2020-06-01", amount: 100, pages: 2 }),
    doc(3, { ...undated, created_at: "2031-01-01T00:00:00.000Z" }),
  ];
  const sorted = (/** @type {string} */ order) => rowsOf(documents, { order })?.documents.map(({ id }) => id);
  const months = monthsOf(documents, { q: "", by: "date" });

  assert.deepEqual([months?.months.map(({ month }) => month), months?.total], [["2020-05"], 3]);
  assert.deepEqual(
    rowsOf(documents, { q: "-has:date", order: "-date" })?.documents.map(({ id }) => id),
    [ID(3), ID(1)],
  );
  for (const name of ["date", "due", "amount", "pages"]) {
    assert.deepEqual(
      [sorted(name), sorted(`-${name}`)],
      [
        [ID(2), ID(3), ID(1)],
        [ID(2), ID(3), ID(1)],
      ],
      name,
    );
  }
});

test("lists are sorted, divided into months and pages as those of the API", () => {
  const documents = [
    doc(1, { document_date: "2026-02-02" }),
    doc(2, { document_date: "2020-05-05" }),
    doc(3, { inbox: true, document_date: "2026-04-02" }),
  ];
  const months = monthsOf(documents, { q: "", by: "date" });

  assert.ok(months);
  assert.deepEqual(
    months.months.map(({ month, count }) => [month, count]),
    [
      ["2026-04", 1],
      ["2026-02", 1],
      ["2020-05", 1],
    ],
  );
  const filter = months.months[2]?.filter;
  assert.deepEqual(
    rowsOf(documents, { q: filter, order: "-date", offset: "0", limit: "10" })?.documents.map(({ id }) => id),
    [ID(2)],
  );
  assert.deepEqual(rowsOf(documents, { order: "title", offset: "1", limit: "1" }), {
    documents: [documents[1]],
    total: 3,
    incomplete: null,
  });
  assert.equal(rowsOf(documents, { q: "is:inbox" })?.total, 1);
  assert.equal(rowsOf(documents, { q: "water" }), undefined);
  assert.equal(monthsOf(documents, { q: "water" }), undefined);
  assert.deepEqual(listed(documents, { state: "working" })?.documents, []);
  assert.deepEqual(listed(documents, { cursor: "x" })?.documents, []);
  assert.equal(listed(documents, { limit: "100" })?.documents.length, 3);
  // The trash is not empty only because none of it is kept.
  assert.equal(listed(documents, { trashed: "true", limit: "60" }), undefined);
  assert.equal(listed(documents, { ids: ID(7) }), undefined);
});

test("lists are divided by sender and by kind as those of the API", () => {
  const names = /** @type {any} */ ([
    { id: "S1", name: "Bank", aliases: ["S0"] },
    { id: "S2", name: "Water", aliases: [] },
  ]);
  const documents = [doc(1, { sender: "S1" }), doc(2, { sender: "S0" }), doc(3, { sender: null })];
  const found = groupsOf(documents, { q: "", by: "sender" }, names);

  assert.ok(found);
  assert.deepEqual(
    [found.groups.map(({ id, name, count }) => [id, name, count]), found.total],
    [[["S1", "Bank", 2]], 3],
  );
  assert.equal(rowsOf(documents, { q: found.groups[0]?.filter })?.total, 2);
  assert.deepEqual(
    rowsOf(documents, { q: "-has:from" })?.documents.map(({ id }) => id),
    [ID(3)],
  );
  assert.equal(groupsOf(documents, { q: "water", by: "sender" }, names), undefined);
});

/**
 * A client whose server responds as `respond` says.
 * @param {Pick<OfflineCopy, "find" | "keep"> | null} copy
 * @param {Client["once"]} respond
 */
function client(copy, respond) {
  const made = new Client("http://api", { headers: async () => ({}), renew: async () => {} });
  made.copy = copy;
  made.once = respond;
  return made;
}

test("with a connection the server is asked, whatever the copy has", async () => {
  const { copy } = await copyOf("anna");
  await copy.keep(`/v1/documents/${ID(1)}`, doc(1, { title: "old" }));
  const api = client(copy, async () => doc(1, { title: "new" }));

  assert.equal((await api.request("GET", `/v1/documents/${ID(1)}`)).title, "new");
  await copy.changes;
  assert.equal(/** @type {any} */ (await copy.find(`/v1/documents/${ID(1)}`, {})).title, "new");
});

test("an error of the server is not hidden by the copy, but a missing connection is", async () => {
  const { copy } = await copyOf("anna");
  await copy.keep(`/v1/documents/${ID(1)}`, doc(1));
  const failing = (/** @type {Problem} */ error) =>
    client(copy, async () => Promise.reject(error)).request("GET", `/v1/documents/${ID(1)}`, { attempts: 1 });

  await assert.rejects(failing(new Problem(404, "not-found", "")), { status: 404 });
  assert.equal((await failing(offline())).id, ID(1));
  await assert.rejects(
    client(copy, async () => Promise.reject(offline())).request("POST", `/v1/documents/${ID(1)}/trash`, {
      attempts: 1,
    }),
    { status: 0 },
  );
});

test("a card follows every change of its document, and goes when it is moved to the trash", async () => {
  const { copy } = await copyOf("anna");
  const title = async () => /** @type {any} */ (await copy.find(`/v1/documents/${ID(1)}`, {}))?.title;
  await copy.keepNewest([doc(1, { version: 2 })]);
  await copy.renew(doc(1, { version: 3, title: "Renamed" }));
  assert.equal(await title(), "Renamed");
  await copy.renew(doc(1, { version: 2 }));
  assert.equal(await title(), "Renamed");
  await copy.renew(doc(2, { version: 9 }));
  assert.equal(await copy.find(`/v1/documents/${ID(2)}`, {}), undefined);
  await copy.renew(doc(1, { version: 4, trashed_at: "now" }));
  assert.equal(await title(), undefined);
});

test("the text of an earlier file is not shown for a new one", async () => {
  /** @type {((copy: OfflineCopy, changed: any) => unknown)[]} */
  const changes = [
    (copy, changed) => copy.renew(changed),
    (copy, changed) => copy.keep(`/v1/documents/${ID(1)}`, changed),
  ];
  for (const change of changes) {
    const { copy } = await copyOf("anna");
    const text = () => copy.find(`/v1/documents/${ID(1)}/pages/1/text`, {});
    await copy.keep(`/v1/documents/${ID(1)}`, doc(1, { version: 1, file_number: 1 }));
    await copy.keep(`/v1/documents/${ID(1)}/pages/1/text`, { page: 1, pages: 1, text: "Old", marks: [] });
    await change(copy, doc(1, { version: 2, file_number: 1 }));
    assert.ok(await text());
    await change(copy, doc(1, { version: 3, file_number: 2 }));
    assert.equal(await text(), undefined);
  }
});
