/** The template of the block where a person files a document. */

import { day, money } from "../../ui/format.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { chip, nameChips, named, namesOf, nameWith } from "../../ui/names.js";
import { iconButton } from "../../ui/parts.js";
import { refusal } from "../../ui/refusals.js";
import { untilInWords } from "../../ui/retention.js";
import { locale, t } from "../../ui/strings.js";
import { shownTags } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../ui/names.js").What} What
 * @typedef {"sender" | "kind" | "tags" | "document_date" | "due_date" | "keep_until" | "amount"} Editable
 * @typedef {{ document: Doc, unsaved: import("./state.js").Unsaved, refused: import("../../ui/refusals.js").Refused }}
 *   State `refused`: by what is edited
 * @typedef {{ setName: (what: "sender" | "kind", text: string) => void, addTag: (text: string) => void, removeTag: (id:
 *   string) => void, setDate: (day: string) => void, setDue: (day: string) => void, dropKeep: () => void, setAmount:
 *   (text: string) => void }} Actions
 */

const NUMBER = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, useGrouping: false });

/** @param {State} state @param {Actions | null} actions null for a person who may only look */
export function template(state, actions) {
  const { document } = state;
  const content = actions && !document.trashed_at ? fields(state, actions) : facts(document);
  if (content === nothing) return nothing;
  return html`<section class="filing block" aria-labelledby="filing">
    <h2 id="filing">${t("filing.heading")}</h2>
    ${content}
  </section>`;
}

/** @param {Doc} document */
function facts(document) {
  const { document_date, due_date, keep_until, amount, currency } = document;
  const chips = nameChips(document);
  if (chips === nothing && !document_date && !due_date && !keep_until && amount === null) return nothing;
  return html`${chips}
    <dl class="facts">
      ${
        document_date
          ? html`<div>
              <dt>${t("filing.date")}</dt>
              <dd>${day(document_date)}</dd>
            </div>`
          : nothing
      }
      ${
        due_date
          ? html`<div>
              <dt>${t("filing.due")}</dt>
              <dd>${day(due_date)}</dd>
            </div>`
          : nothing
      }
      ${
        keep_until
          ? html`<div>
              <dt>${t("filing.keep")}</dt>
              <dd>${untilInWords(keep_until)}</dd>
            </div>`
          : nothing
      }
      ${
        amount === null
          ? nothing
          : html`<div>
              <dt>${t("filing.amount")}</dt>
              <dd>${money(`${amount / 100} ${currency ?? ""}`.trim())}</dd>
            </div>`
      }
    </dl>`;
}

/** @param {State} state @param {Actions} actions */
function fields({ document, unsaved, refused }, actions) {
  const { document_date, due_date, keep_until } = document;
  const tags = shownTags(document.tags, unsaved, nameWith, (text) => named(namesOf("tag"), "tag", text));
  return html`${choice("sender", document, refused, actions)} ${choice("kind", document, refused, actions)}
    <div class="field">
      <label for="filing-tag">${t("filing.tags")}</label>
      ${
        tags.length
          ? html`<ul class="filing-tags">
              ${repeat(
                tags,
                ({ name }) => name,
                ({ name, tag, id }) =>
                  html`<li>
                    ${tag ? chip(tag) : html`<span class="chip">${name}</span>`}${
                      id
                        ? iconButton("filing.removeTag", "close", {
                            name,
                            look: "button-small",
                            act: () => actions.removeTag(id),
                          })
                        : nothing
                    }
                  </li>`,
              )}
            </ul>`
          : nothing
      }
      <input
        id="filing-tag"
        type="text"
        list="filing-tags"
        maxlength="100"
        autocomplete="off"
        placeholder=${t("filing.addTag")}
        @change=${addTag(actions)}
      />
      ${options("tag")} ${refusal("filing-tags-refused", refused.tags)}
    </div>
    ${dateField("document_date", t("filing.date"), document_date, refused, actions.setDate)}
    ${dateField("due_date", t("filing.due"), due_date, refused, actions.setDue)}
    ${labelled(
      "amount",
      t("filing.amount"),
      html`<input
        id="filing-amount"
        type="text"
        inputmode="decimal"
        autocomplete="off"
        aria-invalid=${refused.amount ? "true" : nothing}
        aria-describedby=${refused.amount ? "filing-amount-refused" : nothing}
        .value=${textOf("amount", document)}
        @change=${onTyped(actions.setAmount)}
      />`,
      refused,
    )}
    ${
      keep_until
        ? html`<p class="filing-keep">
            <span>${t("filing.kept", { until: untilInWords(keep_until) })}</span
            >${iconButton("filing.dropKeep", "close", { look: "button-small", act: actions.dropKeep })}
          </p>`
        : nothing
    }
    ${refusal("filing-keep_until-refused", refused.keep_until)}`;
}

/** The text of an input for a document. @param {"sender" | "kind" | "amount"} field @param {Doc} document */
export function textOf(field, document) {
  if (field !== "amount") return nameWith(document[field])?.name ?? "";
  return document.amount === null ? "" : `${NUMBER.format(document.amount / 100)} ${document.currency ?? ""}`.trim();
}

/** @param {"sender" | "kind"} what @param {Doc} document @param {State["refused"]} refused @param {Actions} actions */
function choice(what, document, refused, actions) {
  const save = onTyped((text) => actions.setName(what, text));
  const input = html`<input
    id="filing-${what}"
    type="text"
    list=${`filing-${what}s`}
    maxlength="100"
    autocomplete="off"
    aria-invalid=${refused[what] ? "true" : nothing}
    aria-describedby=${refused[what] ? `filing-${what}-refused` : nothing}
    .value=${textOf(what, document)}
    @change=${save}
  />`;
  return html`${labelled(what, t(`filing.${what}`), input, refused)} ${options(what)}`;
}

/**
 * @param {"document_date" | "due_date"} name
 * @param {string} label
 * @param {string | null} value
 * @param {State["refused"]} refused
 * @param {(day: string) => void} save
 */
function dateField(name, label, value, refused, save) {
  const input = html`<input
    id="filing-${name}"
    type="date"
    aria-invalid=${refused[name] ? "true" : nothing}
    aria-describedby=${refused[name] ? `filing-${name}-refused` : nothing}
    .value=${value ?? ""}
    @change=${onTyped(save)}
  />`;
  return labelled(name, label, input, refused);
}

/**
 * An input with its label, and what was wrong with the value that was entered.
 * @param {Editable} name
 * @param {string} label
 * @param {import("../../ui/html.js").Markup} input
 * @param {State["refused"]} refused
 */
function labelled(name, label, input, refused) {
  return html`<div class="field">
    <label for="filing-${name}">${label}</label>${input}${refusal(`filing-${name}-refused`, refused[name])}
  </div>`;
}

/** The names that are offered while a person types. @param {What} what */
function options(what) {
  return html`<datalist id=${`filing-${what}s`}>
    ${namesOf(what).map(({ name }) => html`<option value=${name}></option>`)}
  </datalist>`;
}

/** Called when the person presses Enter, chooses an option or leaves the field. @param {(text: string) => void} save */
function onTyped(save) {
  return (/** @type {Event} */ event) => save(/** @type {HTMLInputElement} */ (event.currentTarget).value.trim());
}

/** @param {Actions} actions */
function addTag(actions) {
  return (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    const text = input.value.trim();
    input.value = "";
    if (text) actions.addTag(text);
  };
}
