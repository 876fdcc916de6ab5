/** The template of what a rule would change. */

import { html, nothing } from "../../ui/html.js";
import { button } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { effectInWords, leftInWords, newNamesInWords } from "./words.js";

/**
 * @typedef {import("../../../types.js").Trial} Trial
 * @typedef {Trial["documents"][number]} Change
 */

/**
 * @param {Trial | null} trial
 * @param {import("./state.js").NewName[]} missing names that are created with the rule
 * @param {() => void} more shows further documents
 */
export function trialTemplate(trial, missing, more) {
  if (!trial) return nothing;
  const { total, documents, next } = trial;
  return html`<section class="rule-trial">
    <h3>${t("rules.finds", { n: total })}</h3>
    ${missing.map(({ name }) => html`<p class="note">${t("rules.newName", { name })}</p>`)}
    ${total > documents.length && documents.length ? html`<p class="fine">${t("rules.newest", { n: documents.length })}</p>` : nothing}
    <ul>
      ${documents.map((change) => row(change, missing))}
    </ul>
    ${next === null ? nothing : button("rules.showMore", "chevron", { act: more, look: "button-small" })}
  </section>`;
}

/** @param {Change} change @param {import("./state.js").NewName[]} missing */
function row({ document, effects, left }, missing) {
  const changes = [...effects.map(effectInWords), ...newNamesInWords(missing, document)];
  return html`<li>
    <a href=${`/documents/${document.id}`} target="_blank">${document.title}</a>
    ${changes.length ? changes.map((one) => html`<p>${one}</p>`) : html`<p class="fine">${t("rules.noChange")}</p>`}
    ${left.map((one) => html`<p class="fine">${leftInWords(one)}</p>`)}
  </li>`;
}
