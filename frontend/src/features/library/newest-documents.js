/** Loads the newest documents by state and age. */

import { isFinal } from "../../api/document-states.js";

/** @typedef {import("../../../types.js").Doc} Doc */

const BUSY = ["received", "working"];
/** How many of the newest documents are requested: the index may not have them yet. */
const NEWEST = "30";

/**
 * The documents that the index may not have yet.
 * @param {Pick<import("../../../types.js").Deps, "api" | "watcher"> & { store: Pick<import("../../api/store.js").Store,
 *   "putAll"> }} deps
 * @param {AbortSignal} signal
 * @returns {Promise<Doc[]>}
 */
export async function loadNewest({ api, store, watcher }, signal) {
  const wanted = [...BUSY.map((state) => ({ state, limit: "100" })), { limit: NEWEST }];
  const found = await Promise.all(wanted.map((query) => api.listDocuments(query, signal)));
  const newest = new Map(found.flatMap((page) => page.documents).map((document) => [document.id, document]));
  const documents = store.putAll([...newest.values()]);
  watcher.watchAll(documents.filter((document) => !isFinal(document)));
  return documents;
}
