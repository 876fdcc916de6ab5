/**
 * The service worker: the site opens without a connection, and files that another app shares with it are kept until it
 * uploads them (docs/decisions/0045-offline.md). It is published with each version at the same address
 * (deploy/site.cjs); the placeholders get the files of that version.
 *
 * It leaves requests to the API alone. Pages and settings come from the network if it can be reached. Modules and
 * styles have the version in their address, so they come from the cache first, and a tab never gets those of another
 * version. A new worker waits until no tab uses the old one; until then the files of both are kept.
 *
 * A script without imports: Firefox runs only classic scripts as service workers. It sends requests, which otherwise
 * only src/api/client.js does (eslint.config.js).
 */

"use strict";

const ASSETS = "{{ assets }}";
const FILES = "{{ files }}".split(" ");
/** Files at fixed addresses, which are newer on the network. */
const NAMED = ["/config.json", "/manifest.webmanifest", "/favicon.svg", "/icons/icon-192.png"];
const PAGE = "/";

const PREFIX = "docloft-shell-";
const CACHE = PREFIX + ASSETS.split("/").pop();
const AT_ONCE = 8;
/** A connection without a response by then counts as none, if the page is in the cache. */
const PATIENCE_MS = 5000;

/** Files that were shared with the site. The names are those of src/api/device.js. */
const DATABASE = "docloft";
const UPLOADS = "uploads";
const MOST_SHARED = 50;

const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(activate()));
scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== scope.location.origin) return;
  if (request.method === "POST" && pathname === "/share") return event.respondWith(share(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(pageFor(event));
  else if (pathname.startsWith("/assets/") || pathname.startsWith("/vendor/")) event.respondWith(unchanging(request));
  else if (NAMED.includes(pathname)) event.respondWith(newest(request, pathname));
});

/** Whether a page belongs to this version. @param {Response} response which is not used up */
async function isOwn(response) {
  if (!response.ok || !response.headers.get("Content-Type")?.startsWith("text/html")) return false;
  return (await response.clone().text()).includes(`${ASSETS}/`);
}

/** Fails while another version is being published, and is tried again at the next visit. */
async function install() {
  const cache = await caches.open(CACHE);
  const page = await fetch(PAGE, { cache: "no-cache" });
  if (!(await isOwn(page))) throw new Error("The page is that of another version.");
  const wanted = [...FILES, ...NAMED];
  const load = async () => {
    for (let address = wanted.pop(); address; address = wanted.pop()) {
      if (FILES.includes(address) && (await cache.match(address))) continue;
      const response = await fetch(address);
      if (!response.ok) throw new Error(`${address} is not published.`);
      await cache.put(address, response);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, load));
  await cache.put(PAGE, page);
}

/** No tab uses the previous worker any more, so nothing needs its files. */
async function activate() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)),
  );
  await scope.clients.claim();
}

/** The page from the network, or else the one in the cache, which also has its files. @param {FetchEvent} event */
async function pageFor(event) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  const fresh = fetch(event.request).then(async (response) => {
    // Its policy may have changed without its files.
    if (await isOwn(response)) event.waitUntil(cache.put(PAGE, response.clone()));
    return response;
  });
  if (!kept) return fresh;
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(kept), PATIENCE_MS);
  });
  try {
    return await Promise.race([fresh, late]);
  } catch {
    return kept;
  } finally {
    clearTimeout(timer);
    event.waitUntil(fresh.catch(() => {}));
  }
}

/** A file with its version in its address, of any version that is kept. @param {Request} request */
async function unchanging(request) {
  return (await caches.match(request)) ?? fetch(request);
}

/** @param {Request} request @param {string} address */
async function newest(request, address) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(address, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(address);
    if (kept) return kept;
    throw error;
  }
}

/** Keeps the files that another app shares, and opens the site, which uploads them. @param {Request} request */
async function share(request) {
  try {
    const form = await request.formData();
    const files = /** @type {File[]} */ (form.getAll("files").filter((one) => one instanceof File && one.size > 0));
    if (files.length === 0) return Response.redirect("/?shared=none", 303);
    await keep(files.slice(0, MOST_SHARED));
    return Response.redirect(files.length > MOST_SHARED ? "/?shared=some" : "/?shared=all", 303);
  } catch {
    return Response.redirect("/?shared=failed", 303);
  }
}

/** All of them or none. @param {File[]} files */
async function keep(files) {
  const database = await opened();
  const transaction = database.transaction(UPLOADS, "readwrite");
  files.forEach((file) => {
    const { name, type } = file;
    // Without an owner: the worker does not know who is signed in.
    transaction
      .objectStore(UPLOADS)
      .put({ key: crypto.randomUUID(), owner: "", name, type, bytes: file, at: Date.now() });
  });
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    // As in src/api/device.js, which usually has made it.
    request.onupgradeneeded = () => {
      for (const name of ["documents", "texts", "responses"])
        request.result.createObjectStore(name, { keyPath: ["owner", "key"] });
      request.result.createObjectStore(UPLOADS, { keyPath: "key" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
