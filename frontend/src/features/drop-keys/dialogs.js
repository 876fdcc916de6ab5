/** The dialogs that make and rename a drop key. A new key is shown once, and stored nowhere. */

import { Problem, sentence } from "../../api/problems.js";
import { copyable } from "../../ui/copyable.js";
import { openDialog } from "../../ui/dialog.js";
import { html, nothing } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { t } from "../../ui/strings.js";
import { curlLine, requestKeys } from "./instructions.js";
import { revoke } from "./revoke.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").DropKey} DropKey
 * @typedef {{ step: "name" | "key" | "lost", id: string, name: string, key: string, note: string, isBusy: boolean }} State
 *   `id`, `name`: of the drop key; `key`: the secret; `note`: what went wrong
 * @typedef {import("../../ui/dialog.js").Dialog<State, null>} Dialog
 */

/** @type {State} */
const INITIAL = { step: "name", id: "", name: "", key: "", note: "", isBusy: false };

/**
 * Asks for a name, makes the key, and shows it once. Resolves when the dialog is closed, whatever was made.
 * @param {Deps} deps
 * @returns {Promise<null>}
 */
export function makeDropKey(deps) {
  const requestKeyFor = requestKeys();
  const create = async (/** @type {Dialog} */ dialog, /** @type {string} */ typed, /** @type {string} */ requestKey) => {
    const { drop_key, key } = await deps.api.createDropKey(typed, requestKey);
    // Cancelled while it was made: the key was shown to no one, so it must not exist.
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
      return nameStep(state, dialog, "keys.newTitle", "keys.make", (name) => create(dialog, name, requestKeyFor(name)));
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
  return openDialog({
    initial: { ...INITIAL, name },
    dismissed: null,
    title: "key-title",
    template: (state, dialog) =>
      nameStep(state, dialog, "keys.renameTitle", "edit.save", async (typed) => {
        await deps.api.renameDropKey(id, typed);
        deps.toast(t("edit.saved"));
        dialog.finish(null);
      }),
  });
}

/** One attempt at a time; what went wrong is shown in the dialog. @param {Dialog} dialog @param {() => Promise<void>} act */
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

/**
 * @param {State} state
 * @param {Dialog} dialog
 * @param {import("../../ui/strings.js").Key} title
 * @param {import("../../ui/strings.js").Key} label of the button that saves
 * @param {(name: string) => Promise<void>} save
 */
function nameStep({ name, note, isBusy }, dialog, title, label, save) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const typed = String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("name")).trim();
    if (!typed) return dialog.update({ note: t("edit.empty") });
    return void attempt(dialog, () => save(typed));
  };
  return html`<form method="dialog" @submit=${submit}>
    <h2 id="key-title">${t(title)}</h2>
    ${problem(note)}
    <label class="field"><span>${t("keys.name")}</span><input name="name" type="text" maxlength="100" required autofocus autocomplete="off" placeholder=${t("keys.nameExample")} value=${name} aria-describedby="key-hint" /></label>
    <p id="key-hint" class="fine">${t("keys.nameHint")}</p>
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("edit.cancel")}</button>
      <button type="submit" class="button button-main" ?disabled=${isBusy}>${t(label)}</button>
    </div>
  </form>`;
}

/** @param {State} state @param {Dialog} dialog @param {string} apiUrl */
function keyStep({ name, key }, dialog, apiUrl) {
  return html`<h2 id="key-title">${t("keys.shownTitle", { name })}</h2>
    <p id="key-once" class="note note-line">${icon("alert")}<span>${t("keys.shownOnce")}</span></p>
    ${copyable(key, t("keys.copyKey"), { main: true, describedBy: "key-once" })}
    <p>${t("keys.try")}</p>
    ${copyable(curlLine(apiUrl, key), t("keys.copyCommand"))}
    <div class="dialog-actions"><button type="button" class="button" @click=${() => dialog.finish(null)}>${t("keys.kept")}</button></div>`;
}

/** The key was made, but the response with the key did not arrive. @param {State} state @param {Dialog} dialog @param {() => void} retry */
function lostStep({ name, note, isBusy }, dialog, retry) {
  return html`<h2 id="key-title">${t("keys.lostTitle", { name })}</h2>
    ${problem(note)}
    <p id="key-lost">${t("keys.lostText")}</p>
    <div class="dialog-actions">
      <button type="button" class="button" @click=${() => dialog.finish(null)}>${t("keys.leave")}</button>
      <button type="button" class="button button-main" aria-describedby="key-lost" ?disabled=${isBusy} @click=${retry}>${t("keys.another")}</button>
    </div>`;
}

/** @param {string} note */
function problem(note) {
  return html`<p class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>`;
}
