/** Making and renaming a drop key. What a key says is on the screen once, and kept nowhere. */

import { curlLine, tickets } from "./instructions.js";
import { html, make, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { Problem, sentence } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { copyable, copyPressed } from "../../ui/copyable.js";

/** @typedef {import("../../../types.js").DropKey} DropKey */

/**
 * Asks for a name, makes the key, and shows it this once. Resolves when the dialog is closed, whatever was made.
 * @param {import("../../../types.js").Deps} deps
 * @returns {Promise<void>}
 */
export function makeDropKey(deps) {
  return inDialog((dialog, close) => {
    const create = async (/** @type {string} */ name, /** @type {string} */ ticket) => {
      const made = await deps.api.createDropKey(name, ticket);
      // Called off while it was made: nobody has seen its key, so nobody shall have it.
      if (!dialog.isConnected) return void (await deps.api.revokeDropKey(made.drop_key.id));
      if (made.key) return showKey(dialog, deps.api.url, made.drop_key.name, made.key, close);
      return sayLost(dialog, made.drop_key.name, close, async () => {
        await deps.api.revokeDropKey(made.drop_key.id).catch(unlessGone);
        await create(name, crypto.randomUUID());
      });
    };
    const ticketFor = tickets();
    const texts = { title: t("keys.newTitle"), hint: t("keys.nameHint"), yes: t("keys.make") };
    askName(dialog, "", texts, close, (name) => create(name, ticketFor(name)));
  });
}

/**
 * Resolves when the dialog is closed, whether it was renamed or not.
 * @param {import("../../../types.js").Deps} deps
 * @param {DropKey} dropKey
 * @returns {Promise<void>}
 */
export function renameDropKey(deps, dropKey) {
  return inDialog((dialog, close) => {
    const texts = { title: t("keys.renameTitle"), hint: t("keys.nameHint"), yes: t("edit.save") };
    askName(dialog, dropKey.name, texts, close, async (name) => {
      await deps.api.renameDropKey(dropKey.id, name);
      deps.toast(t("edit.saved"));
      close();
    });
  });
}

/** @param {unknown} error what is not there any more needs not be taken away */
export function unlessGone(error) {
  if (!(error instanceof Problem && error.status === 404)) throw error;
}

/** @param {(dialog: HTMLDialogElement, close: () => void) => void} fill @returns {Promise<void>} */
function inDialog(fill) {
  const dialog = /** @type {HTMLDialogElement} */ (make(html`<dialog class="dialog" aria-labelledby="key-title"></dialog>`));
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("click", (event) => void copyPressed(event));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    fill(dialog, () => dialog.close());
    dialog.showModal();
  });
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {string} name as it is
 * @param {{ title: string, hint: string, yes: string }} texts
 * @param {() => void} close
 * @param {(name: string) => Promise<void>} save
 */
function askName(dialog, name, texts, close, save) {
  render(
    dialog,
    html`<form method="dialog">
      <h2 id="key-title">${texts.title}</h2>
      <p class="note note-bad" role="alert" hidden></p>
      <label class="field"><span>${t("keys.name")}</span><input name="name" type="text" maxlength="100" required autofocus autocomplete="off" placeholder="${t("keys.nameExample")}" value="${name}" aria-describedby="key-hint" /></label>
      <p id="key-hint" class="fine">${texts.hint}</p>
      <div class="dialog-actions">
        <button type="button" class="button" data-answer="no">${t("edit.cancel")}</button>
        <button type="submit" class="button button-main">${texts.yes}</button>
      </div>
    </form>`,
  );
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = String(new FormData(form).get("name")).trim();
    if (!typed) return complain(dialog, t("edit.empty"));
    return void carriedOut(dialog, form.querySelector("[type=submit]"), () => save(typed));
  });
  dialog.querySelector("[data-answer=no]")?.addEventListener("click", close);
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {string} apiUrl
 * @param {string} name
 * @param {string} key
 * @param {() => void} close
 */
function showKey(dialog, apiUrl, name, key, close) {
  render(
    dialog,
    html`<h2 id="key-title">${t("keys.shownTitle", { name })}</h2>
      <p id="key-once" class="note note-line">${icon("alert")}<span>${t("keys.shownOnce")}</span></p>
      ${copyable(key, t("keys.copyKey"), { main: true })}
      <p>${t("keys.try")}</p>
      ${copyable(curlLine(apiUrl, key), t("keys.copyCommand"))}
      <div class="dialog-actions"><button type="button" class="button" data-answer="yes">${t("keys.kept")}</button></div>`,
  );
  dialog.classList.add("dialog-wide");
  // A key that is hidden by mistake is lost: only the button says that it was kept.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.querySelector("[data-answer=yes]")?.addEventListener("click", close);
  const first = /** @type {HTMLElement} */ (dialog.querySelector("[data-copy]"));
  first.setAttribute("aria-describedby", "key-once");
  first.focus();
}

/**
 * The key was made, and the answer that held it did not arrive.
 * @param {HTMLDialogElement} dialog
 * @param {string} name
 * @param {() => void} close
 * @param {() => Promise<void>} makeAnother
 */
function sayLost(dialog, name, close, makeAnother) {
  render(
    dialog,
    html`<h2 id="key-title">${t("keys.lostTitle", { name })}</h2>
      <p class="note note-bad" role="alert" hidden></p>
      <p id="key-lost">${t("keys.lostText")}</p>
      <div class="dialog-actions">
        <button type="button" class="button" data-answer="no">${t("keys.leave")}</button>
        <button type="button" class="button button-main" data-answer="yes" aria-describedby="key-lost">${t("keys.another")}</button>
      </div>`,
  );
  const again = /** @type {HTMLButtonElement} */ (dialog.querySelector("[data-answer=yes]"));
  again.addEventListener("click", () => void carriedOut(dialog, again, makeAnother));
  dialog.querySelector("[data-answer=no]")?.addEventListener("click", close);
  again.focus();
}

/**
 * One attempt at a time; what went wrong is said in the dialog, which stays.
 * @param {HTMLDialogElement} dialog
 * @param {HTMLButtonElement | null} button
 * @param {() => Promise<void>} act
 */
async function carriedOut(dialog, button, act) {
  if (button) button.disabled = true;
  try {
    await act();
  } catch (error) {
    complain(dialog, error instanceof Problem && error.status === 409 ? t("keys.enough") : sentence(error));
  }
  if (button) button.disabled = false;
}

/** @param {HTMLDialogElement} dialog @param {string} text */
function complain(dialog, text) {
  const note = /** @type {HTMLElement} */ (dialog.querySelector(".note-bad"));
  note.textContent = text;
  note.hidden = false;
}
