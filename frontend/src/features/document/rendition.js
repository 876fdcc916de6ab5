/** Shows a document with its formatting: a page that the server has sanitised, in a frame that can neither run nor load anything. */

import { failureOf } from "../../api/jobs.js";
import { Problem } from "../../api/problems.js";
import { html, nothing, render } from "../../ui/html.js";
import { reasonOf } from "../../ui/reasons.js";
import { isKey, language, t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Rendition} Rendition
 * @typedef {import("../../../types.js").Doc} Doc
 */

/** The document cannot be shown with its formatting. The message is the reason, in the reader's language. */
export class NotRendered extends Error {}

/**
 * Returns the page of a document, and has it made if there is none. Raises NotRendered, and what the API raises.
 * @param {import("../../../types.js").Deps} deps
 * @param {string} id
 * @param {AbortSignal} signal
 * @returns {Promise<Rendition>}
 */
export async function renditionOf({ api }, id, signal) {
  try {
    return await api.rendition(id, signal);
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
  }
  const { job } = await api.makeRendition(id);
  const failed = await failureOf(api, job.id);
  signal.throwIfAborted();
  if (failed) throw new NotRendered(reasonOf(failed));
  return api.rendition(id, signal);
}

/**
 * The frame has an origin of its own, so neither it nor this page can reach the other: its text scrolls inside it. Links open in
 * an ordinary new tab.
 * @param {HTMLElement} panel
 * @param {Doc} document
 * @param {Rendition} rendition
 */
export function showRendition(panel, { title }, { url, missing }) {
  render(
    html`${missing.length ? html`<ul class="fine rendition-missing">${missing.map((code) => html`<li>${sentenceOf(code)}</li>`)}</ul>` : nothing}
      <div class="viewer rendition">
        <iframe class="sheet" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" title=${t("document.formatted", { title })} src=${inLanguage(url)}></iframe>
      </div>`,
    panel,
  );
}

/** The page, with what it says itself in the reader's language: its target. @param {string} url */
export const inLanguage = (url) => `${url}#${language}`;

/** @param {string} code */
function sentenceOf(code) {
  const key = `rendition.${code}`;
  return isKey(key) ? t(key) : t("rendition.some");
}
