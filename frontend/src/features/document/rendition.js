/**
 * Shows a document with its formatting: a page that the server has sanitised, in a frame that can neither run nor load
 * anything.
 */

import { failureOf } from "../../api/jobs.js";
import { zone } from "../../api/preferences.js";
import { moment } from "../../ui/format.js";
import { html, nothing, render } from "../../ui/html.js";
import { reasonOf } from "../../ui/reasons.js";
import { isKey, language, t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Rendition & { url: string }} Rendition that has been made
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
  const known = await made(api, id, signal);
  if (known) return known;
  const { job } = await api.makeRendition(id);
  const failed = await failureOf(api, job.id);
  signal.throwIfAborted();
  if (failed) throw new NotRendered(reasonOf(failed));
  const rendition = await made(api, id, signal);
  if (!rendition) throw new NotRendered(t("rendition.some"));
  return rendition;
}

/**
 * Null if the page has not been made, or was deleted since.
 * @param {import("../../../types.js").Deps["api"]} api
 * @param {string} id
 * @param {AbortSignal} signal
 * @returns {Promise<Rendition | null>}
 */
async function made(api, id, signal) {
  const { url, ...more } = await api.rendition(id, signal);
  return url ? { url, ...more } : null;
}

/**
 * The frame has an origin of its own, so neither it nor this page can reach the other: its text scrolls inside it.
 * Links open in an ordinary new tab.
 * @param {HTMLElement} panel
 * @param {Doc} document
 * @param {Rendition} rendition
 */
export function showRendition(panel, { title }, { url, missing, sent_at: sent }) {
  const notes = [
    ...(sent && isElsewhere(sent) ? [t("rendition.sent", { when: moment(sent) })] : []),
    ...missing.map(sentenceOf),
  ];
  render(
    html`${
        notes.length
          ? html`<ul class="fine rendition-missing">
              ${notes.map((note) => html`<li>${note}</li>`)}
            </ul>`
          : nothing
      }
      <div class="viewer rendition">
        <iframe
          class="sheet"
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerpolicy="no-referrer"
          title=${t("document.formatted", { title })}
          src=${inLanguage(url)}
        ></iframe>
      </div>`,
    panel,
  );
}

/** The page, with what it says itself in the reader's language: its target. @param {string} url */
export const inLanguage = (url) => `${url}#${language}`;

/**
 * Whether the clock of the sender showed another time than the reader's. The page is kept for readers in any time zone,
 * so it has the time of the sender.
 * @param {string} sent with the time zone of the sender
 */
export function isElsewhere(sent) {
  // Swedish dates are written as in ISO 8601.
  const here = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone: zone() }).format(
    new Date(sent),
  );
  return here !== sent.slice(0, 16).replace("T", " ");
}

/** @param {string} code */
function sentenceOf(code) {
  const key = `rendition.${code}`;
  return isKey(key) ? t(key) : t("rendition.some");
}
