/** What people can do about a document that needs attention, from any screen. */

import { sentence } from "../../api/problems.js";
import { button } from "../../ui/parts.js";
import { t } from "../../ui/strings.js";
import { deletePermanently, moveToTrash } from "../trash/actions.js";
import { askPassword } from "./password-dialog.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {"restore_other" | "password" | "recognise" | "retry" | "keep" | "delete"} Remedy
 */

/** @type {Record<Remedy, (deps: Deps, document: Doc) => Promise<unknown>>} */
const REMEDIES = {
  restore_other: async (deps, { id, duplicate_of }) => {
    if (!duplicate_of) return;
    const restored = deps.store.put(await deps.api.restoreDocument(duplicate_of));
    deps.toast(t("trash.restored", { title: restored.title }));
    await deps.api.purgeDocument(id);
    deps.store.remove(id);
  },
  password: askPassword,
  recognise: async (deps, document) => {
    deps.watcher.watchAll([deps.store.put(await deps.api.recogniseDocument(document.id))]);
    deps.toast(t("attention.recognised", { title: document.title }));
  },
  retry: async (deps, document) => {
    const retried = deps.store.put(await deps.api.retryDocument(document.id));
    deps.watcher.watchAll([retried]);
    deps.toast(t("attention.retried", { title: document.title }));
  },
  keep: async (deps, document) => {
    const kept = deps.store.put(await deps.api.keepDocument(document.id));
    deps.watcher.watchAll([kept]);
    deps.toast(t("attention.kept", { title: document.title }));
  },
  delete: (deps, document) =>
    document.state === "rejected" ? deletePermanently(deps, document) : moveToTrash(deps, document),
};

/**
 * Carries out a remedy; an error is shown as a message.
 * @param {Deps} deps
 * @param {Doc} document
 * @param {string} remedy one that the API offers
 * @returns {Promise<boolean>} whether it was done
 */
export async function remedy(deps, document, remedy) {
  try {
    return (await REMEDIES[/** @type {Remedy} */ (remedy)](deps, document)) !== false;
  } catch (error) {
    deps.toast(sentence(error));
    return false;
  }
}

/** The remedies that this version of the site knows. @param {Doc} document @returns {Remedy[]} */
export function remediesOf({ attention, remedies }) {
  return /** @type {Remedy[]} */ ((remedies ?? attention?.remedies ?? []).filter((name) => name in REMEDIES));
}

/** @type {Record<Remedy, { icon: import("../../ui/icons.js").IconName, look?: string }>} */
const LOOKS = {
  restore_other: { icon: "restore", look: "button-main" },
  password: { icon: "lock", look: "button-main" },
  recognise: { icon: "retry", look: "button-main" },
  retry: { icon: "retry" },
  keep: { icon: "check" },
  delete: { icon: "trash", look: "button-danger" },
};

/**
 * @param {Doc} document
 * @param {(remedy: Remedy) => void} act
 * @param {readonly Remedy[]} [left] not shown
 */
export function remedyButtons(document, act, left = []) {
  return remediesOf(document)
    .filter((name) => !left.includes(name))
    .map((name) => {
      const { icon, look = "" } = LOOKS[name];
      // “Keep without text” would be wrong here: a document in this state has some text.
      const label =
        name === "keep" && document.state === "ready" ? "attention.accept" : /** @type {const} */ (`attention.${name}`);
      return button(label, icon, { name: document.title, look: `button-small ${look}`, act: () => act(name) });
    });
}
