/** SHA-256 of files, one file at a time: each is read into memory as a whole. */

import { Problem } from "../../api/problems.js";
import { t } from "../../ui/strings.js";

/** @param {File} file @returns {Promise<string>} base64, as S3 expects it */
async function sha256(file) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return btoa(String.fromCharCode(...digest));
}

/** @returns {(file: File) => Promise<string>} raises a Problem for a file that cannot be read */
export function checksums() {
  /** @type {Promise<unknown>} */
  let previous = Promise.resolve();
  return (file) => {
    const checksum = previous
      .then(() => sha256(file))
      .catch(() => {
        throw new Problem(-1, "unreadable", t("upload.unreadable"));
      });
    previous = checksum.catch(() => {});
    return checksum;
  };
}
