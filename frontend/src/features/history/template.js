/** The template of the history of a document. */

import { fieldName, valueInWords } from "../../ui/field-values.js";
import { day, moment, money } from "../../ui/format.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { nameWith } from "../../ui/names.js";
import { button, failureOr } from "../../ui/parts.js";
import { untilInWords } from "../../ui/retention.js";
import { t } from "../../ui/strings.js";
import { isShown, programOf, tagsOf } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Entry} Entry
 * @typedef {import("./state.js").Values} Values
 * @typedef {{ open: (isOpen: boolean) => void, more: () => void, retry: () => void, revert?: (entry: string) => void,
 *   restore?: (entry: string) => void }} Actions without the last two for a person who may only look
 */

/** @param {State} state @param {Actions} actions */
export function template(state, actions) {
  const toggle = (/** @type {Event} */ event) =>
    actions.open(/** @type {HTMLDetailsElement} */ (event.currentTarget).open);
  return html`<details class="history block" @toggle=${toggle}>
    <summary><h2>${t("history.heading")}</h2></summary>
    ${failureOr(state.error, actions.retry, state.isLoaded ? list(state, actions) : waiting())}
  </details>`;
}

/** @param {State} state @param {Actions} actions */
function list({ entries, cursor }, actions) {
  const shown = entries.filter(isShown);
  return html`<ol class="history-entries">
      ${repeat(
        shown,
        ({ id }) => id,
        (entry) => row(entry, entry !== shown[0], actions),
      )}
    </ol>
    ${cursor ? html`<button type="button" class="button button-small" @click=${actions.more}>${t("history.more")}</button>` : nothing}`;
}

/** @param {Entry} entry @param {boolean} isOlder @param {Actions} actions */
function row(entry, isOlder, { revert, restore }) {
  const { id, at, changes, imported } = entry;
  const lines = sentences(entry);
  const name = lines.join(" ");
  return html`<li>
    ${lines.map((line) => html`<p>${line}</p>`)}
    <p class="fine">
      <time datetime=${at}>${moment(at)}</time> · ${who(entry)}${entry.job_id ? html` · ${t("history.job")}` : nothing}
    </p>
    ${imported ? html`<p class="fine">${t("history.imported", { day: day(imported.at), who: who({ actor: imported.by }) })}</p>` : nothing}
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

/** @param {{ actor: Entry["actor"], imported?: Entry["imported"] }} entry */
function who({ actor, imported }) {
  const { kind, name, is_me } = actor;
  if (is_me) return t("history.you");
  if (kind === "program") return programOf({ actor, imported });
  if (kind === "rule") return name === null ? t("history.deletedRule") : t("history.rule", { name });
  return name ?? t(kind === "person" ? "history.formerMember" : "history.revokedKey");
}

/** What happened, one sentence for each field. @param {Entry} entry @returns {string[]} */
function sentences({ event, changes, without_values, reverts }) {
  const of = changes.flatMap(change);
  const unknown = without_values.map((field) =>
    t("history.changed", { field: t(`historyField.${/** @type {Values["field"]} */ (field)}`) }),
  );
  const first = reverts ? [t(event === "reverted" ? "history.reverted" : "history.wentBack")] : [];
  const all = [...first, ...of, ...unknown];
  return all.length ? all : [t(`historyEvent.${/** @type {typeof import("./state.js").EVENTS[number]} */ (event)}`)];
}

/** @param {Values} values @returns {string[]} */
function change(values) {
  const { field, before, after } = values;
  if (field === "in_trash") return [t(after ? "history.trashed" : "history.takenOut")];
  if (field === "note") return [noteSentence(before, after)];
  if (field === "added") return [t("history.added", { before: moment(String(before)), after: moment(String(after)) })];
  if (field === "file") return [t("history.file", { before: String(before), after: String(after) })];
  if (field === "inbox") return [t(after ? "history.toInbox" : "history.filed")];
  if (field === "tags") {
    const { added, removed } = tagsOf(values);
    return [
      ...added.map((id) => t("history.tagged", { name: nameOf(id) })),
      ...removed.map((id) => t("history.untagged", { name: nameOf(id) })),
    ];
  }
  if (field === "custom_fields")
    return fieldSentences(
      /** @type {Record<string, unknown>} */ (before),
      /** @type {Record<string, unknown>} */ (after),
    );
  const words = { field: t(`historyField.${field}`), before: shown(field, before), after: shown(field, after) };
  return [replacement(before, after, words)];
}

/**
 * One sentence for each field of the library that was changed.
 * @param {Record<string, unknown>} before
 * @param {Record<string, unknown>} after
 */
function fieldSentences(before, after) {
  return Object.keys(before).map((id) => {
    const of = (/** @type {unknown} */ value) => (value === null ? "" : valueInWords(nameWith(id), value));
    return replacement(before[id], after[id], { field: fieldName(id), before: of(before[id]), after: of(after[id]) });
  });
}

/** @param {unknown} before @param {unknown} after @param {{ field: string, before: string, after: string }} words */
function replacement(before, after, words) {
  if (before === null) return t("history.set", words);
  return t(after === null ? "history.removed" : "history.replaced", words);
}

const NOTE_SHOWN = 80;

/** @param {unknown} before @param {unknown} after null: the note did not exist */
function noteSentence(before, after) {
  const [old, text] = [before, after].map((one) =>
    String(one).length > NOTE_SHOWN ? `${String(one).slice(0, NOTE_SHOWN)}…` : String(one),
  );
  if (before === null) return t("history.noteAdded", { text: text ?? "" });
  return after === null ? t("history.noteDeleted", { text: old ?? "" }) : t("history.noteEdited", { text: text ?? "" });
}

/** @param {Values["field"]} field @param {unknown} value */
function shown(field, value) {
  if (value === null) return "";
  if (field === "sender" || field === "kind") return nameOf(String(value));
  if (field === "amount") return money((Number(value) / 100).toFixed(2));
  if (field === "keep_until") return untilInWords(String(value));
  return field === "title" || field === "currency" ? String(value) : day(String(value));
}

/** @param {string} id */
function nameOf(id) {
  return nameWith(id)?.name ?? t("history.deletedName");
}

function waiting() {
  return html`<p class="fine">${t("app.loading")}</p>`;
}
