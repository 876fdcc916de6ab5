/** The facts about a document: size, dates, checksum and so on. */

import { bytes, hex, languageName, moment } from "../../ui/format.js";
import { nameOf } from "../../ui/formats.js";
import { html } from "../../ui/html.js";
import { t } from "../../ui/strings.js";

/** @param {import("../../../types.js").Doc} document */
export function factList(document) {
  const { pages, width, height, language } = document;
  /** @type {[import("../../ui/strings.js").Key, string | null][]} */
  const rows = [
    ["fact.type", nameOf(document.media_type, document.file_name)],
    ["fact.pages", pages ? String(pages) : null],
    ["fact.pixels", width && height ? `${width} × ${height}` : null],
    ["fact.size", bytes(document.size)],
    ["fact.added", moment(document.created_at)],
    ["fact.language", language ? languageName(language) : null],
    ["fact.file", document.file_name],
  ];
  return html`<dl class="facts">
    ${rows
      .filter(([, value]) => value)
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${t(name)}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    <div>
      <dt>${t("fact.checksum")}</dt>
      <dd class="checksum">${hex(document.checksum_sha256)}</dd>
    </div>
  </dl>`;
}
