/** The accepted formats, as the API describes them in /v1/me: how each is named and shown. */

import { PATHS } from "./icons.js";
import { isKey, t } from "./strings.js";

/** @typedef {import("../../types.js").Accepted} Accepted */

/** @type {Map<string, Accepted>} by media type */
let formats = new Map();

/** @param {Accepted[]} accepted called once, after the sign-in */
export function setFormats(accepted) {
  formats = new Map(accepted.map((format) => [format.media_type, format]));
}

/**
 * A few characters for a tile: PDF; empty for bytes of an unknown kind (RFC 2046, 4.5.1).
 * @param {string} mediaType
 * @returns {string}
 */
export function badgeOf(mediaType) {
  if (mediaType === "application/octet-stream") return "";
  return formats.get(mediaType)?.badge ?? mediaType.split("/").pop()?.toUpperCase() ?? "";
}

/** The name in the person's language, or in English if the catalogue has none. @param {string} mediaType */
export function nameOf(mediaType) {
  const format = formats.get(mediaType);
  if (!format) return badgeOf(mediaType);
  return isKey(format.name_key) ? t(format.name_key) : format.label;
}

/** What can show the original itself; null: its text or its thumbnail is shown. @param {string} mediaType */
export function viewerOf(mediaType) {
  const viewer = formats.get(mediaType)?.viewer;
  return viewer === "pdf" || viewer === "image" ? viewer : null;
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
