/** The requests of one upload: its document is created, then its bytes are sent. */

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
 * Creates the document. Each call is another request, so that a cancelled upload can be tried again.
 * @param {Pick<Api, "createDocument">} api
 * @param {string} key of the upload
 * @param {{ file: File, checksum: string, signal: AbortSignal }} upload
 */
export function create(api, key, { file, checksum, signal }) {
  const media_type = file.type || "application/octet-stream";
  const announced = { file_name: file.name, media_type, size: file.size, checksum_sha256: checksum };
  return api.createDocument(announced, `${key}-${Date.now()}`, signal);
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
