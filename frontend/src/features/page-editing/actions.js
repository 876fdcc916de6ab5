/** Opening the screen that edits pages, carrying out what was planned there, and undoing it. */

import { startAssembly } from "../../api/assembling.js";
import { followBulk } from "../../api/bulk-work.js";
import { restoreFile } from "../../api/document-files.js";
import { isArchived } from "../../api/document-states.js";
import { wait } from "../../api/wait.js";
import { assembles } from "../../ui/formats.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").Doc} Doc
 */

/** New documents are usually received within three seconds. */
const ARRIVES_WITHIN_MS = 60_000;
const PAUSE_MS = 700;

/** @param {string[]} ids @returns {string} the address of the screen for pages of these documents, in this order */
export function pageEditingAddress(ids) {
  return `/pages?documents=${ids.join(",")}`;
}

/** Whether the pages of a document can be put into new ones. @param {Doc} document */
export function hasEditablePages(document) {
  return isArchived(document) && assembles(document.media_type) && document.attention?.kind !== "locked";
}

/**
 * Makes the new documents, and returns when the job has ended. Raises whatever the API raises.
 * @param {Deps} deps
 * @param {import("../../../types.js").Assemble} wanted
 * @param {(progress: { done: number, total: number }) => void} onProgress
 * @returns {Promise<{ failure: import("../../../types.js").Job | null, documents: Doc[] }>} `failure`: the job, if it
 *   failed; it may have made some of the documents
 */
export async function makeDocuments(deps, wanted, onProgress) {
  const { job: started, document_ids: ids } = await startAssembly(deps.api, wanted);
  const job = await followBulk(deps.api, started, onProgress);
  return { failure: job.state === "failed" ? job : null, documents: await found(deps, ids) };
}

/**
 * Makes a new version of a document, and returns when the job has ended. Raises whatever the API raises.
 * @param {Deps} deps
 * @param {import("../../../types.js").Assemble & { version_of: string }} wanted
 * @param {(progress: { done: number, total: number }) => void} onProgress
 * @returns {Promise<{ failure: import("../../../types.js").Job | null, document: Doc }>} `document`: as it is now
 */
export async function makeVersion(deps, wanted, onProgress) {
  const { api, store, watcher } = deps;
  const { job: started } = await startAssembly(api, wanted);
  const job = await followBulk(api, started, onProgress);
  const document = store.put(await api.findDocument(wanted.version_of));
  watcher.watchAll([document]);
  return { failure: job.state === "failed" ? job : null, document };
}

/** Reads the version again that was read before. @param {Deps} deps @param {string} id @param {number} number */
export async function undoVersion({ api, store, watcher }, id, number) {
  const document = store.put(await restoreFile(api, id, number));
  watcher.watchAll([document]);
}

/** @param {Deps} deps @param {string[]} ids @returns {Promise<Doc[]>} those that exist, in this order */
async function found({ api, store, watcher }, ids) {
  if (!ids.length) return [];
  const { documents } = await api.listDocuments({ ids: ids.join(",") });
  watcher.watchAll(store.putAll(documents));
  return ids.flatMap((id) => store.get(id) ?? []);
}

/**
 * Takes the originals out of the trash, then puts the new documents there: no page is ever only in the trash. Raises
 * what the API raises; it can be repeated.
 * @param {Deps} deps
 * @param {{ documents: Doc[], sourceIds: string[], isTrashed: boolean }} outcome
 */
export async function undoAssembly(deps, { documents, sourceIds, isTrashed }) {
  const { api, store } = deps;
  for (const source of isTrashed ? await found(deps, sourceIds) : [])
    if (source.trashed_at) store.put(await api.restoreDocument(source.id));
  const deadline = Date.now() + ARRIVES_WITHIN_MS;
  let made = await found(
    deps,
    documents.map(({ id }) => id),
  );
  while (made.some(({ state }) => state === "awaiting_upload") && Date.now() < deadline) {
    await wait(PAUSE_MS);
    made = await found(
      deps,
      documents.map(({ id }) => id),
    );
  }
  for (const one of made) if (isArchived(one) && !one.trashed_at) store.put(await api.trashDocument(one.id));
}
