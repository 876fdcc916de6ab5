/** The files inside an e-mail or archive, each of which is a document of its own. */

import { card } from "../../ui/cards.js";
import { html, nothing } from "../../ui/html.js";
import { t } from "../../ui/strings.js";

/** @param {import("../../../types.js").Children["children"]} children */
export function childList(children) {
  if (!children.length) return nothing;
  return html`<section class="document-children">
    <h2 id="children">${t("document.children", { count: children.length })}</h2>
    <ul class="cards" data-layout="list" aria-labelledby="children">
      ${children.map(({ name, document }) => (document ? child(document, name) : deleted(name)))}
    </ul>
  </section>`;
}

/** @param {import("../../../types.js").Doc} document @param {string} name */
function child(document, name) {
  const otherName = name === document.file_name ? "" : name;
  const fact = document.trashed_at ? t("document.inTrash") : otherName;
  return card(document, { fact, showsParent: false });
}

/** @param {string} name */
function deleted(name) {
  return html`<li class="card"><p class="note">${t("document.childDeleted", { name })}</p></li>`;
}
