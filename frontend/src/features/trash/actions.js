/** Moving documents to the trash, restoring them and deleting them permanently, from any screen. */

import { sentence } from "../../api/problems.js";
import { failureOf } from "../../api/jobs.js";
import { reasonOf } from "../../ui/reasons.js";
import { t } from "../../ui/strings.js";

/** @typedef {import("../../../types.js").Doc} Doc @typedef {import("../../../types.js").Deps} Deps */

/** @type {Set<string>} ids of documents deleted from this page: lists may still name them for a moment */
export const deleted = new Set();

/**
 * Moves a document to the trash and offers to undo it.
 * @param {Deps} deps
 * @param {Doc} document
 */
export async function moveToTrash(deps, document) {
  deps.store.put(await deps.api.trashDocument(document.id));
  deps.toast(t("trash.moved", { title: document.title }), {
    label: t("trash.undo"),
    act: () => void restore(deps, document).catch((error) => deps.toast(sentence(error))),
  });
}

/** @param {Deps} deps @param {Doc} document */
export async function restore(deps, document) {
  const restored = deps.store.put(await deps.api.restoreDocument(document.id));
  deps.watcher.watchAll([restored]);
  deps.toast(t("trash.restored", { title: document.title }));
}

/**
 * Deletes a document permanently, after a confirmation. The result of the job is reported by a toast, later.
 * @param {Deps} deps
 * @param {Doc} document
 * @returns {Promise<boolean>} false when the person keeps it
 */
export async function deletePermanently(deps, document) {
  const { id, title } = document;
  const isSure = await deps.confirm({
    title: t("trash.sure", { title }),
    text: t("trash.sureText"),
    yes: t("document.purge"),
    danger: true,
  });
  if (!isSure) return false;
  const { job } = await deps.api.purgeDocument(id);
  deps.toast(t("trash.deleting", { title }));
  void reportEnd(deps, document, job.id);
  deleted.add(id);
  deps.store.remove(id);
  deps.watcher.forget(id);
  return true;
}

/** @param {Deps} deps @param {Doc} document @param {string} jobId */
async function reportEnd(deps, { id, title }, jobId) {
  try {
    const failed = await failureOf(deps.api, jobId);
    if (!failed) return deps.toast(t("trash.deleted", { title }));
    deleted.delete(id);
    return deps.toast(t("trash.notDeleted", { title, reason: reasonOf(failed) }));
  } catch (error) {
    return deps.toast(t("trash.notDeleted", { title, reason: sentence(error) }));
  }
}
