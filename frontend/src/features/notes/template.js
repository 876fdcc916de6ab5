/** The template of the notes on a document. */

import { moment } from "../../ui/format.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { button, failureOr, iconButton } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { CTRL, written } from "../shortcuts/actions.js";
import { blocksOf } from "./markdown.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Note} Note
 * @typedef {import("./markdown.js").Block} Block
 * @typedef {import("./markdown.js").Inline} Inline
 * @typedef {{ retry: () => void, draft: (text: string) => void, add: () => void, edit: (id: string | null) => void,
 *   save: (note: Note, text: string) => void, remove: (note: Note) => void }} Actions
 */

const LONGEST = 4000;

/** @param {State} state @param {Actions} actions @param {boolean} mayWrite */
export function template(state, actions, mayWrite) {
  if (!mayWrite && !state.count) return nothing;
  return html`<section class="notes block" aria-labelledby="notes">
    <h2 id="notes">${t("notes.heading")}</h2>
    ${failureOr(state.error, actions.retry, state.isLoaded ? list(state, actions) : waiting())}
    ${mayWrite ? newNote(state, actions) : nothing}
  </section>`;
}

/** @param {State} state @param {Actions} actions */
function list({ notes, editing }, actions) {
  if (!notes.length) return nothing;
  return html`<ul class="notes-list">
    ${repeat(
      notes,
      ({ id }) => id,
      (note) =>
        html`<li data-note=${note.id}>${note.id === editing ? editor(note, actions) : shownNote(note, actions)}</li>`,
    )}
  </ul>`;
}

/** @param {Note} note @param {Actions} actions */
function shownNote(note, { edit, remove }) {
  const name = note.text.slice(0, 40);
  return html`<div class="note-text">${blocksOf(note.text).map(block)}</div>
    <div class="note-foot">
      <p class="fine">
        ${who(note)} ·
        <time datetime=${note.origin_at ?? note.created_at}>${moment(note.origin_at ?? note.created_at)}</time
        >${note.edited_at ? html` · <span title=${moment(note.edited_at)}>${t("notes.edited")}</span>` : nothing}
      </p>
      ${
        note.may_change
          ? html`<div class="note-actions">
              ${iconButton("notes.edit", "pencil", {
                act: () => edit(note.id),
                look: "button-small",
                name,
              })}${iconButton("notes.delete", "trash", { act: () => remove(note), look: "button-small", name })}
            </div>`
          : nothing
      }
    </div>`;
}

/** @param {Note} note */
function who({ author, origin_by }) {
  if (origin_by) return origin_by;
  return author.is_me ? t("notes.you") : (author.name ?? t("notes.formerMember"));
}

/** @param {Note} note @param {Actions} actions */
function editor(note, { edit, save }) {
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    save(note, textOf(event));
  };
  return html`<form @submit=${send} @keydown=${keys(() => edit(null))}>
    <label class="unseen" for="note-edited">${t("notes.text")}</label>
    <textarea id="note-edited" name="text" rows="5" required maxlength=${LONGEST} .value=${note.text}></textarea>
    <div class="actions">
      <button class="button button-small button-main">${t("notes.save")}</button
      >${button("notes.cancel", "close", { act: () => edit(null), look: "button-small" })}
    </div>
  </form>`;
}

/** @param {State} state @param {Actions} actions */
function newNote({ draft, isBusy }, actions) {
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    actions.add();
  };
  const typed = (/** @type {Event} */ event) =>
    actions.draft(/** @type {HTMLTextAreaElement} */ (event.currentTarget).value);
  return html`<form class="notes-new" @submit=${send} @keydown=${keys()}>
    <label class="unseen" for="note-new">${t("notes.add")}</label>
    <textarea
      id="note-new"
      name="text"
      rows=${draft ? 4 : 1}
      maxlength=${LONGEST}
      placeholder=${t("notes.add")}
      .value=${draft}
      @input=${typed}
    ></textarea>
    ${
      draft.trim()
        ? html`<div class="actions">
            <button class="button button-small button-main" aria-disabled=${isBusy ? "true" : nothing}>
              ${t("notes.save")}</button
            ><span class="fine">${t("notes.hint", { keys: written(`${CTRL}+Enter`) })}</span>
          </div>`
        : nothing
    }
  </form>`;
}

/** Ctrl+Enter saves, Escape leaves the text as it was. @param {() => void} [leave] */
function keys(leave) {
  return (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      /** @type {HTMLFormElement} */ (event.currentTarget).requestSubmit();
    } else if (event.key === "Escape" && leave) {
      event.stopPropagation();
      leave();
    }
  };
}

/** @param {Event} event */
function textOf(event) {
  return String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("text") ?? "").trim();
}

/** @param {Block} one @returns {import("../../ui/html.js").Markup} */
function block(one) {
  switch (one.kind) {
    case "heading":
      return html`<h3>${one.inner.map(inline)}</h3>`;
    case "code":
      return html`<pre><code>${one.text}</code></pre>`;
    case "quote":
      return html`<blockquote>${one.blocks.map(block)}</blockquote>`;
    case "list": {
      const items = one.items.map((item) => html`<li>${item.map(inline)}</li>`);
      return one.isNumbered
        ? html`<ol start=${one.start}>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`;
    }
    default:
      return html`<p>${one.inner.map(inline)}</p>`;
  }
}

/** @param {Inline} one @returns {import("../../ui/html.js").Markup | string} */
function inline(one) {
  switch (one.kind) {
    case "break":
      return html`<br />`;
    case "code":
      return html`<code>${one.text}</code>`;
    case "strong":
      return html`<strong>${one.inner.map(inline)}</strong>`;
    case "em":
      return html`<em>${one.inner.map(inline)}</em>`;
    case "link":
      return html`<a href=${one.address} target="_blank" rel="noopener noreferrer">${one.inner.map(inline)}</a>`;
    default:
      return one.text;
  }
}

function waiting() {
  return html`<p class="fine">${t("app.loading")}</p>`;
}
