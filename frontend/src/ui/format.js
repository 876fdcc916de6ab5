/** Numbers, dates and kinds as a person reads them. Pure. */

import { language, t } from "./strings.js";

const DAY = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const MOMENT = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const LANGUAGES = new Intl.DisplayNames([language], { type: "language" });

/** @type {Record<string, string>} */
const KINDS = {
  "application/pdf": "PDF",
  "text/plain": "TXT",
  "text/markdown": "MD",
  "text/html": "HTML",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
  "image/jpeg": "JPEG",
  "image/png": "PNG",
  "image/webp": "WebP",
  "image/gif": "GIF",
  "image/tiff": "TIFF",
  "image/heic": "HEIC",
};

/** @param {number} size in bytes; as people count: 1 kB is 1000 */
export function bytes(size) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), units.length - 1);
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: /** @type {string} */ (units[power]),
    unitDisplay: power === 0 ? "long" : "short",
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(size / 1000 ** power);
}

/** @param {string} iso a day or a moment @returns {string} */
export function day(iso) {
  // A day without a time is that day everywhere.
  return DAY.format(new Date(iso.length === 10 ? `${iso}T12:00:00` : iso));
}

/** @param {string} iso */
export function moment(iso) {
  return MOMENT.format(new Date(iso));
}

/** @param {string} mediaType */
export function kind(mediaType) {
  return KINDS[mediaType] ?? mediaType.split("/").pop()?.toUpperCase() ?? "";
}

/** @param {string} code */
export function languageName(code) {
  return LANGUAGES.of(code) ?? code;
}

/** What tells two papers apart at a glance: kind, length, date. @param {import("../../types.js").Doc} document */
export function facts(document) {
  return [
    kind(document.media_type),
    document.pages && document.pages > 1 ? t("facts.pages", { n: document.pages }) : "",
    day(document.document_date ?? document.created_at),
  ];
}

/**
 * As `sha256sum` and every other tool prints it.
 * @param {string} base64
 */
export function hex(base64) {
  return Array.from(atob(base64), (character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}
