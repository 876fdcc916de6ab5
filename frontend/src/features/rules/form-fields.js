/** The fields of the form of a rule: when it applies, and what it does. */

import { html } from "../../ui/html.js";
import { namesOf, nameWith } from "../../ui/names.js";
import { t } from "../../ui/strings.js";
import { fieldActions } from "./field-actions.js";

/**
 * @typedef {import("./state.js").Rule} Rule
 * @typedef {import("./state.js").What} What
 * @typedef {import("./dialog.js").State} State
 * @typedef {import("./dialog.js").Dialog} Dialog
 */

const NAMES = /** @type {const} */ (["sender", "kind"]);

/** @param {Rule | null} rule */
export function conditionFields(rule) {
  return html`<label class="field"
      ><span>${t("rules.name")}</span
      ><input name="name" type="text" maxlength="100" required autocomplete="off" .value=${rule?.name ?? ""}
    /></label>
    <label class="field"
      ><span>${t("rules.query")}</span
      ><input
        name="query"
        type="text"
        maxlength="1000"
        required
        autocomplete="off"
        spellcheck="false"
        aria-describedby="rule-query-hint"
        .value=${rule?.query ?? ""}
    /></label>
    <p id="rule-query-hint" class="fine">${t("rules.queryHint")}</p>`;
}

/** @param {Rule | null} rule @param {State} state @param {Dialog} dialog */
export function actionFields(rule, { isTrash }, dialog) {
  const actions = rule?.actions ?? {};
  const moved = actions.inbox ? "put" : "file";
  const inbox = actions.inbox === undefined ? "" : moved;
  const choose = (/** @type {Event} */ event) =>
    dialog.update({ isTrash: /** @type {HTMLInputElement} */ (event.currentTarget).checked });
  const tags = (actions.add_tags ?? []).flatMap((id) => nameWith(id)?.name ?? []).join(", ");
  return html`<fieldset class="rule-actions">
      <legend>${t("rules.actions")}</legend>
      <div class="rule-fields" ?hidden=${isTrash}>
        ${nameField("tags", t("rules.tags"), "tag", tags)}
        ${NAMES.map((what) => nameField(what, t(`historyField.${what}`), what, nameWith(actions[what] ?? null)?.name ?? ""))}
        ${choices("document_date", t("historyField.document_date"), actions.document_date ?? "", {
          "": t("rules.leave"),
          found: t("rules.dateFound"),
          added: t("rules.dateAdded"),
        })}
        ${choices("inbox", t("historyField.inbox"), inbox, {
          "": t("rules.leave"),
          file: t("rules.inboxFile"),
          put: t("rules.inboxPut"),
        })}
        <label class="field"
          ><span>${t("historyField.title")}</span
          ><input
            name="title"
            type="text"
            maxlength="200"
            autocomplete="off"
            spellcheck="false"
            aria-describedby="rule-title-hint"
            .value=${actions.title ?? ""}
        /></label>
        <p id="rule-title-hint" class="fine">${t("rules.titleHint")}</p>
        ${fieldActions(actions.custom_fields ?? {})}
      </div>
      <label class="rule-choice"
        ><input name="trash" type="checkbox" ?checked=${Boolean(actions.in_trash)} @change=${choose} /><span
          >${t("rules.trash")}</span
        ></label
      >
    </fieldset>
    <p class="fine">${t("rules.fillsOnly")}</p>`;
}

/** @param {string} name @param {string} label @param {What} what @param {string} value */
function nameField(name, label, what, value) {
  return html`<label class="field"
      ><span>${label}</span><input name=${name} type="text" list=${`rule-${name}`} autocomplete="off" .value=${value}
    /></label>
    <datalist id=${`rule-${name}`}>${namesOf(what).map((one) => html`<option value=${one.name}></option>`)}</datalist>`;
}

/** @param {string} name @param {string} label @param {string} chosen @param {Record<string, string>} offered */
function choices(name, label, chosen, offered) {
  const options = Object.entries(offered).map(
    ([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`,
  );
  return html`<label class="field"
    ><span>${label}</span
    ><select name=${name}>
      ${options}
    </select></label
  >`;
}
