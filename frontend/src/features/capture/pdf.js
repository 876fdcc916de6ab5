/**
 * A PDF with one picture on each page (ISO 32000-2, 7.5). It contains the bytes of each JPEG unchanged: a PDF reader
 * decodes them itself, so nothing is compressed a second time (docs/decisions/0044-capture.md).
 */

/** The longer edge of a page, in points: that of A4. */
const LONG_EDGE = 841.89;
/** A comment of bytes above 127, from which file transfers can tell that the file is binary (7.5.2). */
const HEADER = "%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n";

/** @typedef {{ jpeg: Blob, width: number, height: number }} Picture three colours, size in pixels */

/** @param {readonly Picture[]} pictures at least one @returns {Blob} */
export function pdfOf(pictures) {
  const pages = pictures.map((picture, index) => pageOf(picture, 3 + index * 3));
  const kids = pictures.map((_, index) => `${3 + index * 3} 0 R`).join(" ");
  /** @type {(string | Blob)[][]} an object each, numbered from 1 */
  const objects = [
    ["<< /Type /Catalog /Pages 2 0 R >>"],
    [`<< /Type /Pages /Kids [${kids}] /Count ${pictures.length} >>`],
    ...pages.flat(),
  ];
  /** @type {BlobPart[]} */
  const parts = [latin(HEADER)];
  let length = HEADER.length;
  const add = (/** @type {string | Blob} */ part) => {
    parts.push(typeof part === "string" ? latin(part) : part);
    length += typeof part === "string" ? part.length : part.size;
  };
  const offsets = objects.map((object, index) => {
    const offset = length;
    for (const part of [`${index + 1} 0 obj\n`, ...object, "\nendobj\n"]) add(part);
    return offset;
  });
  const table = length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  add(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`);
  add(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`);
  return new Blob(parts, { type: "application/pdf" });
}

/**
 * The page, what is drawn on it, and its picture.
 * @param {Picture} picture
 * @param {number} number of the first object
 * @returns {(string | Blob)[][]}
 */
function pageOf({ jpeg, width, height }, number) {
  const scale = LONG_EDGE / Math.max(width, height);
  const [wide, high] = [(width * scale).toFixed(2), (height * scale).toFixed(2)];
  const drawn = `q ${wide} 0 0 ${high} 0 0 cm /P Do Q`;
  return [
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${wide} ${high}] /Contents ${number + 1} 0 R ` +
        `/Resources << /XObject << /P ${number + 2} 0 R >> >> >>`,
    ],
    [`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`],
    [
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB ` +
        `/BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.size} >>\nstream\n`,
      jpeg,
      "\nendstream",
    ],
  ];
}

/** @param {string} text of characters below 256 */
function latin(text) {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
