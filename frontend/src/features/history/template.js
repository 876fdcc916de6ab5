/** The template of the history of a document. */

import { day, moment, money } from "../../ui/format.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { nameWith } from "../../ui/names.js";
import { button, failure } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { isShown, tagsOf } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./state.js").Values} Values
 * @typedef {{ open: (isOpen: boolean) => void, more: () => void, retry: () => void,
 *   revert?: (entry: string) => void, restore?: (entry: string) => void }} Actions without the last two for a person who may only look
 */

/** @param {State} state @param {Actions} actions */
export function template(state, actions) {
  const toggle = (/** @type {Event} */ event) => actions.open(/** @type {HTMLDetailsElement} */ (event.currentTarget).open);
  return html`<details class="history" @toggle=${toggle}>
    <summary><h2>${t("history.heading")}</h2></summary>
    ${state.error ? failure(state.error, actions.retry) : state.isLoaded ? list(state, actions) : html`<p class="fine">${t("app.loading")}</p>`}
  </details>`;
}

/** @param {State} state @param {Actions} actions */
function list({ entries, cursor }, actions) {
  const shown = entries.filter(isShown);
  return html`<ol class="history-entries">${repeat(shown, ({ id }) => id, (entry) => row(entry, entry !== shown[0], actions))}</ol>
    ${cursor ? html`<button type="button" class="button button-small" @click=${actions.more}>${t("history.more")}</button>` : nothing}`;
}

/** @param {Entry} entry @param {boolean} isOlder @param {Actions} actions */
function row(entry, isOlder, { revert, restore }) {
  const { id, at, changes } = entry;
  const lines = sentences(entry);
  const name = lines.join(" ");
  return html`<li>
    ${lines.map((line) => html`<p>${line}</p>`)}
    <p class="fine"><time datetime=${at}>${moment(at)}</time> · ${who(entry)}${entry.job_id ? html` · ${t("history.job")}` : nothing}</p>
    ${
      revert && restore
        ? html`<div class="actions">
            ${changes.length ? button("history.undo", "restore", { act: () => revert(id), look: "button-small", name }) : nothing}
            ${isOlder ? button("history.restore", "clock", { act: () => restore(id), look: "button-small button-plain", name }) : nothing}
          </div>`
        : nothing
    }
  </li>`;
}

/** @param {Entry} entry */
function who({ actor: { kind, name, is_me } }) {
  if (is_me) return t("history.you");
  if (kind === "program") return "Docloft";
  return name ?? t(kind === "person" ? "history.formerMember" : "history.revokedKey");
}

/** What happened, one sentence for each field. @param {Entry} entry @returns {string[]} */
function sentences({ event, changes, without_values, reverts }) {
  const of = changes.flatMap(change);
  const unknown = without_values.map((field) => t("history.changed", { field: t(`historyField.${/** @type {Values["field"]} */ (field)}`) }));
  const first = reverts ? [t(event === "reverted" ? "history.reverted" : "history.wentBack")] : [];
  const all = [...first, ...of, ...unknown];
  return all.length ? all : [t(`historyEvent.${/** @type {typeof import("./state.js").EVENTS[number]} */ (event)}`)];
}

/** @param {Values} values @returns {string[]} */
function change(values) {
  const { field, before, after } = values;
  if (field === "in_trash") return [t(after ? "history.trashed" : "history.takenOut")];
  if (field === "tags") {
    const { added, removed } = tagsOf(values);
    return [...added.map((id) => t("history.tagged", { name: nameOf(id) })), ...removed.map((id) => t("history.untagged", { name: nameOf(id) }))];
  }
  const words = { field: t(`historyField.${field}`), before: shown(field, before), after: shown(field, after) };
  if (before === null) return [t("history.set", words)];
  return [t(after === null ? "history.removed" : "history.replaced", words)];
}

/** @param {Values["field"]} field @param {unknown} value */
function shown(field, value) {
  if (value === null) return "";
  if (field === "sender" || field === "kind") return nameOf(String(value));
  if (field === "amount") return money((Number(value) / 100).toFixed(2));
  return field === "title" || field === "currency" ? String(value) : day(String(value));
}

/** @param {string} id */
function nameOf(id) {
  return nameWith(id)?.name ?? t("history.deletedName");
}
