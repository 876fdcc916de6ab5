/** Text with a button that copies it. */

import { html } from "./html.js";
import { icon } from "./icons.js";
import { t } from "./strings.js";

const SHOWN_MS = 2500;

/**
 * @param {string} text
 * @param {string} label of the button
 * @param {{ main?: boolean, describedBy?: string }} [options] `main`: the main action, with a button that shows its
 *   label
 */
export function copyable(text, label, { main = false, describedBy = "" } = {}) {
  const button = main
    ? html`<button type="button" class="button button-main" aria-describedby=${describedBy} @click=${copy}>
        ${icon("copy")}<span>${label}</span>
      </button>`
    : html`<button type="button" class="button button-plain" title=${label} @click=${copy}>
        ${icon("copy")}<span class="unseen">${label}</span>
      </button>`;
  return html`<div class="copyable ${main ? "copyable-main" : ""}">
    <pre class="code"><code>${text}</code></pre>
    ${button}
    <span class="copy-said" role="status"></span>
  </div>`;
}

/** @param {Event} event of the button beside the text */
async function copy(event) {
  const place = /** @type {HTMLElement} */ (/** @type {HTMLElement} */ (event.currentTarget).parentElement);
  const code = /** @type {HTMLElement} */ (place.querySelector("code"));
  const status = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
  try {
    await navigator.clipboard.writeText(code.textContent ?? "");
    status.textContent = t("copy.done");
  } catch {
    // The browser has no clipboard here or forbids it. The text is selected, so that one key press copies it.
    window.getSelection()?.selectAllChildren(code);
    status.textContent = t("copy.byHand");
  }
  setTimeout(() => (status.textContent = ""), SHOWN_MS);
}
