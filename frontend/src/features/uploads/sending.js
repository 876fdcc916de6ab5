/** The requests of one upload: its document is created, then its bytes are sent. */

import { announceFile } from "../../api/document-files.js";
import { Problem } from "../../api/problems.js";
import { wait } from "../../api/wait.js";
import { bytes } from "../../ui/format.js";
import { t } from "../../ui/strings.js";

/** @typedef {import("../../api/operations.js").Api} Api */

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 1000;

/** @param {File} file @param {number} maxBytes @returns {string} why the file is not uploaded, or "" */
export function refusal({ size }, maxBytes) {
  if (size === 0) return t("upload.empty");
  return size > maxBytes ? t("upload.tooLarge", { limit: bytes(maxBytes) }) : "";
}

/**
 * Creates the document, or announces a new file of one. Each call is another request, so that a cancelled upload can be
 * tried again.
 * @param {Pick<Api, "createDocument" | "request">} api
 * @param {import("./state.js").Item} item
 * @param {{ file: File, checksum: string, signal: AbortSignal }} upload
 * @returns {Promise<{ id: string, existing: import("../../../types.js").Doc | null, form:
 *   import("../../../types.js").Upload | null }>} `existing`: the document that has the bytes, if there is nothing to
 *   upload
 */
export async function create(api, { key, replaces, tags }, { file, checksum, signal }) {
  const media_type = file.type || "application/octet-stream";
  const announced = { file_name: file.name, media_type, size: file.size, checksum_sha256: checksum };
  const once = `${key}-${Date.now()}`;
  if (replaces) {
    const { upload_id: id, upload: form } = await announceFile(api, replaces, announced, once, signal);
    return { id, existing: null, form };
  }
  const { document, upload } = await api.createDocument(
    tags.length > 0 ? { ...announced, tags } : announced,
    once,
    signal,
  );
  return { id: document.id, existing: upload ? null : document, form: upload };
}

/**
 * Sends the bytes; again when the connection breaks. A rejection is final.
 * @param {Pick<Api, "upload">} api
 * @param {import("../../../types.js").Upload} form
 * @param {{ file: File, signal: AbortSignal, onProgress: (share: number) => void }} upload
 */
export async function send(api, form, { file, signal, onProgress }) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await api.upload(form, file, onProgress, signal);
    } catch (error) {
      if (!(error instanceof Problem) || !error.passes || attempt + 1 >= ATTEMPTS) throw error;
      await wait(FIRST_WAIT_MS * 2 ** attempt, signal);
    }
  }
}
