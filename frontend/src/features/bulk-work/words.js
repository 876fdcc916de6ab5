/** What a bulk change does, in words. */

import { day } from "../../ui/format.js";
import { nameWith } from "../../ui/names.js";
import { t } from "../../ui/strings.js";

/** @typedef {import("./state.js").BulkChanges} BulkChanges */

const FIELDS = /** @type {const} */ (["sender", "kind", "document_date", "due_date"]);

/** @param {BulkChanges | null} changes @param {string | null} [undoes] the change that is reverted */
export function inWords(changes, undoes = null) {
  const what = sentences(changes ?? {}).join(" ");
  return undoes ? t("bulkWhat.undo", { what }) : what;
}

/** @param {BulkChanges} changes */
function sentences({ add_tags: added, remove_tags: removed, in_trash: inTrash, read_again: again, ...fields }) {
  return [
    added?.length ? t("bulkWhat.addTags", { names: added.map(nameOf).join(", ") }) : "",
    removed?.length ? t("bulkWhat.removeTags", { names: removed.map(nameOf).join(", ") }) : "",
    ...FIELDS.map((field) => sentence(field, fields[field])),
    inTrash === undefined ? "" : t(inTrash ? "bulkWhat.trash" : "bulkWhat.restore"),
    again ? t("bulkWhat.readAgain") : "",
  ].filter(Boolean);
}

/** @param {typeof FIELDS[number]} name @param {string | null | undefined} value */
function sentence(name, value) {
  const field = t(`historyField.${name}`);
  if (value === undefined) return "";
  if (value === null) return t("bulkWhat.cleared", { field });
  return t("bulkWhat.set", { field, value: name === "sender" || name === "kind" ? nameOf(value) : day(value) });
}

/** @param {string} id */
function nameOf(id) {
  return nameWith(id)?.name ?? t("history.deletedName");
}
