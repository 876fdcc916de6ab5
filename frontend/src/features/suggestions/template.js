/** The template of the suggestions for a document. */

import { day, money } from "../../ui/format.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { button, iconButton } from "../../ui/parts.js";
import { isKey, t } from "../../ui/strings.js";
import { attributeOf } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Suggestion} Suggestion
 * @typedef {{ accept: (suggestion: Suggestion) => void, refuse: (suggestion: Suggestion) => void }} Actions
 */

/** @param {State} state @param {Actions | null} actions null for a person who may only look */
export function template({ document, suggestions }, actions) {
  if (!suggestions.length || document.trashed_at) return nothing;
  return html`<section class="suggestions" aria-labelledby="suggestions">
    <h2 id="suggestions">${t("suggestion.heading")}</h2>
    <ul aria-labelledby="suggestions">
      ${repeat(suggestions, ({ fact, value }) => `${fact} ${value}`, (one) => item(one, document.id, actions))}
    </ul>
  </section>`;
}

/** @param {Suggestion} suggestion @param {string} id @param {Actions | null} actions */
function item(suggestion, id, actions) {
  const { fact, evidence, page } = suggestion;
  const value = valueOf(suggestion);
  const place = page ? html`<a href="/documents/${id}?page=${page}">${t("suggestion.page", { page })}</a>` : t("suggestion.property");
  const name = `${nameOf(fact)} ${value}`;
  return html`<li>
    <span class="suggestion-fact">${nameOf(fact)}</span>
    <b class="suggestion-value">${value}</b>
    <span class="suggestion-evidence"><q>${evidence}</q> ${place}</span>
    ${actions && attributeOf(fact) ? button("suggestion.accept", "check", { name, look: "button-small", act: () => actions.accept(suggestion) }) : nothing}
    ${actions ? iconButton("suggestion.refuse", "close", { name, look: "button-small suggestion-refuse", act: () => actions.refuse(suggestion) }) : nothing}
  </li>`;
}

/** A fact that only a newer API knows has its own word. @param {string} fact */
function nameOf(fact) {
  const key = `suggestion.${fact}`;
  return isKey(key) ? t(key) : fact;
}

/** As a person reads it. @param {Suggestion} suggestion */
export function valueOf({ fact, value }) {
  if (fact === "document_date" || fact === "due_date") return day(value);
  if (fact === "amount") return money(value);
  // Groups of four, as on paper (ISO 13616).
  if (fact === "iban") return value.replace(/.{4}(?=.)/g, "$& ");
  const key = `kind.${value}`;
  return fact === "kind" && isKey(key) ? t(key) : value;
}
