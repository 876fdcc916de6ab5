/** What has become of a file that was uploaded. */

import { isFailed } from "../../api/document-states.js";
import { Problem, sentence } from "../../api/problems.js";
import { reasonOf } from "../../ui/reasons.js";
import { t } from "../../ui/strings.js";

/** @typedef {import("./state.js").Item} Item */

/**
 * The status of an upload, with what the list shows of it; null while its document is in progress.
 * @param {import("../../../types.js").Doc} document
 * @returns {[Item["status"], Partial<Item>?] | null}
 */
export function outcomeOf(document) {
  const { id, state, duplicate_of: other } = document;
  if (state === "ready") return ["ready"];
  if (other) return ["duplicate", { documentId: other, trashed: document.attention !== null, rejectedId: id }];
  return isFailed({ state }) ? ["failed", { message: reasonOf(document) }] : null;
}

/**
 * Whether an upload waits to hear what became of a document.
 * @param {Item} item
 * @param {string} id of the document
 */
export function awaits({ documentId, status }, id) {
  return documentId === id && (status === "processing" || status === "missing");
}

/** Whether an upload failed because there is no connection. @param {unknown} error */
export function isStalled(error) {
  return error instanceof Problem && error.status === 0;
}

/**
 * Why an upload failed, in words.
 * @param {unknown} error
 * @param {Item | undefined} item
 */
export function reasonFor(error, item) {
  return isStalled(error) && item?.isKept ? t("upload.kept") : sentence(error);
}
