/** What a bulk change does, in words. */

import { fieldName, valueInWords } from "../../ui/field-values.js";
import { day } from "../../ui/format.js";
import { nameWith } from "../../ui/names.js";
import { untilInWords } from "../../ui/retention.js";
import { t } from "../../ui/strings.js";

/** @typedef {import("./state.js").BulkChanges} BulkChanges */

const FIELDS = /** @type {const} */ (["sender", "kind", "document_date", "due_date", "keep_until"]);

/** @param {BulkChanges | null} changes @param {string | null} [undoes] the change that is reverted */
export function inWords(changes, undoes = null) {
  const what = sentences(changes ?? {}).join(" ");
  return undoes ? t("bulkWhat.undo", { what }) : what;
}

/** @param {BulkChanges} changes */
function sentences({
  add_tags: added,
  remove_tags: removed,
  in_trash: inTrash,
  read_again: again,
  delete_permanently: purged,
  rule,
  use_found: found,
  ...fields
}) {
  return [
    added?.length ? t("bulkWhat.addTags", { names: added.map(nameOf).join(", ") }) : "",
    removed?.length ? t("bulkWhat.removeTags", { names: removed.map(nameOf).join(", ") }) : "",
    found?.length
      ? t("bulkWhat.useFound", { fields: found.map((field) => t(`historyField.${field}`)).join(", ") })
      : "",
    ...FIELDS.map((field) => sentence(field, fields[field])),
    ...Object.entries(fields.custom_fields ?? {}).map(([id, value]) => fieldSentence(id, value)),
    inTrash === undefined ? "" : t(inTrash ? "bulkWhat.trash" : "bulkWhat.restore"),
    again ? t("bulkWhat.readAgain") : "",
    purged ? t("bulkWhat.purge") : "",
    rule ? t("bulkWhat.rule", { name: rule.name }) : "",
  ].filter(Boolean);
}

/** @param {typeof FIELDS[number]} name @param {string | null | undefined} value */
function sentence(name, value) {
  const field = t(`historyField.${name}`);
  if (value === undefined) return "";
  if (value === null) return t("bulkWhat.cleared", { field });
  if (name === "sender" || name === "kind") return t("bulkWhat.set", { field, value: nameOf(value) });
  return t("bulkWhat.set", { field, value: name === "keep_until" ? untilInWords(value) : day(value) });
}

/** @param {string} id of a field of the library @param {unknown} value */
function fieldSentence(id, value) {
  const field = fieldName(id);
  return value === null
    ? t("bulkWhat.cleared", { field })
    : t("bulkWhat.set", { field, value: valueInWords(nameWith(id), value) });
}

/** @param {string} id */
function nameOf(id) {
  return nameWith(id)?.name ?? t("history.deletedName");
}
