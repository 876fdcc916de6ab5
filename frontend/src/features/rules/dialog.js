/** The dialog in which a person writes a rule, and sees what it would change. */

import { tryRule } from "../../api/filing-rules.js";
import { newId } from "../../api/ids.js";
import { sentence } from "../../api/problems.js";
import { openDialog, submit } from "../../ui/dialog.js";
import { html, nothing } from "../../ui/html.js";
import { named, namesOf } from "../../ui/names.js";
import { t } from "../../ui/strings.js";
import { idOfName } from "../filing/actions.js";
import { offered, valuesIn } from "./field-actions.js";
import { actionFields, conditionFields } from "./form-fields.js";
import { saveWithNames } from "./saving.js";
import { actionsIn, isEmpty, NO_ACTION } from "./state.js";
import { trialTemplate } from "./trial.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("./state.js").Rule} Rule
 * @typedef {import("./state.js").What} What
 * @typedef {import("./state.js").NewName} NewName
 * @typedef {{ note: string, isBusy: boolean, isTrying: boolean, isTrash: boolean, trial:
 *   import("../../../types.js").Trial | null, tried: Tried | null, missing: NewName[] }} State `tried`: the query and
 *   actions that the trial is about; `missing`: names that it left out
 * @typedef {{ query: string, actions: import("../../../types.js").RuleActions }} Tried
 * @typedef {import("../../ui/dialog.js").Dialog<State, Rule | null>} Dialog
 */

/**
 * Resolves with the saved rule, or with null when the person cancels.
 * @param {Deps} deps
 * @param {Rule | null} rule null for a new one
 */
export function editRule(deps, rule) {
  const id = rule?.id ?? newId();
  return openDialog({
    initial: /** @type {State} */ ({
      note: "",
      isBusy: false,
      isTrying: false,
      isTrash: Boolean(rule?.actions.in_trash),
      trial: null,
      tried: null,
      missing: [],
    }),
    dismissed: /** @type {Rule | null} */ (null),
    title: "rule-title",
    template: (state, dialog) => {
      dialog.element.classList.add("dialog-wide");
      return html`<form
        method="dialog"
        class="rule-form"
        @submit=${(/** @type {SubmitEvent} */ event) => void submit(event, dialog, (values) => save(deps, id, rule, values))}
      >
        <h2 id="rule-title">${rule ? t("rules.editTitle", { name: rule.name }) : t("rules.new")}</h2>
        <p class="note note-bad" role="alert" ?hidden=${!state.note}>${state.note || nothing}</p>
        ${conditionFields(rule)} ${actionFields(rule, state, dialog)}
        <label class="rule-choice"
          ><input name="is_on" type="checkbox" ?checked=${rule?.is_on ?? false} /><span>${t("rules.isOn")}</span></label
        >
        <div role="status">
          ${
            state.isTrying
              ? html`<p>${t("app.loading")}</p>`
              : trialTemplate(state.trial, state.missing, () => void showMore(deps, dialog))
          }
        </div>
        <div class="dialog-actions">
          <button
            type="button"
            class="button rule-try"
            ?disabled=${state.isTrying}
            @click=${(/** @type {Event} */ event) => void attempt(event, deps, rule, dialog)}
          >
            ${t("rules.try")}
          </button>
          <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("edit.cancel")}</button>
          <button type="submit" class="button button-main" ?disabled=${state.isBusy}>${t("edit.save")}</button>
        </div>
      </form>`;
    },
  });
}

/** @param {FormData} values @returns {(name: string) => string} */
function reader(values) {
  return (name) => String(values.get(name) ?? "").trim();
}

/**
 * The id of the name that was typed; undefined if the library does not have it.
 * @param {What} what
 * @param {string} typed
 */
function idOf(what, typed) {
  return named(namesOf(what), what, typed)?.id;
}

/**
 * @param {Deps} deps
 * @param {string} id
 * @param {Rule | null} rule
 * @param {FormData} values
 * @returns {Promise<Rule | string>}
 */
async function save(deps, id, rule, values) {
  const text = reader(values);
  const create = (/** @type {NewName} */ { what, name }) => idOfName(deps, what, name);
  const { values: given, wrong } = valuesIn(text, offered(), rule?.actions.custom_fields ?? {});
  return saveWithNames(deps.api, {
    id,
    before: rule,
    wrong,
    text,
    actionsOf: () => actionsIn(text, idOf, given),
    create,
  });
}

/**
 * Shows what the rule would change.
 * @param {Event} event
 * @param {Deps} deps
 * @param {Rule | null} rule
 * @param {Dialog} dialog
 */
async function attempt(event, deps, rule, dialog) {
  const form = /** @type {HTMLButtonElement} */ (event.currentTarget).form;
  if (!form) return;
  const query = form.querySelector("[name=query]");
  if (query instanceof HTMLInputElement && !query.reportValidity()) return;
  const text = reader(new FormData(form));
  const { values, wrong } = valuesIn(text, offered(), rule?.actions.custom_fields ?? {});
  if (wrong) return dialog.update({ note: wrong });
  const { actions, missing } = actionsIn(text, idOf, values);
  if (isEmpty(actions) && !missing.length) return dialog.update({ note: t("rules.noAction") });
  dialog.update({ isTrying: true, note: "", trial: null });
  try {
    const tried = { query: text("query"), actions: isEmpty(actions) ? NO_ACTION : actions };
    const trial = await tryRule(deps.api, tried.query, tried.actions);
    dialog.update({ trial, tried, missing, isTrying: false });
    dialog.draw();
    dialog.element.querySelector(".rule-trial")?.scrollIntoView({ block: "nearest" });
  } catch (error) {
    dialog.update({ note: sentence(error), isTrying: false });
  }
}

/**
 * Adds the next documents to those that are shown, unless the person has tried something else meanwhile.
 * @param {Deps} deps
 * @param {Dialog} dialog
 */
async function showMore(deps, dialog) {
  const { trial, tried } = dialog.state;
  if (!trial || !tried || trial.next === null) return;
  // Pressed twice, it would add them twice.
  dialog.update({ trial: { ...trial, next: null } });
  const show = (/** @type {Partial<State>} */ changes) =>
    void (dialog.state.tried === tried && !dialog.state.isTrying && dialog.update(changes));
  try {
    const further = await tryRule(deps.api, tried.query, tried.actions, trial.next);
    show({ trial: { ...further, documents: [...trial.documents, ...further.documents] } });
  } catch (error) {
    show({ trial, note: sentence(error) });
  }
}
