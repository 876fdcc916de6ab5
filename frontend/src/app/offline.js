/** Reading without a connection: whose copy is shown, and what is kept in it. */

import { isOffline } from "../api/connection.js";
import { OfflineCopy } from "../api/offline-copy.js";
import { Problem } from "../api/problems.js";

/**
 * @typedef {import("../../types.js").Auth} Auth
 * @typedef {import("../../types.js").Doc} Doc
 * @typedef {import("../api/operations.js").Api} Api
 */

/** The first screen loads before the copy does. */
const PAUSE_MS = 5000;
const PAGE_SIZE = "100";
const PAGES_OF_CARDS = 2;
/** How many pages of text are kept for a document that was opened. */
const PAGES_OF_TEXT = 10;

/**
 * This browser's copy; null without a service worker, because the site itself would not open without a connection.
 * @returns {OfflineCopy | null}
 */
export function copyOfDevice() {
  return globalThis.navigator?.serviceWorker?.controller ? new OfflineCopy() : null;
}

/** Removes the copy, whether or not this page uses it. */
export const forgetCopy = () => new OfflineCopy().forget();

/** Even if the connection breaks now, no one sees the copy of someone else. @param {Auth} auth @param {OfflineCopy | null} copy */
async function forgetOthers(auth, copy) {
  const person = auth.by === "tokens" ? auth.tabs.current?.person : undefined;
  if (person && copy?.owner && !copy.owner.startsWith(`${person} `)) await copy.forget();
}

/**
 * Continues the sign-in. Without a connection, a person who has not signed out continues with the copy on this device,
 * until the page is loaded again with a connection.
 * @param {Auth} auth
 * @param {OfflineCopy | null} copy
 */
export async function resume(auth, copy) {
  try {
    const resumed = await auth.resume();
    await forgetOthers(auth, copy);
    if (resumed.signedIn || !isOffline() || !copy?.owner) return resumed;
  } catch (error) {
    const isUnreachable = error instanceof Problem && error.status === 0;
    if (!isUnreachable || !copy?.owner) throw error;
  }
  window.addEventListener("online", () => location.reload(), { once: true });
  return { signedIn: true, failed: false };
}

/**
 * Keeps the newest cards (once), the texts of documents as they are opened, and changes to both.
 * @param {Api} api
 * @param {OfflineCopy} copy
 * @param {import("../api/store.js").Store} store
 */
export function watchCopy(api, copy, store) {
  store.subscribe((document) => void copy.renew(document));
  setTimeout(() => void keepCards(api, copy), PAUSE_MS);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  copy.onOpened = (document) => {
    clearTimeout(pause);
    pause = setTimeout(() => void keepTexts(api, copy, document), PAUSE_MS);
  };
}

/** @param {Api} api @param {OfflineCopy} copy */
async function keepCards(api, copy) {
  if (isOffline()) return;
  try {
    /** @type {Doc[]} */
    const newest = [];
    let cursor = "";
    for (let page = 0; page < PAGES_OF_CARDS; page++) {
      const found = await api.listDocuments({ limit: PAGE_SIZE, ...(cursor ? { cursor } : {}) });
      newest.push(...found.documents);
      cursor = found.cursor ?? "";
      if (!cursor) break;
    }
    // The connection may have broken meanwhile: then these are the kept ones.
    if (!isOffline()) await copy.keepNewest(newest);
  } catch {
    // The next visit tries again.
  }
}

/** @param {Api} api @param {OfflineCopy} copy @param {Doc} document */
async function keepTexts(api, copy, { id, has_text, pages }) {
  if (isOffline() || !has_text) return;
  try {
    for (let page = 1; page <= Math.min(pages ?? 1, PAGES_OF_TEXT); page++) {
      if (await copy.find(`/v1/documents/${id}/pages/${page}/text`, {})) continue;
      await api.pageText(id, page, { query: "", isExact: false });
    }
  } catch {
    // Some pages have no text yet.
  }
}
