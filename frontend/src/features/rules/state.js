/** The state of the screen of rules, and what its form means. Pure functions. */

import { namesIn } from "../../ui/names.js";

/**
 * @typedef {import("../../../types.js").Rule} Rule
 * @typedef {import("../../../types.js").RuleActions} RuleActions
 * @typedef {{ rules: Rule[], isLoaded: boolean, error: unknown }} State
 * @typedef {"sender" | "kind" | "tag"} What
 * @typedef {{ what: What, name: string }} NewName a name that the library does not have yet
 * @typedef {(what: What, name: string) => string | undefined} FindId
 */

/** @type {State} */
export const INITIAL = { rules: [], isLoaded: false, error: null };

/**
 * The ids of all rules after one has moved by a number of places.
 * @param {Rule[]} rules
 * @param {string} id
 * @param {number} by
 */
export function moved(rules, id, by) {
  const ids = rules.map((rule) => rule.id);
  const from = ids.indexOf(id);
  const to = Math.min(Math.max(from + by, 0), ids.length - 1);
  return from < 0 ? ids : ids.toSpliced(from, 1).toSpliced(to, 0, id);
}

/** The list in this order. @param {Rule[]} rules @param {string[]} ids */
export function sorted(rules, ids) {
  return rules.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}

/** Where the focus goes when a rule is gone. @param {Rule[]} rules before @param {Rule} gone */
export function besides(rules, gone) {
  const at = rules.findIndex(({ id }) => id === gone.id);
  return rules[at + 1] ?? rules[at - 1];
}

/**
 * The actions that a form describes, and the names that have to be created for them.
 * @param {(name: string) => string} text of a field of the form, without outer spaces
 * @param {FindId} find
 * @param {Record<string, unknown>} [values] of the library's own fields
 * @returns {{ actions: RuleActions, missing: NewName[] }}
 */
export function actionsIn(text, find, values = {}) {
  if (text("trash")) return { actions: { in_trash: true }, missing: [] };
  /** @type {NewName[]} */
  const missing = [];
  const idsOf = (/** @type {What} */ what, /** @type {string[]} */ names) =>
    names.flatMap((name) => {
      const id = find(what, name);
      if (!id) missing.push({ what, name });
      return id ?? [];
    });
  const tags = idsOf("tag", namesIn("tag", text("tags")));
  const [sender] = idsOf("sender", [text("sender")].filter(Boolean));
  const [kind] = idsOf("kind", [text("kind")].filter(Boolean));
  const date = text("document_date");
  const inbox = text("inbox");
  const actions = {
    ...(tags.length ? { add_tags: [...new Set(tags)] } : {}),
    ...(sender ? { sender } : {}),
    ...(kind ? { kind } : {}),
    ...(date === "found" || date === "added" ? { document_date: date } : {}),
    ...(Object.keys(values).length > 0 ? { custom_fields: values } : {}),
    ...(text("title") ? { title: text("title") } : {}),
    ...(inbox ? { inbox: inbox === "put" } : {}),
  };
  return { actions: /** @type {RuleActions} */ (actions), missing };
}

/** A rule that changes nothing, to try a query by itself. @type {RuleActions} */
export const NO_ACTION = { title: "{title}" };

/** @param {RuleActions} actions */
export function isEmpty(actions) {
  return Object.keys(actions).length === 0;
}
