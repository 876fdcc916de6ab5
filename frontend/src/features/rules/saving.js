/** Saving a rule, and creating the names that it needs. */

import { listRules, saveRule, tryRule } from "../../api/filing-rules.js";
import { t } from "../../ui/strings.js";
import { isEmpty, NO_ACTION } from "./state.js";

/** The most rules of a library (PUT /v1/rules in docs/openapi.json). */
export const MOST_RULES = 50;

/**
 * @typedef {import("./state.js").Rule} Rule
 * @typedef {import("./state.js").NewName} NewName
 * @typedef {ReturnType<typeof import("./state.js").actionsIn>} Read
 */

/**
 * Saves what a form describes. New names are created when the API is known to accept the rule: they would be left
 * behind by one that is refused. Resolves with a sentence that says what is wrong, and raises whatever the API raises.
 * @param {import("../../api/client.js").Client} api
 * @param {{ id: string, before: Rule | null, wrong: string, text: (name: string) => string, actionsOf: () => Read,
 *   create: (name: NewName) => Promise<unknown> }} form `before`: the rule that the person saw, null for a new one;
 *   `wrong`: what is wrong with a value of the form; `actionsOf`: the actions with the names that exist now
 * @returns {Promise<Rule | string>}
 */
export async function saveWithNames(api, { id, before, wrong: invalid, text, actionsOf, create }) {
  if (invalid) return invalid;
  const { actions: known, missing } = actionsOf();
  if (isEmpty(known) && !missing.length) return t("rules.noAction");
  if (missing.length) {
    const wrong = await problemOf(api, before, text("query"), isEmpty(known) ? NO_ACTION : known);
    if (wrong) return wrong;
    for (const name of missing) await create(name);
  }
  const wanted = {
    name: text("name"),
    query: text("query"),
    actions: actionsOf().actions,
    is_on: Boolean(text("is_on")),
  };
  return saveRule(api, id, wanted, before?.version);
}

/**
 * Why the rule could not be saved; empty if it could. Raises whatever trying the rule raises.
 * @param {import("../../api/client.js").Client} api
 * @param {Rule | null} before
 * @param {string} query
 * @param {import("../../../types.js").RuleActions} actions
 */
async function problemOf(api, before, query, actions) {
  await tryRule(api, query, actions);
  const { rules } = await listRules(api);
  if (before && rules.find(({ id }) => id === before.id)?.version !== before.version) return t("reason.rules_changed");
  return !before && rules.length >= MOST_RULES ? t("reason.too_many_rules", { limit: MOST_RULES }) : "";
}
