/** The accepted formats, as the API describes them in /v1/me: how each is named and shown. */

import { PATHS } from "./icons.js";
import { isKey, t } from "./strings.js";

/** @typedef {import("../../types.js").Accepted} Accepted */

/** The type of bytes of an unknown kind (RFC 2046, 4.5.1). */
const UNKNOWN = "application/octet-stream";

/** @type {Map<string, Accepted>} by media type */
let formats = new Map();

/** @param {Accepted[]} accepted called once, after the sign-in */
export function setFormats(accepted) {
  formats = new Map(accepted.map((format) => [format.media_type, format]));
}

const EXTENSION = /\.([a-z0-9]{1,5})$/iu;

/**
 * A few characters for a tile: PDF. Of a file that is not accepted, such as one that was refused or kept although it
 * cannot be read, the extension of the name, or what its type says.
 * @param {string} mediaType
 * @param {string} fileName
 * @returns {string}
 */
export function badgeOf(mediaType, fileName = "") {
  const kind = EXTENSION.exec(fileName)?.[1] ?? (mediaType === UNKNOWN ? "" : mediaType.split("/").pop());
  return formats.get(mediaType)?.badge ?? kind?.toUpperCase() ?? "";
}

/**
 * The name in the person's language, or in English if the catalogue has none.
 * @param {string} mediaType
 * @param {string} fileName
 */
export function nameOf(mediaType, fileName = "") {
  const format = formats.get(mediaType);
  if (!format) {
    const badge = badgeOf(mediaType, fileName);
    return badge && EXTENSION.test(fileName) ? t("facts.extension", { extension: badge }) : badge;
  }
  return isKey(format.name_key) ? t(format.name_key) : format.label;
}

/** What can show the original itself; null: its text or its thumbnail is shown. @param {string} mediaType */
export function viewerOf(mediaType) {
  const viewer = formats.get(mediaType)?.viewer;
  return viewer === "pdf" || viewer === "image" ? viewer : null;
}

/**
 * Whether the site shows the text that was read instead of the original, as for a word processor's letter.
 * @param {string} mediaType
 */
export function isShownAsText(mediaType) {
  return formats.get(mediaType)?.viewer === "text";
}

/** Whether a document of this type can be shown with its formatting. @param {string} mediaType */
export function hasRendition(mediaType) {
  return formats.get(mediaType)?.has_rendition ?? false;
}

/** Whether its pages can be put into new PDFs. @param {string} mediaType */
export function assembles(mediaType) {
  return formats.get(mediaType)?.assembles ?? false;
}

/** @param {string} mediaType @returns {import("./icons.js").IconName} */
export function iconOf(mediaType) {
  const name = formats.get(mediaType)?.icon ?? "";
  return name in PATHS ? /** @type {import("./icons.js").IconName} */ (name) : "file";
}

/** All extensions, for the `accept` attribute of a file input. */
export function acceptedExtensions() {
  return [...formats.values()].flatMap(({ extensions }) => extensions).join(",");
}
