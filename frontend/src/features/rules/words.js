/** What rules do, in words. */

import { fieldName, valueInWords } from "../../ui/field-values.js";
import { day } from "../../ui/format.js";
import { nameWith } from "../../ui/names.js";
import { reasonSentence, t } from "../../ui/strings.js";

/**
 * @typedef {import("./state.js").RuleActions} RuleActions
 * @typedef {import("../../../types.js").RuleEffect} Effect
 * @typedef {import("../../../types.js").RuleChange["left"][number]} Left
 */

const FIELD_OF = /** @type {const} */ ({ add_tags: "tags" });

/** @param {string} action @returns {string} */
function fieldOf(action) {
  const name = action === "add_tags" ? FIELD_OF.add_tags : action;
  return t(/** @type {import("../../ui/strings.js").Key} */ (`historyField.${name}`));
}

/** What a rule does, one sentence for each action. @param {RuleActions} actions @returns {string} */
export function inWords({
  add_tags: tags,
  sender,
  kind,
  document_date: date,
  custom_fields: values,
  title,
  inbox,
  in_trash: trash,
}) {
  return [
    tags?.length ? t("rulesWhat.tags", { names: tags.map(nameOf).join(", ") }) : "",
    sender ? t("rulesWhat.set", { field: fieldOf("sender"), value: nameOf(sender) }) : "",
    kind ? t("rulesWhat.set", { field: fieldOf("kind"), value: nameOf(kind) }) : "",
    date ? t(date === "found" ? "rulesWhat.dateFound" : "rulesWhat.dateAdded") : "",
    ...Object.entries(values ?? {}).map(([id, value]) => valueSet(id, value)),
    title ? t("rulesWhat.set", { field: fieldOf("title"), value: title }) : "",
    inbox === undefined ? "" : t(inbox ? "rulesWhat.intoInbox" : "rulesWhat.outOfInbox"),
    trash ? t("rulesWhat.trash") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What would change in a document. @param {Effect} effect @returns {string} */
export function effectInWords({ action, before, after }) {
  switch (action) {
    case "add_tags": {
      const had = new Set(idsIn(before));
      return t("rulesWhat.tags", {
        names: idsIn(after)
          .filter((id) => !had.has(id))
          .map(nameOf)
          .join(", "),
      });
    }
    case "custom_fields":
      return Object.entries(/** @type {Record<string, unknown>} */ (after))
        .map(([id, value]) => valueSet(id, value))
        .join(" · ");
    case "inbox":
      return t(after ? "rulesWhat.intoInbox" : "rulesWhat.outOfInbox");
    case "in_trash":
      return t("rulesWhat.trash");
    default: {
      const text = String(after);
      const plain = action === "document_date" ? day(text) : text;
      const isPlain = action === "document_date" || action === "title";
      return t("rulesWhat.set", { field: fieldOf(action), value: isPlain ? plain : nameOf(text) });
    }
  }
}

/**
 * What names that are created with the rule would change in a document. A trial cannot know them yet.
 * @param {import("./state.js").NewName[]} names
 * @param {Pick<import("../../../types.js").Doc, "sender" | "kind">} document
 * @returns {string[]}
 */
export function newNamesInWords(names, document) {
  const tags = names.filter(({ what }) => what === "tag").map(({ name }) => name);
  const others = names.filter(({ what }) => (what === "sender" || what === "kind") && !document[what]);
  const set = others.map(({ what, name }) => t("rulesWhat.set", { field: fieldOf(what), value: name }));
  return [...(tags.length ? [t("rulesWhat.tags", { names: tags.join(", ") })] : []), ...set];
}

/** Why an action would do nothing. @param {Left} left @returns {string} */
export function leftInWords({ action, code }) {
  return `${fieldOf(action)}: ${t(/** @type {import("../../ui/strings.js").Key} */ (`bulkSkip.${code}`))}`;
}

/** Why a rule does nothing until it is changed. @param {NonNullable<import("./state.js").Rule["problem"]>} problem */
export function problemInWords({ code, detail, values }) {
  return reasonSentence(code, values) ?? detail;
}

/** @param {string[]} actions with names that were deleted */
export function deletedInWords(actions) {
  return t("rules.deletedNames", { fields: actions.map(fieldOf).join(", ") });
}

/** @param {string} id of a field of the library @param {unknown} value */
function valueSet(id, value) {
  return t("rulesWhat.set", { field: fieldName(id), value: valueInWords(nameWith(id), value) });
}

/** @param {string} id */
function nameOf(id) {
  return nameWith(id)?.name ?? t("history.deletedName");
}

/** @param {unknown} value @returns {string[]} */
function idsIn(value) {
  return Array.isArray(value) ? value.map(String) : [];
}
