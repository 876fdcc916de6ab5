/** The list of uploads and how each may change. Pure functions. */

/**
 * @typedef {"waiting" | "hashing" | "sending" | "processing" | "ready" | "failed" | "duplicate" | "cancelled" |
 *   "missing"} Status `missing`: the page was reloaded before the file was sent, and has to be given it again
 * @typedef {{ key: string, name: string, size: number, folder: string, tags: string[], status: Status, share: number,
 *   documentId: string, message: string, trashed: boolean, rejectedId: string, retryable: boolean, isKept: boolean,
 *   replaces: string }} Item `folder`: "Papers/2024"; `tags`: ids of the tags that the document gets; `documentId`: of
 *   a duplicate, the document that has the bytes; `rejectedId`: the upload that was rejected because of it, if there is
 *   one; `isKept`: the file waits on this device, so that it is uploaded even if the page is closed; `replaces`: the
 *   document whose file it replaces
 */

/** @type {Record<Status, readonly Status[]>} */
const FOLLOWS = {
  waiting: ["hashing", "failed", "cancelled"],
  hashing: ["sending", "duplicate", "failed", "cancelled"],
  sending: ["processing", "failed", "cancelled"],
  processing: ["ready", "failed", "duplicate"],
  ready: [],
  failed: ["waiting"],
  duplicate: [],
  cancelled: ["waiting"],
  missing: ["waiting", "processing"],
};

const RUNNING = new Set(["hashing", "sending"]);
const OVER = new Set(["ready", "failed", "duplicate", "cancelled", "missing"]);

/** @param {Item} item counts towards the limit of concurrent uploads */
export const isRunning = (item) => RUNNING.has(item.status);

/** @param {Item} item */
export const isOver = (item) => OVER.has(item.status);

/** @param {Item} item is not uploaded yet, and can be cancelled */
export const isOpen = (item) => item.status === "waiting" || isRunning(item);

/** @param {Item} item would be lost if the page were closed */
export const isAtRisk = (item) => isOpen(item) && !item.isKept;

/** @param {Item} item is on this device only: it is lost when the person signs out */
export const isOnlyHere = (item) => isOpen(item) || (item.status === "failed" && item.isKept);

/**
 * @param {string} key
 * @param {{ name: string, size: number }} file
 * @param {Partial<Item>} [more]
 * @returns {Item}
 */
export function newItem(key, { name, size }, more = {}) {
  return {
    key,
    name,
    size,
    folder: "",
    tags: [],
    status: "waiting",
    share: 0,
    documentId: "",
    message: "",
    trashed: false,
    rejectedId: "",
    retryable: false,
    isKept: false,
    replaces: "",
    ...more,
  };
}

/**
 * Returns the changed item, or the same item if its status does not allow the change: a response that arrives after the
 * person has cancelled changes nothing.
 * @param {Item} item
 * @param {Status} status
 * @param {Partial<Item>} [more]
 * @returns {Item}
 */
export function moved(item, status, more = {}) {
  if (!FOLLOWS[item.status].includes(status)) return item;
  const cleared = status === "waiting" ? { share: 0, message: "", documentId: "", retryable: false } : {};
  return { ...item, ...cleared, ...more, status };
}

/**
 * The items that may start now.
 * @param {Item[]} items
 * @param {number} atOnce
 */
export function startable(items, atOnce) {
  const free = atOnce - items.filter(isRunning).length;
  return free > 0 ? items.filter(({ status }) => status === "waiting").slice(0, free) : [];
}

/**
 * `finished` of `total` are over; `sent` of `bytes`; `duplicates` are in the library already, `trouble` needs a person.
 * @param {Item[]} items
 */
export function summary(items) {
  const count = (/** @type {(item: Item) => boolean} */ test) => items.filter(test).length;
  const counted = items.filter(({ status }) => status !== "missing" && status !== "cancelled");
  const open = count((item) => !isOver(item));
  const bytes = counted.reduce((sum, { size }) => sum + size, 0);
  const sent = counted.reduce(
    (sum, item) => sum + item.size * (isOver(item) || item.status === "processing" ? 1 : item.share),
    0,
  );
  return {
    open,
    total: counted.length,
    finished: counted.length - open,
    done: count(({ status }) => status === "ready"),
    trouble: count(({ status, trashed }) => status === "failed" || (status === "duplicate" && trashed)),
    duplicates: count(({ status, trashed }) => status === "duplicate" && !trashed),
    missing: count(({ status }) => status === "missing"),
    bytes,
    sent,
    share: bytes ? sent / bytes : 0,
  };
}

/**
 * The upload that a file was missing for.
 * @param {Item[]} items
 * @param {{ name: string, size: number, folder: string }} file
 */
export function missingFor(items, { name, size, folder }) {
  const same = items.filter((item) => item.status === "missing" && item.name === name && item.size === size);
  return same.find((item) => item.folder === folder) ?? same[0];
}

/** The names of all folders in these paths, each once, in the order of the paths. @param {string[]} folders */
export function foldersIn(folders) {
  const names = new Map(
    folders
      .flatMap((folder) => folder.split("/"))
      .filter(Boolean)
      .map((name) => [name.toLowerCase(), name]),
  );
  return [...names.values()];
}

/**
 * The order of a long list: problems, then uploads in progress, then waiting ones, then finished ones.
 * @param {Item[]} items
 */
export function inOrder(items) {
  const rank = (/** @type {Item} */ { status, trashed }) =>
    ({
      missing: 0,
      failed: 0,
      duplicate: trashed ? 1 : 6,
      sending: 2,
      hashing: 2,
      processing: 3,
      waiting: 4,
      cancelled: 5,
      ready: 7,
    })[status];
  return [...items].sort((a, b) => rank(a) - rank(b));
}
