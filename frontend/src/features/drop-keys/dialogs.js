/** The dialogs that create and rename a drop key. A new key is shown once and not stored. */

import { Problem, sentence } from "../../api/problems.js";
import { openDialog } from "../../ui/dialog.js";
import { t } from "../../ui/strings.js";
import { keyStep, lostStep, nameStep } from "./dialog-steps.js";
import { requestKeys } from "./instructions.js";
import { revoke } from "./revoke.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").DropKey} DropKey
 * @typedef {import("./dialog-steps.js").State} State
 * @typedef {import("./dialog-steps.js").Dialog} Dialog
 */

/** @type {State} */
const INITIAL = { step: "name", id: "", name: "", key: "", note: "", isBusy: false };

/**
 * Prompts for a name, creates the key and shows it once. Resolves when the dialog is closed, with or without a new key.
 * @param {Deps} deps
 * @returns {Promise<null>}
 */
export function makeDropKey(deps) {
  const requestKeyFor = requestKeys();
  const create = async (
    /** @type {Dialog} */ dialog,
    /** @type {string} */ typed,
    /** @type {string} */ requestKey,
  ) => {
    const { drop_key, key } = await deps.api.createDropKey(typed, requestKey);
    // The dialog was closed while the key was being made. No one has seen the key, so it is revoked.
    if (!dialog.element.isConnected) return void (await deps.api.revokeDropKey(drop_key.id));
    dialog.element.classList.toggle("dialog-wide", key !== null);
    const { id, name } = drop_key;
    dialog.update({ step: key === null ? "lost" : "key", id, name, key: key ?? "", note: "", isBusy: false });
    dialog.draw();
    /** @type {HTMLElement | null} */ (dialog.element.querySelector(".button-main"))?.focus();
  };
  const replace = async (/** @type {Dialog} */ dialog, /** @type {State} */ { id, name }) => {
    await revoke(deps.api, id);
    await create(dialog, name, crypto.randomUUID());
  };
  return openDialog({
    initial: INITIAL,
    dismissed: null,
    title: "key-title",
    // A key that is hidden by mistake is lost: only the button confirms that it was saved.
    mayDismiss: ({ step }) => step !== "key",
    template: (state, dialog) => {
      if (state.step === "key") return keyStep(state, dialog, deps.api.url);
      if (state.step === "lost") return lostStep(state, dialog, () => attempt(dialog, () => replace(dialog, state)));
      const save = (/** @type {string} */ name) => attempt(dialog, () => create(dialog, name, requestKeyFor(name)));
      return nameStep(state, dialog, { title: "keys.newTitle", label: "keys.make", save });
    },
  });
}

/**
 * Resolves when the dialog is closed, whether the key was renamed or not.
 * @param {Deps} deps
 * @param {DropKey} dropKey
 * @returns {Promise<null>}
 */
export function renameDropKey(deps, { id, name }) {
  const rename = async (/** @type {Dialog} */ dialog, /** @type {string} */ typed) => {
    await deps.api.renameDropKey(id, typed);
    deps.toast(t("edit.saved"));
    dialog.finish(null);
  };
  return openDialog({
    initial: { ...INITIAL, name },
    dismissed: null,
    title: "key-title",
    template: (state, dialog) => {
      const save = (/** @type {string} */ typed) => attempt(dialog, () => rename(dialog, typed));
      return nameStep(state, dialog, { title: "keys.renameTitle", label: "edit.save", save });
    },
  });
}

/**
 * One attempt at a time; what went wrong is shown in the dialog.
 * @param {Dialog} dialog
 * @param {() => Promise<void>} act
 */
async function attempt(dialog, act) {
  dialog.update({ isBusy: true });
  try {
    await act();
  } catch (error) {
    dialog.update({ note: error instanceof Problem && error.status === 409 ? t("keys.enough") : sentence(error) });
  } finally {
    dialog.update({ isBusy: false });
  }
}
