/**
 * What the site keeps on this device, in IndexedDB: files that wait to be uploaded, and what can be read without a
 * connection. All of it belongs to a person and a library (`owner`), and is removed when they sign out
 * (docs/decisions/0045-offline.md).
 *
 * Every function raises when the browser has no storage, as in some private windows: callers continue without it.
 */

const DATABASE = "docloft";
/** Stores whose records have `owner` and `key`. worker/service-worker.js makes the same stores. */
export const OWNED = /** @type {const} */ (["documents", "texts", "responses"]);
const UPLOADS = "uploads";
/** Nothing waits longer than this for the storage of a slow device, not even signing out. */
const PATIENCE_MS = 2000;

/** @typedef {typeof OWNED[number] | typeof UPLOADS} StoreName */

const EVERYTHING = /** @type {const} */ ([...OWNED, UPLOADS]);

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

/** @returns {Promise<IDBDatabase>} */
function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => {
      for (const name of OWNED) request.result.createObjectStore(name, { keyPath: ["owner", "key"] });
      request.result.createObjectStore(UPLOADS, { keyPath: "key" });
    };
    request.onsuccess = () => {
      // A newer version of the site, in another tab, must not wait for this one. The browser may close it, too.
      request.result.onversionchange = () => {
        request.result.close();
        opening = null;
      };
      request.result.onclose = () => (opening = null);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opening.catch(() => (opening = null));
  return opening;
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/** @param {IDBRequest} request @returns {Promise<any>} */
function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @param {StoreName} name @returns {Promise<any[]>} */
export async function all(name) {
  return result((await opened()).transaction(name).objectStore(name).getAll());
}

/** @param {StoreName} name @param {IDBValidKey} key @returns {Promise<any>} undefined when there is none */
export async function find(name, key) {
  return result((await opened()).transaction(name).objectStore(name).get(key));
}

/** All of them or none. @param {StoreName} name @param {readonly unknown[]} records */
export async function put(name, records) {
  const transaction = (await opened()).transaction(name, "readwrite");
  for (const record of records) transaction.objectStore(name).put(record);
  await done(transaction);
}

/** @param {StoreName} name @param {readonly IDBValidKey[]} keys */
export async function remove(name, keys) {
  const transaction = (await opened()).transaction(name, "readwrite");
  for (const key of keys) transaction.objectStore(name).delete(key);
  await done(transaction);
}

/** Empties stores. Never raises, and does not take long. @param {readonly StoreName[]} [names] */
export async function forget(names = EVERYTHING) {
  const cleared = async () => {
    const transaction = (await opened()).transaction([...names], "readwrite");
    for (const name of names) transaction.objectStore(name).clear();
    await done(transaction);
  };
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  await Promise.race([cleared().catch(() => {}), late]);
}
