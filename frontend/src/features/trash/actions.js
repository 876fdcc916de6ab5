/** Moving documents to the trash, restoring them and deleting them permanently, from any screen. */

import { countBulk } from "../../api/bulk-work.js";
import { sentence } from "../../api/problems.js";
import { failureOf } from "../../api/jobs.js";
import { reasonOf } from "../../ui/reasons.js";
import { t } from "../../ui/strings.js";
import { changeMany } from "../bulk-work/actions.js";
import { OLD_AFTER_DAYS, oldBefore } from "./state.js";

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

const WHOLE_TRASH = "is:trash";
/** The most ids in one request for a list. */
const MOST_IDS = 100;

/** Finds what has been in the trash for more than 30 days. @param {number} [now] */
export function oldTrash(now = Date.now()) {
  return `is:trash trashed:<${oldBefore(now)}`;
}

/**
 * Restores everything in the trash, or deletes all of it permanently, after a confirmation that says how much it is.
 * @param {Deps} deps
 * @param {"all" | "purge"} what
 * @param {string[]} shown ids of documents on the screen
 * @param {string} [query] limits it to a part of the trash
 * @returns {Promise<boolean>} false when the person changed their mind, there is nothing, or after an error
 */
export async function changeWholeTrash(deps, what, shown, query = WHOLE_TRASH) {
  const changes = what === "all" ? { in_trash: false } : { delete_permanently: /** @type {const} */ (true) };
  try {
    const n = await countBulk(deps.api, { query }, changes);
    if (!n) {
      deps.toast(query === WHOLE_TRASH ? t("trash.nothing") : t("trash.nothingOld", { days: OLD_AFTER_DAYS }));
      return false;
    }
    const yes = t(what === "all" ? "trash.all" : "document.purge");
    if (
      !(await deps.confirm({
        title: t(`trash.${what}Question`, { n }),
        text: t(query === WHOLE_TRASH ? `trash.${what}Text` : "trash.purgeOldText", { days: OLD_AFTER_DAYS }),
        yes,
        danger: what === "purge",
      }))
    )
      return false;
  } catch (error) {
    deps.toast(sentence(error));
    return false;
  }
  const job = await changeMany(deps, { query }, changes, what === "all" ? shown : []);
  // A job may also fail halfway, and leaves what was restored in the meantime.
  if (job && what === "purge") await forgetGone(deps, shown);
  return job !== null;
}

/** @param {Deps} deps @param {string[]} ids of documents, some of which no longer exist */
async function forgetGone({ api, store, watcher, toast }, ids) {
  try {
    for (let start = 0; start < ids.length; start += MOST_IDS) {
      const asked = ids.slice(start, start + MOST_IDS);
      const { documents } = await api.listDocuments({ ids: asked.join(",") });
      const left = new Set(store.putAll(documents).map(({ id }) => id));
      for (const id of asked.filter((one) => !left.has(one))) {
        deleted.add(id);
        store.remove(id);
        watcher.forget(id);
      }
    }
  } catch (error) {
    toast(sentence(error));
  }
}
