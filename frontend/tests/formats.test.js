import assert from "node:assert/strict";
import { test } from "node:test";

import { acceptedExtensions, badgeOf, iconOf, nameOf, setFormats, viewerOf } from "../src/ui/formats.js";

const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/** @returns {import("../api.js").Accepted} */
const format = (/** @type {Partial<import("../api.js").Accepted>} */ changes) => ({
  has_rendition: false,
  assembles: false,
  media_type: "application/pdf",
  label: "PDF",
  name_key: "format.pdf",
  badge: "PDF",
  icon: "file",
  extensions: [".pdf"],
  viewer: "pdf",
  ...changes,
});

setFormats([
  format({}),
  format({
    media_type: WORD,
    label: "Docx",
    name_key: "format.docx",
    badge: "DOCX",
    extensions: [".docx"],
    viewer: "text",
  }),
  format({
    media_type: "application/toy",
    label: "Toy file",
    name_key: "format.toy",
    badge: "TOY",
    icon: "bear",
    extensions: [".toy", ".toys"],
    viewer: "none",
  }),
]);

test("a format is named by the catalogue, and by its label where the catalogue has no such key", () => {
  assert.equal(nameOf(WORD), "Word document");
  assert.equal(nameOf("application/toy"), "Toy file");
});

test("badge and icon are those of the API, and a viewer is one that shows the original itself", () => {
  assert.equal(viewerOf("application/pdf"), "pdf");
  assert.deepEqual([badgeOf(WORD), viewerOf(WORD), iconOf(WORD)], ["DOCX", null, "file"]);
});

test("an icon that this version of the site does not have is a file", () => {
  assert.equal(iconOf("application/toy"), "file");
});

test("a document of a format that is no longer accepted still has a badge and a name, and no viewer", () => {
  assert.deepEqual([badgeOf("image/x-old"), nameOf("image/x-old"), viewerOf("image/x-old")], ["X-OLD", "X-OLD", null]);
});

test("the file dialog offers all extensions", () => {
  assert.equal(acceptedExtensions(), ".pdf,.docx,.toy,.toys");
});

test("bytes of an unknown kind have no name", () => {
  assert.equal(nameOf("application/octet-stream"), "");
  assert.equal(badgeOf("application/octet-stream", "Plan.v2.dwg"), "DWG");
  assert.equal(nameOf("application/octet-stream", "Plan.v2.dwg"), "DWG file");
  assert.equal(badgeOf("application/octet-stream", "notes"), "");
  assert.equal(badgeOf("application/octet-stream", "a.much-too-long"), "");
});

test("a file that was refused has the badge of its name, not the long one of its type", () => {
  assert.equal(badgeOf("application/x-msdos-program", "setup.exe"), "EXE");
  assert.equal(nameOf("application/x-msdos-program", "setup.exe"), "EXE file");
  assert.equal(badgeOf(WORD, "letter.doc"), "DOCX");
});
