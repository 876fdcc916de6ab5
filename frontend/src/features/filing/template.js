/** The template of the block where a person files a document. */

import { day, money } from "../../ui/format.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { chip, nameChips, namesOf, nameWith } from "../../ui/names.js";
import { iconButton } from "../../ui/parts.js";
import { locale, t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../ui/names.js").What} What
 * @typedef {{ setName: (what: "sender" | "kind", text: string) => void, addTag: (text: string) => void,
 *   removeTag: (id: string) => void, setDue: (day: string) => void, setAmount: (text: string) => void }} Actions
 */

const NUMBER = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, useGrouping: false });

/** @param {Doc} document @param {Actions | null} actions null for a person who may only look */
export function template(document, actions) {
  const content = actions && !document.trashed_at ? fields(document, actions) : facts(document);
  if (content === nothing) return nothing;
  return html`<section class="filing" aria-labelledby="filing">
    <h2 id="filing">${t("filing.heading")}</h2>
    ${content}
  </section>`;
}

/** @param {Doc} document */
function facts(document) {
  const { due_date, amount, currency } = document;
  const chips = nameChips(document);
  if (chips === nothing && !due_date && amount === null) return nothing;
  return html`${chips}
    <dl class="facts">
      ${due_date ? html`<div><dt>${t("filing.due")}</dt><dd>${day(due_date)}</dd></div>` : nothing}
      ${amount === null ? nothing : html`<div><dt>${t("filing.amount")}</dt><dd>${money(`${amount / 100} ${currency ?? ""}`.trim())}</dd></div>`}
    </dl>`;
}

/** @param {Doc} document @param {Actions} actions */
function fields(document, actions) {
  const { due_date, amount, currency } = document;
  const tags = [...new Set(document.tags)].flatMap((id) => nameWith(id) ?? []);
  return html`${choice("sender", document, actions)} ${choice("kind", document, actions)}
    <div class="field">
      <label for="filing-tag">${t("filing.tags")}</label>
      ${
        tags.length
          ? html`<ul class="filing-tags">
              ${repeat(
                tags,
                ({ id }) => id,
                (tag) => html`<li>${chip(tag)}${iconButton("filing.removeTag", "close", { name: tag.name, look: "button-small", act: () => actions.removeTag(idIn(document, tag)) })}</li>`,
              )}
            </ul>`
          : nothing
      }
      <input id="filing-tag" type="text" list="filing-tags" maxlength="100" autocomplete="off" placeholder=${t("filing.addTag")} @change=${addTag(actions)} />
      ${options("tag")}
    </div>
    <label class="field"><span>${t("filing.due")}</span><input type="date" .value=${due_date ?? ""} @change=${onTyped(actions.setDue)} /></label>
    <label class="field"><span>${t("filing.amount")}</span><input type="text" inputmode="decimal" autocomplete="off" .value=${amount === null ? "" : `${NUMBER.format(amount / 100)} ${currency ?? ""}`.trim()} @change=${onTyped(actions.setAmount)} /></label>`;
}

/** @param {"sender" | "kind"} what @param {Doc} document @param {Actions} actions */
function choice(what, document, actions) {
  const save = onTyped((text) => actions.setName(what, text));
  return html`<label class="field"><span>${t(`filing.${what}`)}</span><input type="text" list=${`filing-${what}s`} maxlength="100" autocomplete="off" .value=${nameWith(document[what])?.name ?? ""} @change=${save} /></label>
    ${options(what)}`;
}

/** The names that are offered while a person types. @param {What} what */
function options(what) {
  return html`<datalist id=${`filing-${what}s`}>${namesOf(what).map(({ name }) => html`<option value=${name}></option>`)}</datalist>`;
}

/** The id that the document has for a tag: perhaps that of one that was merged into it. @param {Doc} document @param {import("../../ui/names.js").Name} tag */
function idIn({ tags }, tag) {
  return tags.find((id) => nameWith(id) === tag) ?? tag.id;
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
