/** Small parts that several screens use. */

import { Problem, sentence } from "../api/problems.js";
import { html, nothing } from "./html.js";
import { icon } from "./icons.js";
import { t } from "./strings.js";

/**
 * @param {import("./strings.js").Key} label
 * @param {import("./icons.js").IconName} symbol
 * @param {{ act: (event: Event) => void, look?: string, name?: string }} options `look`: additional CSS classes;
 *   `name`: what it acts on, for screen readers, which may read the label without its row
 */
export function button(label, symbol, { act, look = "", name = "" }) {
  const spoken = name ? `${t(label)}: ${name}` : nothing;
  return html`<button type="button" class="button ${look}" aria-label=${spoken} @click=${act}>
    ${icon(symbol)}${t(label)}
  </button>`;
}

/**
 * A button that shows only its icon.
 * @param {import("./strings.js").Key} label
 * @param {import("./icons.js").IconName} symbol
 * @param {{ act: (event: Event) => void, look?: string, disabled?: boolean, name?: string }} options
 *   as of `button`
 */
export function iconButton(label, symbol, { act, look = "", disabled = false, name = "" }) {
  const spoken = name ? `${t(label)}: ${name}` : t(label);
  return html`<button type="button" class="button button-plain ${look}" ?disabled=${disabled} @click=${act}>
    ${icon(symbol)}<span class="unseen">${spoken}</span>
  </button>`;
}

/**
 * The button at the end of a list that has more pages.
 * @param {import("./strings.js").Key} label
 * @param {{ act: () => void, isHidden: boolean }} options
 */
export function moreButton(label, { act, isHidden }) {
  return html`<div class="more" ?hidden=${isHidden}>
    <button type="button" class="button" @click=${act}>${t(label)}</button>
  </div>`;
}

/**
 * A message that there is nothing to show, and what to do about it.
 * @param {import("./icons.js").IconName} symbol
 * @param {string} title
 * @param {string} hint
 * @param {import("./html.js").Markup} [action]
 */
export function emptiness(symbol, title, hint, action = nothing) {
  return html`<div class="empty">
    <span class="empty-icon">${icon(symbol)}</span>
    <h2>${title}</h2>
    <p>${hint}</p>
    ${action}
  </div>`;
}

/**
 * A message about what failed. `data-when="online"`: main.js presses the button when the connection is back.
 * @param {unknown} error
 * @param {() => void} retry
 */
export function failure(error, retry) {
  const problem = error instanceof Problem ? error : null;
  const isOffline = problem?.status === 0;
  return html`<div class="empty" role="alert">
    <span class="empty-icon">${icon(isOffline ? "offline" : "alert")}</span>
    <h2>${t("error.title")}</h2>
    <p>${sentence(error)}</p>
    ${problem?.id ? html`<p class="fine">${t("error.number", { id: problem.id })}</p>` : nothing}
    <button
      type="button"
      class="button"
      data-action="retry"
      data-when=${isOffline ? "online" : nothing}
      @click=${retry}
    >
      ${icon("retry")}${t("error.retry")}
    </button>
  </div>`;
}

/**
 * An error if there is one, else what is shown without it.
 * @param {unknown} error
 * @param {() => void} retry
 * @param {import("./html.js").Markup} otherwise
 */
export function failureOr(error, retry, otherwise) {
  return error ? failure(error, retry) : otherwise;
}
