/** The template of the block with the library's own fields of a document. */

import { fieldInput, mayOpen } from "../../ui/field-input.js";
import { valueInWords } from "../../ui/field-values.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { namesOf } from "../../ui/names.js";
import { iconButton } from "../../ui/parts.js";
import { refusal } from "../../ui/refusals.js";
import { t } from "../../ui/strings.js";
import { fieldsWith, otherFields, shownFields } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Doc} Doc
 * @typedef {import("./state.js").Name} Name
 * @typedef {{ save: (field: Name, typed: string) => void, clear: (field: Name) => void, add: (name: string) => void,
 *   find: (words: string) => void, choose: (field: Name, document: Doc) => void }} Actions
 */

/** @param {State} state @param {Actions | null} actions null for a person who may only look */
export function template(state, actions) {
  const fields = namesOf("field");
  const isEdited = actions && !state.document.trashed_at;
  const shown = shownFields(state, fields);
  if (!isEdited && !shown.length && !state.linking.length) return nothing;
  return html`<section class="filing" aria-labelledby="custom-fields">
    <h2 id="custom-fields">${t("fields.heading")}</h2>
    ${
      isEdited
        ? repeat(
            shown,
            ({ id }) => id,
            (field) => editedField(field, state, actions),
          )
        : facts(shown, state)
    }
    ${isEdited ? adder(state, fields, actions) : nothing} ${linking(state, fields)}
  </section>`;
}

/** @param {Name[]} shown @param {State} state */
function facts(shown, state) {
  if (!shown.length) return nothing;
  return html`<dl class="facts">
    ${shown.map(
      (field) =>
        html`<div>
          <dt>${field.name}</dt>
          <dd>${valueShown(field, state)}</dd>
        </div>`,
    )}
  </dl>`;
}

/** @param {Name} field @param {State} state */
function valueShown(field, { document, titles }) {
  const value = document.custom_fields[field.id];
  if (field.type === "document") return documentLink(String(value), titles.get(String(value)));
  const words = valueInWords(field, value);
  return field.type === "link" && mayOpen(words)
    ? html`<a href=${words} target="_blank" rel="noopener noreferrer">${words}</a>`
    : words;
}

/** @param {Name} field @param {State} state @param {Actions} actions */
function editedField(field, state, actions) {
  const { id, name, type } = field;
  const value = state.document.custom_fields[id] ?? null;
  const refused = state.refused[id];
  const described = refused ? { hint: `field-${id}-refused`, isRefused: true } : {};
  const input =
    type === "document"
      ? documentInput(field, state, actions)
      : fieldInput(field, value, {
          id: `field-${id}`,
          label: name,
          ...described,
          save: (typed) => actions.save(field, typed),
        });
  return html`<div class="field custom-field" data-field=${id} data-type=${type}>
    <span class="custom-field-label">
      <label for=${type === "document" && value !== null ? nothing : `field-${id}`}>${name}</label>
      ${type === "link" && value !== null && mayOpen(String(value)) ? openLink(String(value), name) : nothing}
    </span>
    <div class="custom-field-value">
      ${input} ${iconButton("fields.clear", "close", { name, look: "button-small", act: () => actions.clear(field) })}
    </div>
    ${refusal(`field-${id}-refused`, refused)}
    ${type === "document" && value === null ? offered(field, state, actions) : nothing}
  </div>`;
}

/** @param {string} address @param {string} name of the field */
function openLink(address, name) {
  return html`<a
    class="custom-field-open"
    href=${address}
    target="_blank"
    rel="noopener noreferrer"
    aria-label=${`${t("fields.open")}: ${name}`}
    >${t("fields.open")}</a
  >`;
}

/** @param {Name} field @param {State} state @param {Actions} actions */
function documentInput(field, { document, titles }, actions) {
  const value = document.custom_fields[field.id];
  if (typeof value === "string")
    return html`<span class="custom-field-link">${documentLink(value, titles.get(value))}</span>`;
  const find = (/** @type {Event} */ event) =>
    actions.find(/** @type {HTMLInputElement} */ (event.currentTarget).value);
  return html`<input
    id=${`field-${field.id}`}
    type="search"
    maxlength="200"
    autocomplete="off"
    placeholder=${t("fields.find")}
    @input=${find}
  />`;
}

/** The documents that a person may choose. @param {Name} field @param {State} state @param {Actions} actions */
function offered(field, { found }, actions) {
  return html`<p class="unseen" role="status">${found ? t("fields.found", { n: found.length }) : nothing}</p>
    ${found && !found.length ? html`<p class="fine" aria-hidden="true">${t("fields.found", { n: 0 })}</p>` : nothing}
    <ul class="custom-field-found" ?hidden=${!found?.length}>
      ${repeat(
        found ?? [],
        ({ id }) => id,
        (one) =>
          html`<li>
            <button type="button" class="button button-plain" @click=${() => actions.choose(field, one)}>
              ${one.title}
            </button>
          </li>`,
      )}
    </ul>`;
}

/**
 * @param {string} id
 * @param {Doc | null | undefined} document undefined until it is known, null for one that was deleted
 */
function documentLink(id, document) {
  if (document === null) return html`<span class="fine">${t("fields.deletedDocument")}</span>`;
  return html`<a href=${`/documents/${id}`}>${document?.title ?? t("fieldValue.document")}</a
    >${document?.trashed_at ? html` <span class="fine">${t("fields.inTrash")}</span>` : nothing}`;
}

/** @param {State} state @param {Name[]} fields @param {Actions} actions */
function adder(state, fields, actions) {
  const add = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.currentTarget);
    const name = input.value.trim();
    input.value = "";
    if (name) actions.add(name);
  };
  return html`<div class="field">
    <input
      id="field-add"
      type="text"
      list="field-others"
      maxlength="100"
      autocomplete="off"
      aria-label=${t("fields.add")}
      placeholder=${t("fields.addShort")}
      @change=${add}
    />
    <datalist id="field-others">
      ${otherFields(state, fields).map(({ name }) => html`<option value=${name}></option>`)}
    </datalist>
  </div>`;
}

/** @param {State} state @param {Name[]} fields */
function linking({ document, linking: documents }, fields) {
  if (!documents.length) return nothing;
  return html`<h3 id="linking" class="custom-field-heading">${t("fields.linking")}</h3>
    <ul class="custom-field-linking" aria-labelledby="linking">
      ${repeat(
        documents,
        ({ id }) => id,
        (one) =>
          html`<li>
            <a href=${`/documents/${one.id}`}>${one.title}</a>
            <span class="fine">${fieldsWith(one, document.id, fields).join(", ")}</span>
          </li>`,
      )}
    </ul>`;
}
