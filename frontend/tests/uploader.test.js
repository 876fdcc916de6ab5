import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { hasRoom, ownedBy } from "../src/api/kept-uploads.js";
import { Problem } from "../src/api/problems.js";
import { Store } from "../src/api/store.js";
import { Pace } from "../src/features/uploads/pace.js";
import { foldersIn, missingFor, newItem, summary } from "../src/features/uploads/state.js";
import { UnsentFiles } from "../src/features/uploads/unsent.js";
import { Uploader } from "../src/features/uploads/uploader.js";
import { t } from "../src/ui/strings.js";
import { FakeStorage, installBrowser } from "./browser.js";

const FORM = { url: "http://bucket", fields: {}, expires_at: "" };
/** A later version of an uploaded document. @returns {any} */
const changed = (/** @type {string} */ id, /** @type {object} */ more) => ({ id, version: 2, ...more });
const file = (/** @type {string} */ name, content = "content") => new File([content], name, { type: "text/plain" });
/** @type {import("./browser.js").Browser} */
let browser;

beforeEach(() => {
  browser = installBrowser();
});

afterEach(() => {
  mock.timers.reset();
  browser.restore();
});

/** Waits in real time until every checksum is computed. */
const { setTimeout: realTimeout } = globalThis;
const settle = async (/** @type {Uploader} */ uploads) => {
  for (let quiet = 0; quiet < 5; quiet++) {
    await new Promise((resolve) => realTimeout(resolve, 1));
    if (uploads.items.some(({ status }) => status === "hashing")) quiet = -1;
  }
};

/** A device that keeps files. A file that a tab has kept or taken is not taken a second time. */
class FakeKept {
  /** @type {Map<string, File>} */
  files = new Map();
  /** @type {Set<string>} */
  held = new Set();
  hasRoom = true;
  keep = async (/** @type {string} */ key, /** @type {File} */ one) => {
    if (this.hasRoom) this.files.set(key, one);
    this.held.add(key);
    return this.hasRoom;
  };
  take = async () => {
    const left = [...this.files].filter(([key]) => !this.held.has(key));
    for (const [key] of left) this.held.add(key);
    return left.map(([key, one]) => ({ key, file: one }));
  };
  drop = async (/** @type {string} */ key) => void this.files.delete(key);
}

/** What a tab remembers across a reload: the given files. */
const tab = (/** @type {import("../src/features/uploads/unsent.js").Unsent[]} */ ...files) => ({
  read: () => files,
  save: () => {},
  saveSoon: () => {},
});

function uploading(changes = {}, kept = new FakeKept(), unsent = tab()) {
  /** @type {Record<"created" | "purged" | "watched" | "forgotten" | "sent", any[]>} */
  const calls = { created: [], purged: [], watched: [], forgotten: [], sent: [] };
  /** @type {any} */
  const api = {
    createDocument: async (/** @type {{ file_name: string }} */ announced, /** @type {string} */ key) => {
      calls.created.push({ ...announced, key });
      return {
        document: { id: `id-${announced.file_name}`, version: 1, state: "awaiting_upload", trashed_at: null },
        upload: FORM,
      };
    },
    upload: async (
      /** @type {unknown} */ _form,
      /** @type {File} */ { name },
      /** @type {(share: number) => void} */ onProgress,
    ) => {
      calls.sent.push(name);
      onProgress(0.5);
    },
    purgeDocument: async (/** @type {string} */ id) => calls.purged.push(id),
    ...changes,
  };
  const store = new Store();
  const uploads = new Uploader(
    api,
    store,
    { watch: (id) => calls.watched.push(id), forget: (id) => calls.forgotten.push(id) },
    1000,
    kept,
    unsent,
  );
  const states = () => uploads.items.map(({ status }) => status);
  return { uploads, store, calls, states, kept };
}

test("a file is announced with its checksum, sent, watched, and done when its document is ready", async () => {
  const { uploads, store, calls, states } = uploading();
  uploads.add([file("a.txt", "abc")]);
  await settle(uploads);

  assert.equal(calls.created[0].checksum_sha256, "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  assert.deepEqual([calls.sent, calls.watched, states()], [["a.txt"], ["id-a.txt"], ["processing"]]);
  store.put(changed("id-a.txt", { state: "ready" }));
  assert.deepEqual(states(), ["ready"]);
});

/** @param {(asked: number) => any} waiting the upload's document at each request; a number is a status */
function replacing(waiting) {
  /** @type {{ announced: unknown[][], upload: number }} */
  const asked = { announced: [], upload: 0 };
  const request = async (
    /** @type {string} */ method,
    /** @type {string} */ path,
    /** @type {any} */ { body, headers } = {},
  ) => {
    if (method === "POST") {
      asked.announced.push([path, body.file_name, typeof headers["Idempotency-Key"]]);
      return { upload_id: "new", upload: FORM };
    }
    if (path.endsWith("/files"))
      return { files: [{ id: "old" }, ...(asked.upload > 1 && waiting(2) === 404 ? [{ id: "new" }] : [])] };
    if (path.endsWith("/new")) {
      asked.upload += 1;
      const found = waiting(asked.upload);
      if (found === 404) throw new Problem(404, "not_found", "");
      return found;
    }
    return { id: "old", version: 5, state: "received", file_number: 2 };
  };
  return { asked, ...uploading({ request }) };
}

/** Waits in real time: `wait` of the site has pauses of half a second at least. */
const until = async (/** @type {() => unknown} */ done) => {
  for (let left = 6000; left && !done(); left--) await new Promise((resolve) => realTimeout(resolve, 10));
};

test("a new version is announced for its document, and done when the document is read", async () => {
  const { uploads, store, calls, asked } = replacing((times) =>
    times > 1 ? 404 : changed("new", { state: "awaiting_upload" }),
  );
  uploads.add([file("signed.pdf")], { replaces: "old" });
  await until(() => calls.watched.length);

  assert.deepEqual(asked.announced, [["/v1/documents/old/files", "signed.pdf", "string"]]);
  assert.deepEqual([calls.created, calls.sent, calls.watched], [[], ["signed.pdf"], ["old"]]);
  assert.deepEqual([uploads.items[0].status, uploads.items[0].documentId], ["processing", "old"]);
  store.put(changed("old", { version: 6, state: "ready" }));
  assert.equal(uploads.items[0].status, "ready");
});

test("a new version that is refused says why, and cannot be tried again as it is", async () => {
  const { uploads } = replacing(() =>
    changed("new", { state: "rejected", duplicate_of: null, reason: "It is a program." }),
  );
  uploads.add([file("signed.pdf")], { replaces: "old" });
  await until(() => uploads.items[0].status === "failed");

  assert.deepEqual([uploads.items[0].message, uploads.items[0].retryable], ["It is a program.", false]);
});

test("each upload has its own progress, and all of them together the share of their bytes", async () => {
  /** @type {Record<string, (share: number) => void>} */
  const report = {};
  const upload = (
    /** @type {unknown} */ _,
    /** @type {File} */ { name },
    /** @type {(share: number) => void} */ onProgress,
  ) => new Promise(() => (report[name] = onProgress));
  const { uploads } = uploading({ upload });
  uploads.add([file("large", "x".repeat(300)), file("small", "x".repeat(100))]);
  await settle(uploads);

  report.large?.(0.5);
  report.small?.(0.1);
  report.small?.(0.2);

  assert.deepEqual(
    uploads.items.map(({ name, share }) => [name, share]),
    [
      ["large", 0.5],
      ["small", 0.2],
    ],
  );
  assert.equal(summary(uploads.items).share, (150 + 20) / 400);
});

test("a file that is empty or too large is not sent, and the others are", async () => {
  const { uploads, calls } = uploading();
  uploads.add([file("empty", ""), file("large", "x".repeat(1001)), file("largest", "x".repeat(1000))]);
  await settle(uploads);

  assert.deepEqual(calls.sent, ["largest"]);
  assert.deepEqual(
    uploads.items.slice(0, 2).map(({ message }) => message),
    [t("upload.empty"), t("upload.tooLarge", { limit: "1 kB" })],
  );
});

test("four files are sent at once, the fifth when one of them is done", async () => {
  /** @type {((value?: unknown) => void)[]} */
  const release = [];
  const { uploads, states } = uploading({ upload: () => new Promise((resolve) => release.push(resolve)) });
  uploads.add(["a", "b", "c", "d", "e"].map((name) => file(name)));
  await settle(uploads);
  assert.deepEqual([release.length, states().at(-1)], [4, "waiting"]);
  release[0]();
  await settle(uploads);
  assert.equal(release.length, 5);
});

test("a file that the library already has is a duplicate, and is not sent", async () => {
  const document = { id: "first", version: 1, state: "ready", trashed_at: "2024-01-01T00:00:00Z" };
  const { uploads, calls } = uploading({ createDocument: async () => ({ document, upload: null }) });
  uploads.add([file("again.txt")]);
  await settle(uploads);
  const [{ status, documentId, trashed }] = uploads.items;
  assert.deepEqual([status, documentId, trashed, calls.sent], ["duplicate", "first", true, []]);
});

test("a document that turns out to be a duplicate links to the first one, and a rejected one shows its reason", async () => {
  const { uploads, store } = uploading();
  uploads.add([file("a"), file("b")]);
  await settle(uploads);
  store.put(changed("id-a", { state: "rejected", duplicate_of: "first", reason: "" }));
  store.put(changed("id-b", { state: "rejected", duplicate_of: null, reason: "It is a program." }));
  assert.deepEqual(
    uploads.items.map(({ status, documentId, message }) => [status, documentId, message]),
    [
      ["duplicate", "first", ""],
      ["failed", "id-b", "It is a program."],
    ],
  );
});

test("a document in the trash that has the bytes is restored, and the rejected upload is deleted", async () => {
  /** @type {string[]} */
  const done = [];
  const restored = { id: "first", version: 2, state: "ready", trashed_at: null };
  const { uploads, store } = uploading({
    restoreDocument: async (/** @type {string} */ id) => (done.push(`restored ${id}`), restored),
    purgeDocument: async (/** @type {string} */ id) => done.push(`deleted ${id}`),
  });
  uploads.add([file("a")]);
  await settle(uploads);
  store.put(
    changed("id-a", {
      state: "rejected",
      duplicate_of: "first",
      reason: "",
      attention: { kind: "duplicate_in_trash" },
    }),
  );
  const [{ key, trashed }] = uploads.items;
  await uploads.restore(key);
  assert.deepEqual([trashed, uploads.items[0].trashed, done], [true, false, ["restored first", "deleted id-a"]]);
});

test("a restore that fails says why and can be repeated", async () => {
  const document = { id: "first", version: 1, state: "ready", trashed_at: "2024-01-01T00:00:00Z" };
  const refuse = async () => {
    throw new Problem(409, "conflict", "Not now.");
  };
  const { uploads } = uploading({ createDocument: async () => ({ document, upload: null }), restoreDocument: refuse });
  uploads.add([file("a")]);
  await settle(uploads);
  await uploads.restore(uploads.items[0].key);
  assert.deepEqual([uploads.items[0].trashed, uploads.items[0].message], [true, "Not now."]);
});

test("a cancelled upload is aborted, its record deleted, and a late response changes nothing", async () => {
  /** @type {AbortSignal[]} */
  const signals = [];
  let finish = () => {};
  const upload = (
    /** @type {unknown} */ _form,
    /** @type {File} */ _one,
    /** @type {unknown} */ _onProgress,
    /** @type {AbortSignal} */ given,
  ) => new Promise((resolve) => (signals.push(given), (finish = () => resolve(null))));
  const { uploads, calls, states } = uploading({ upload });
  uploads.add([file("a")]);
  await settle(uploads);
  uploads.cancel(uploads.items[0].key);
  finish();
  await settle(uploads);
  assert.deepEqual([signals[0].aborted, calls.purged, states()], [true, ["id-a"], ["cancelled"]]);
});

test("an upload that the server is processing is not cancelled", async () => {
  const { uploads, calls, states } = uploading();
  uploads.add([file("a")]);
  await settle(uploads);
  uploads.cancel(uploads.items[0].key);
  assert.deepEqual([states(), calls.purged], [["processing"], []]);
});

test("a rejected upload is not sent again automatically, only when the person tries again", async () => {
  let attempts = 0;
  const upload = async () => {
    attempts += 1;
    if (attempts === 1) throw new Problem(403, "upload-refused", "Rejected.");
  };
  const { uploads, states } = uploading({ upload });
  uploads.add([file("a")]);
  await settle(uploads);
  assert.deepEqual([attempts, states(), uploads.items[0].message], [1, ["failed"], "Rejected."]);
  uploads.retryAll();
  await settle(uploads);
  assert.deepEqual([attempts, states()], [2, ["processing"]]);
});

test("an upload whose connection breaks is sent four times, and again when the connection is back", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let attempts = 0;
  let isOffline = true;
  const upload = async () => {
    attempts += 1;
    if (isOffline) throw new Problem(0, "offline", "Offline.");
  };
  const { uploads, states } = uploading({ upload });
  uploads.add([file("a")]);
  await settle(uploads);
  for (const wait of [1000, 2000, 4000]) {
    mock.timers.tick(wait);
    await settle(uploads);
  }
  assert.deepEqual([attempts, states()], [4, ["failed"]]);
  isOffline = false;
  browser.window.dispatchEvent(new Event("online"));
  await settle(uploads);
  assert.deepEqual([attempts, states()], [5, ["processing"]]);
});

test("leaving the page needs confirmation only while something would be lost", async () => {
  const { uploads } = uploading();
  const leave = () => {
    const event = new Event("beforeunload", { cancelable: true });
    browser.window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.equal(leave(), false);
  uploads.add([file("a")]);
  assert.equal(leave(), true);
  await settle(uploads);
  assert.equal(leave(), false);
});

test("listeners are called at most once per frame, however much changes", async () => {
  const { uploads } = uploading();
  let calls = 0;
  uploads.subscribe(() => (calls += 1));
  uploads.add([file("a"), file("b")]);
  await settle(uploads);
  browser.frame();
  assert.equal(calls, 1);
});

test("clearing removes finished uploads only", async () => {
  const { uploads, states } = uploading();
  uploads.add([file("a"), file("empty", "")]);
  await settle(uploads);
  uploads.clear();
  assert.deepEqual(states(), ["processing"]);
});

test("a file that cannot be read fails, and the next one is sent", async () => {
  const broken = file("broken");
  broken.arrayBuffer = async () => {
    throw new Error("moved");
  };
  const { uploads, calls } = uploading();
  uploads.add([broken, file("fine")]);
  await settle(uploads);
  assert.deepEqual([uploads.items[0].message, calls.sent], [t("upload.unreadable"), ["fine"]]);
});

/** Whether the browser of the test has a connection. @param {boolean} onLine */
function connect(onLine) {
  Object.defineProperty(globalThis, "navigator", {
    value: { languages: ["en"], onLine },
    configurable: true,
    writable: true,
  });
}

test("files that are chosen without a connection are kept, not sent, and sent when it is back", async () => {
  connect(false);
  const { uploads, calls, states, kept } = uploading();
  uploads.add([file("a.txt"), file("b.txt")]);
  await settle(uploads);
  assert.deepEqual(states(), ["waiting", "waiting"]);
  assert.deepEqual(
    uploads.items.map(({ isKept }) => isKept),
    [true, true],
  );
  assert.deepEqual(
    [...kept.files.values()].map(({ name }) => name),
    ["a.txt", "b.txt"],
  );

  connect(true);
  browser.window.dispatchEvent(new Event("online"));
  await settle(uploads);

  assert.deepEqual(calls.sent.sort(), ["a.txt", "b.txt"]);
  assert.deepEqual(states(), ["processing", "processing"]);
  assert.equal(kept.files.size, 0);
});

test("what an earlier tab has kept is sent by the next one, once", async () => {
  const kept = new FakeKept();
  kept.files.set("key", file("a.txt"));
  const { uploads, calls } = uploading({}, kept);
  await uploads.resume();
  await uploads.resume();
  await settle(uploads);

  assert.deepEqual(calls.sent, ["a.txt"]);
  assert.equal(kept.files.size, 0);
});

test("a kept file is dropped when its upload is cancelled or cleared, and leaving the page is safe meanwhile", async () => {
  connect(false);
  const { uploads, kept } = uploading();
  uploads.add([file("a.txt")]);
  await settle(uploads);
  const leaving = () => {
    const event = new Event("beforeunload", { cancelable: true });
    browser.window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  assert.equal(leaving(), false);

  uploads.cancel(uploads.items[0].key);
  assert.equal(kept.files.size, 0);

  kept.hasRoom = false;
  uploads.add([file("b.txt")]);
  await settle(uploads);
  assert.equal(leaving(), true);
  connect(true);
});

test("files of another person are never taken, those without an owner for a day, and there is a limit", () => {
  const of = (/** @type {string} */ owner, /** @type {number} */ at, size = 1) => ({
    key: owner + at,
    owner,
    name: "a",
    type: "",
    bytes: { size },
    at,
  });
  const day = 24 * 60 * 60 * 1000;
  /** @type {any} */
  const records = [of("anna", 9), of("ben", 1), of("", 5), of("anna", 2), of("", 5 - day)];

  assert.deepEqual(
    ownedBy(records, "anna", 10).map(({ key }) => key),
    ["anna2", "5", "anna9"],
  );
  assert.equal(hasRoom(records, 10), true);
  assert.equal(hasRoom(/** @type {any} */ ([of("ben", 1, 500 * 1024 * 1024)]), 1), false);
  assert.equal(
    hasRoom(
      Array.from({ length: 200 }, (_, at) => /** @type {any} */ (of("ben", at))),
      1,
    ),
    false,
  );
});

test("files that were not sent before a reload are listed, and sent when they are chosen again", async () => {
  const before = { key: "k1", name: "b.txt", size: 7, folder: "Papers/2024", tags: ["t1"], documentId: "old" };
  const { uploads, calls, states } = uploading(
    {},
    undefined,
    tab(before, { ...before, key: "k2", name: "c.txt", documentId: "" }),
  );
  assert.deepEqual(states(), ["missing", "missing"]);
  assert.deepEqual([summary(uploads.items).open, summary(uploads.items).missing], [0, 2]);

  uploads.add([file("a.txt"), file("b.txt")]);
  await settle(uploads);

  assert.deepEqual(
    uploads.items.map(({ key, name, status }) => [name, status, key === "k1"]),
    [
      ["b.txt", "processing", true],
      ["c.txt", "missing", false],
      ["a.txt", "processing", false],
    ],
  );
  assert.deepEqual(
    calls.created.map(({ file_name, tags }) => [file_name, tags]),
    [
      ["b.txt", ["t1"]],
      ["a.txt", undefined],
    ],
  );
  assert.deepEqual(calls.purged, ["old"]);
});

test("a file that had arrived before a reload is not missing", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const one = { key: "k1", name: "b.txt", size: 7, folder: "", tags: [], documentId: "arrived" };
  const { uploads, store, calls, states } = uploading(
    {},
    undefined,
    tab(
      one,
      { ...one, key: "k2", documentId: "on-its-way" },
      { ...one, key: "k3", documentId: "" },
      { ...one, key: "k4", documentId: "listed" },
    ),
  );
  store.put(changed("listed", { state: "received" }));

  await uploads.resume();
  store.put(changed("arrived", { state: "received" }));
  store.put(changed("on-its-way", { state: "awaiting_upload" }));

  assert.deepEqual(calls.watched, ["arrived", "on-its-way"]);
  assert.deepEqual(states(), ["processing", "missing", "missing", "processing"]);
  store.put(changed("arrived", { state: "ready", version: 3 }));
  assert.deepEqual(states(), ["ready", "missing", "missing", "processing"]);
  mock.timers.tick(60_000);
  assert.deepEqual(calls.forgotten, ["on-its-way"]);
});

test("a file of another size is not the one that is missing", async () => {
  const { uploads, states } = uploading(
    {},
    undefined,
    tab({ key: "k", name: "a.txt", size: 8, folder: "", tags: [], documentId: "" }),
  );

  uploads.add([file("a.txt", "content")]);
  await settle(uploads);

  assert.deepEqual(states(), ["missing", "processing"]);
});

test("of two missing files with the same name, the one of the same folder is meant", () => {
  const missing = (/** @type {string} */ folder) =>
    newItem(folder, { name: "a", size: 1 }, { folder, status: "missing" });

  assert.equal(missingFor([missing("one"), missing("two")], { name: "a", size: 1, folder: "two" })?.key, "two");
  assert.equal(missingFor([missing("one"), missing("two")], { name: "a", size: 1, folder: "" })?.key, "one");
});

test("the tab remembers what would be lost: not what was sent, is kept on the device or replaces a file", () => {
  const storage = /** @type {any} */ (new FakeStorage());
  const stored = storage.items;
  const item = (
    /** @type {string} */ key,
    /** @type {Partial<import("../src/features/uploads/state.js").Item>} */ more,
  ) => newItem(key, { name: `${key}.txt`, size: 1 }, more);
  const unsent = new UnsentFiles("anna", storage);

  unsent.save([
    item("waits", {}),
    item("runs", { status: "sending", folder: "Papers", tags: ["t"], documentId: "d" }),
    item("again", { status: "failed", retryable: true }),
    item("missing", { status: "missing" }),
    item("refused", { status: "failed" }),
    item("sent", { status: "processing" }),
    item("kept", { isKept: true }),
    item("version", { replaces: "old" }),
  ]);

  assert.deepEqual(
    unsent.read().map(({ key }) => key),
    ["waits", "runs", "again", "missing"],
  );
  assert.deepEqual(unsent.read()[1], {
    key: "runs",
    name: "runs.txt",
    size: 1,
    folder: "Papers",
    tags: ["t"],
    documentId: "d",
  });
  assert.deepEqual(new UnsentFiles("bob", storage).read(), []);
  unsent.save([item("sent", { status: "ready" })]);
  assert.equal(stored.size, 0);
  stored.set("docloft-unsent", "no JSON");
  assert.deepEqual(unsent.read(), []);
});

test("files that the library already has do not count as trouble, unless they are in the trash", () => {
  const item = (/** @type {import("../src/features/uploads/state.js").Status} */ status, more = {}) =>
    newItem(status, { name: "a", size: 10 }, { status, ...more });
  const counts = summary([
    item("ready"),
    item("duplicate"),
    item("duplicate", { trashed: true }),
    item("failed"),
    item("cancelled"),
    item("sending", { share: 0.5 }),
  ]);

  assert.deepEqual(counts, {
    open: 1,
    total: 5,
    finished: 4,
    done: 1,
    trouble: 2,
    duplicates: 1,
    missing: 0,
    bytes: 50,
    sent: 45,
    share: 0.9,
  });
});

test("the names of all folders of a path are tags, each once", () => {
  assert.deepEqual(foldersIn(["Papers/2024", "papers/Rent", "", "Papers"]), ["Papers", "2024", "Rent"]);
});

test("the time that is left follows from the last half minute", () => {
  const pace = new Pace();
  assert.equal(pace.secondsLeft(0, 1000, 0), null);
  assert.equal(pace.secondsLeft(100, 1000, 2_000), null);
  assert.equal(pace.secondsLeft(250, 1000, 5_000), 15);
  assert.equal(pace.secondsLeft(250, 1000, 10_000), 30);
  assert.equal(pace.secondsLeft(500, 1000, 36_000), 52);
  assert.equal(pace.secondsLeft(1000, 1000, 37_000), null);
  assert.equal(pace.secondsLeft(0, 1000, 38_000), null);
});
