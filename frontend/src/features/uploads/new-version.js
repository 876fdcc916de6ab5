/** An upload that replaces the file of a document: its own record disappears when it is received. */

import { arrived } from "../../api/document-files.js";

/**
 * Waits until the file is received. Then the document itself is watched until it is read.
 * @param {import("./uploader.js").Uploader} uploads
 * @param {string} key of the upload
 * @param {string} document
 * @param {string} upload its `upload_id`
 */
export async function followVersion(uploads, key, document, upload) {
  try {
    const { document: current, refused } = await arrived(uploads.api, document, upload, new AbortController().signal);
    if (refused) uploads.receive(uploads.store.put(refused));
    uploads.change(key, refused ? { retryable: false } : { documentId: document });
    uploads.store.put(current);
    uploads.watcher.watch(document);
  } catch (error) {
    uploads.fail(key, error);
  }
}
