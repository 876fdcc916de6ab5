/** The template of the suggestions for a document. */

import { html, nothing, repeat } from "../../ui/html.js";
import { iconButton } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { factName, valueOf } from "../../ui/suggested-values.js";
import { attributeOf, refusalOf } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Suggestion} Suggestion
 * @typedef {import("./state.js").NearDuplicate} NearDuplicate
 * @typedef {{ accept: (suggestion: Suggestion) => void, refuse: (refused: Pick<Suggestion, "fact" | "value">) => void
 *   }} Actions
 */

/** @param {State} state @param {Actions | null} actions null for a person who may only look */
export function template({ document, suggestions, looks_like = [] }, actions) {
  if (!(suggestions.length || looks_like.length) || document.trashed_at) return nothing;
  return html`<section class="suggestions block" aria-labelledby="suggestions">
    <h2 id="suggestions">${t("suggestion.heading")}</h2>
    <ul aria-labelledby="suggestions">
      ${repeat(
        suggestions,
        ({ fact, value }) => `${fact} ${value}`,
        (one) => item(one, document.id, actions),
      )}
      ${repeat(
        looks_like,
        (one) => one.document_id,
        (one) => nearDuplicate(one, actions),
      )}
    </ul>
  </section>`;
}

/** @param {Suggestion} suggestion @param {string} id @param {Actions | null} actions */
function item(suggestion, id, actions) {
  const { fact, evidence, page, like = [] } = suggestion;
  const value = valueOf(suggestion);
  const name = `${factName(fact)} ${value}`;
  return html`<li>
    <span class="suggestion-fact">${factName(fact)}</span>
    <b class="suggestion-value">${value}</b>
    <span class="suggestion-evidence">${like.length ? asIn(like) : html`<q>${evidence}</q> ${place(id, page)}`}</span>
    ${
      actions && attributeOf(fact)
        ? iconButton("suggestion.accept", "check", {
            name,
            look: "button-small suggestion-accept",
            act: () => actions.accept(suggestion),
          })
        : nothing
    }
    ${
      actions
        ? iconButton("suggestion.refuse", "close", {
            name,
            look: "button-small suggestion-refuse",
            act: () => actions.refuse(suggestion),
          })
        : nothing
    }
  </li>`;
}

/** @param {string} id @param {number | null} page */
function place(id, page) {
  return page
    ? html`<a href="/documents/${id}?page=${page}">${t("suggestion.page", { page })}</a>`
    : t("suggestion.property");
}

/** The documents that the value was learned from. @param {Suggestion["like"]} like */
function asIn(like) {
  return html`${t("suggestion.asIn")}
  ${like.map(({ document_id, title }, index) => html`${index ? ", " : ""}<a href="/documents/${document_id}">${title}</a>`)}`;
}

/** @param {NearDuplicate} one @param {Actions | null} actions */
function nearDuplicate(one, actions) {
  const { document_id, title, share } = one;
  const name = `${t("suggestion.looks_like")} ${title}`;
  return html`<li>
    <span class="suggestion-fact">${t("suggestion.looks_like")}</span>
    <a class="suggestion-value" href="/documents/${document_id}">${title}</a>
    <span class="suggestion-evidence">${t("suggestion.share", { share })}</span>
    ${
      actions
        ? iconButton("suggestion.refuse", "close", {
            name,
            look: "button-small suggestion-refuse",
            act: () => actions.refuse(refusalOf(one)),
          })
        : nothing
    }
  </li>`;
}
