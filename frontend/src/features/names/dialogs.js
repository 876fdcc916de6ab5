/** The dialogs that edit a sender, kind or tag, and merge it into another one. */

import { openDialog, submit } from "../../ui/dialog.js";
import { html, nothing } from "../../ui/html.js";
import { named } from "../../ui/names.js";
import { MOST_YEARS } from "../../ui/retention.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("./state.js").Name} Name
 * @typedef {{ note: string, isBusy: boolean }} State
 */

const DEFAULT_COLOUR = "#2f6fde";

/**
 * Resolves with the changed name once it is saved, or with null when the person cancels.
 * @param {Deps} deps
 * @param {Name} name
 * @param {Name[]} names
 * @param {(changes: Partial<Name>) => () => void} show shows the changes at once; returns what takes them back
 */
export function editName(deps, name, names, show) {
  const parent = names.find(({ id, aliases }) => name.parent_id && [id, ...aliases].includes(name.parent_id));
  const parentIn = (/** @type {FormData} */ values) =>
    text(values, "parent") ? named(names, "tag", text(values, "parent")) : null;
  const changesIn = (/** @type {FormData} */ values) => {
    const changes = { name: text(values, "name") };
    const years = text(values, "years");
    if (name.what === "kind") return { ...changes, keep_years: years ? Number(years) : null };
    if (name.what !== "tag") return changes;
    const colour = values.get("coloured") ? text(values, "colour") : null;
    return { ...changes, colour, parent_id: parentIn(values)?.id ?? null };
  };
  const send = (/** @type {FormData} */ values) =>
    parentIn(values) === undefined
      ? t("names.unknown", { name: text(values, "parent") })
      : deps.api.editName(name, changesIn(values));
  return ask("names.edit", tagFields(), send, { show: (values) => show(changesIn(values)), toast: deps.toast });

  function tagFields() {
    return html`<label class="field"
        ><span>${t("names.name")}</span><input name="name" type="text" maxlength="100" required .value=${name.name}
      /></label>
      ${
        name.what === "tag"
          ? html`<label class="field"
                ><span>${t("names.parent")}</span
                ><input name="parent" type="text" list="names-parents" autocomplete="off" .value=${parent?.name ?? ""}
              /></label>
              ${others("names-parents", name, names)}
              <label class="name-colour"
                ><input name="coloured" type="checkbox" ?checked=${name.colour !== null} /><span
                  >${t("names.colour")}</span
                ><input
                  name="colour"
                  type="color"
                  aria-label=${t("names.colour")}
                  .value=${name.colour ?? DEFAULT_COLOUR}
              /></label>`
          : nothing
      }
      ${
        name.what === "kind"
          ? html`<label class="field"
                ><span>${t("names.years")}</span
                ><input
                  name="years"
                  type="number"
                  inputmode="numeric"
                  min="1"
                  max=${MOST_YEARS}
                  step="1"
                  .value=${String(name.keep_years ?? "")}
                  aria-describedby="names-years-hint"
              /></label>
              <p id="names-years-hint" class="fine">${t("names.yearsHint")}</p>`
          : nothing
      }`;
  }
}

/**
 * Resolves with the name that replaced it, or with null when the person cancels.
 * @param {Deps} deps
 * @param {Name} name
 * @param {Name[]} names
 */
export function mergeName(deps, name, names) {
  const fields = html`<p>${t("names.mergeText", { name: name.name })}</p>
    <label class="field"
      ><span>${t("names.into")}</span><input name="into" type="text" list="names-others" autocomplete="off" required
    /></label>
    ${others("names-others", name, names)}`;
  return ask("names.merge", fields, (values) => {
    const into = named(names, name.what, text(values, "into"));
    return into && into.id !== name.id
      ? deps.api.mergeName(name, into.id)
      : t("names.unknown", { name: text(values, "into") });
  });
}

/**
 * @param {"names.edit" | "names.merge"} title
 * @param {import("../../ui/html.js").Markup} fields
 * @param {(values: FormData) => Promise<Name> | string} send a string says what is wrong
 * @param {Parameters<typeof submit>[3]} [behind]
 * @returns {Promise<Name | null>}
 */
function ask(title, fields, send, behind) {
  return openDialog({
    initial: /** @type {State} */ ({ note: "", isBusy: false }),
    dismissed: /** @type {Name | null} */ (null),
    title: "name-title",
    template: ({ note, isBusy }, dialog) =>
      html`<form
        method="dialog"
        @submit=${(/** @type {SubmitEvent} */ event) => void submit(event, dialog, send, behind)}
      >
        <h2 id="name-title">${t(title)}</h2>
        <p class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>
        ${fields}
        <div class="dialog-actions">
          <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("edit.cancel")}</button>
          <button type="submit" class="button button-main" ?disabled=${isBusy}>
            ${t(title === "names.merge" ? "names.merge" : "edit.save")}
          </button>
        </div>
      </form>`,
  });
}

/** @param {string} id @param {Name} name @param {Name[]} names */
function others(id, name, names) {
  const offered = names.filter((other) => other.what === name.what && other.id !== name.id);
  return html`<datalist id=${id}>${offered.map((other) => html`<option value=${other.name}></option>`)}</datalist>`;
}

/** @param {FormData} values @param {string} field */
function text(values, field) {
  return String(values.get(field) ?? "").trim();
}
