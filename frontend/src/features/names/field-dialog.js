/** The dialog that creates or edits a field of the library. */

import { openDialog, submit } from "../../ui/dialog.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { iconButton } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { withOption, withoutOption } from "./state.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("./state.js").Name} Name
 * @typedef {import("./state.js").Option} Option
 * @typedef {{ note: string, isBusy: boolean, type: Type, options: Option[] }} State
 * @typedef {NonNullable<Name["type"]>} Type
 * @typedef {import("../../ui/dialog.js").Dialog<State, Name | null>} Dialog
 */

const TYPES = /** @type {const} */ (["text", "number", "money", "date", "boolean", "choice", "link", "document"]);
const MOST_OPTIONS = 100;

/**
 * Resolves with the changed field once it is saved, or with null when the person cancels.
 * @param {Deps} deps
 * @param {Name} field
 * @param {(changes: Partial<Name>) => () => void} show shows the changes at once; returns what takes them back
 */
export function editField(deps, field, show) {
  return askForField("names.edit", field.name, field, {
    send: ({ options }, name) => {
      const kept = options.map(({ id, name: option }) =>
        id.startsWith("new") ? { name: option } : { id, name: option },
      );
      return deps.api.editName(field, field.type === "choice" ? { name, options: kept } : { name });
    },
    behind: { show: ({ options }, name) => show({ name, options }), toast: deps.toast },
  });
}

/**
 * @param {"names.newField" | "names.edit"} title
 * @param {string} name
 * @param {Name | null} field
 * @param {{ send: (state: State, name: string) => Promise<Name>, behind?: { show: (state: State, name: string) => () =>
 *   void, toast: Deps["toast"] } }} change `behind`: see `submit`
 * @returns {Promise<Name | null>}
 */
export function askForField(title, name, field, { send, behind }) {
  return openDialog({
    initial: /** @type {State} */ ({
      note: "",
      isBusy: false,
      type: field?.type ?? "text",
      options: field?.options ?? [],
    }),
    dismissed: /** @type {Name | null} */ (null),
    title: "field-title",
    template: (state, dialog) =>
      html`<form
        method="dialog"
        @submit=${(/** @type {SubmitEvent} */ event) =>
          void submit(
            event,
            dialog,
            (values) => (lacksOptions(state) ? t("names.noOptions") : send(named(state), nameIn(values))),
            behind && { ...behind, show: (values) => behind.show(named(state), nameIn(values)) },
          )}
      >
        <h2 id="field-title">${t(title)}</h2>
        <p class="note note-bad" role="alert" ?hidden=${!state.note}>${state.note || nothing}</p>
        <label class="field"
          ><span>${t("names.name")}</span
          ><input name="name" type="text" maxlength="100" required autocomplete="off" .value=${name}
        /></label>
        ${field ? html`<p class="fine">${t("names.type")}: ${t(`fieldType.${state.type}`)}</p>` : types(state, dialog)}
        ${state.type === "choice" ? options(state, dialog) : nothing}
        <div class="dialog-actions">
          <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("edit.cancel")}</button>
          <button type="submit" class="button button-main" ?disabled=${state.isBusy}>
            ${t(field ? "edit.save" : "names.create")}
          </button>
        </div>
      </form>`,
  });
}

/** Without options that have no name. @param {State} state */
function named(state) {
  return {
    ...state,
    options: state.options.map((option) => ({ ...option, name: option.name.trim() })).filter(({ name }) => name),
  };
}

/** @param {State} state */
function lacksOptions(state) {
  return state.type === "choice" && !named(state).options.length;
}

/** @param {FormData} values */
function nameIn(values) {
  return String(values.get("name")).trim();
}

/** @param {State} state @param {Dialog} dialog */
function types({ type }, dialog) {
  const choose = (/** @type {Event} */ event) =>
    dialog.update({ type: /** @type {Type} */ (/** @type {HTMLSelectElement} */ (event.currentTarget).value) });
  return html`<div class="field">
      <label for="field-type">${t("names.type")}</label>
      <select id="field-type" aria-describedby="field-type-hint" @change=${choose}>
        ${TYPES.map((one) => html`<option value=${one} ?selected=${one === type}>${t(`fieldType.${one}`)}</option>`)}
      </select>
    </div>
    <p id="field-type-hint" class="fine">${t("names.typeHint")}</p>`;
}

/** @param {State} state @param {Dialog} dialog */
function options({ options: all }, dialog) {
  const focusLast = () => {
    dialog.draw();
    /** @type {HTMLElement | null} */ (
      dialog.element.querySelector("li:last-child input") ?? dialog.element.querySelector(".option-add")
    )?.focus();
  };
  const add = () => {
    dialog.update({ options: [...all, { id: `new-${Date.now()}-${all.length}`, name: "" }] });
    focusLast();
  };
  const remove = (/** @type {Option} */ option) => {
    dialog.update({ options: withoutOption(all, option) });
    focusLast();
  };
  /** Enter adds an option and does not send the form. @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    add();
  };
  return html`<fieldset class="options">
    <legend>${t("names.options")}</legend>
    <ul>
      ${repeat(
        all,
        ({ id }) => id,
        (option, index) =>
          html`<li class="field">
            <input
              type="text"
              maxlength="100"
              autocomplete="off"
              aria-label=${t("names.option", { n: index + 1 })}
              .value=${option.name}
              @keydown=${onKey}
              @input=${(/** @type {Event} */ event) =>
                dialog.update({
                  options: withOption(all, {
                    ...option,
                    name: /** @type {HTMLInputElement} */ (event.currentTarget).value,
                  }),
                })}
            />
            ${iconButton("names.removeOption", "close", { name: option.name, look: "button-small", act: () => remove(option) })}
          </li>`,
      )}
    </ul>
    <button type="button" class="button button-small option-add" ?disabled=${all.length >= MOST_OPTIONS} @click=${add}>
      ${t("names.addOption")}
    </button>
  </fieldset>`;
}
