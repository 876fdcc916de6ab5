/** The list of uploads and how each may change. Pure functions. */

/**
 * @typedef {"waiting" | "hashing" | "sending" | "processing" | "ready" | "failed" | "duplicate" | "cancelled"} Status
 * @typedef {{ key: string, name: string, size: number, status: Status, share: number, documentId: string,
 *             message: string, trashed: boolean, rejectedId: string, retryable: boolean, isKept: boolean, replaces: string }} Item `documentId`: of a
 *             duplicate, the document that has the bytes; `rejectedId`: the upload that was rejected because of it, if there is
 *             one; `isKept`: the file waits on this device, so that it is uploaded even if the page is closed; `replaces`: the
 *             document whose file it replaces
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
};

const RUNNING = new Set(["hashing", "sending"]);
const OVER = new Set(["ready", "failed", "duplicate", "cancelled"]);

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
 * @param {string} [replaces]
 * @returns {Item}
 */
export function newItem(key, { name, size }, replaces = "") {
  return { key, name, size, status: "waiting", share: 0, documentId: "", message: "", trashed: false, rejectedId: "", retryable: false, isKept: false, replaces };
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

/** @param {Item[]} items */
export function summary(items) {
  const count = (/** @type {Status} */ status) => items.filter((item) => item.status === status).length;
  const done = count("ready");
  const trouble = count("failed");
  const open = items.filter((item) => !isOver(item)).length;
  const bytes = items.reduce((sum, { size }) => sum + size, 0);
  const sent = items.reduce((sum, item) => sum + item.size * (isOver(item) || item.status === "processing" ? 1 : item.share), 0);
  return { open, done, trouble, duplicates: count("duplicate"), share: bytes ? sent / bytes : 0 };
}

/**
 * The order of a long list: problems, then uploads in progress, then waiting ones, then finished ones.
 * @param {Item[]} items
 */
export function inOrder(items) {
  const rank = (/** @type {Item} */ item) =>
    ({ failed: 0, duplicate: 1, sending: 2, hashing: 2, processing: 3, waiting: 4, cancelled: 5, ready: 6 })[item.status];
  return [...items].sort((a, b) => rank(a) - rank(b));
}
