/** Modal dialogs: a template shown over the page until it is closed. */

import { sentence } from "../api/problems.js";
import { html } from "./html.js";
import { screen } from "./screen.js";
import { t } from "./strings.js";

/** @typedef {import("../../types.js").Deps["toast"]} Toast */

/**
 * @template State
 * @template Result
 * @typedef {{ element: HTMLDialogElement, readonly state: State, update: (changes: Partial<State>) => void, draw: () =>
 *   void, finish: (result: Result) => void, hide: () => void, offer: (toast: Toast, note: string) => void }} Dialog
 *   `finish` closes it, `hide` until it is opened from the message that `offer` shows
 */

/**
 * Resolves with the value passed to `finish`, or with `dismissed` when the person presses Escape.
 * @template {object} State
 * @template Result
 * @param {{ initial: State, dismissed: Result, title: string, text?: string, template: (state: State, dialog:
 *   Dialog<State, Result>) => import("./html.js").Markup, mayDismiss?: (state: State) => boolean }} options `title` and
 *   `text`: ids of the elements that name and describe it
 * @returns {Promise<Result>} `mayDismiss`: whether Escape, or Back on a phone, closes it
 */
export function openDialog({ initial, dismissed, title, text = "", template, mayDismiss = () => true }) {
  const element = document.createElement("dialog");
  element.className = "dialog";
  element.setAttribute("aria-labelledby", title);
  if (text) element.setAttribute("aria-describedby", text);
  document.body.append(element);
  const opener = /** @type {HTMLElement | null} */ (document.activeElement);
  let result = dismissed;
  let isFinished = false;
  let isHidden = false;
  /** @type {Dialog<State, Result>} */
  const dialog = {
    element,
    get state() {
      return shown.state;
    },
    update: (changes) => shown.update(changes),
    draw: () => shown.draw(),
    finish: (chosen) => {
      result = chosen;
      isFinished = true;
      if (element.open) element.close();
      else element.dispatchEvent(new Event("close"));
    },
    hide: () => {
      isHidden = true;
      element.close();
      // Another dialog of the same kind may be opened meanwhile, with the same ids.
      element.remove();
    },
    // It does not open by itself: the person may be typing somewhere else by now.
    offer: (toast, note) => {
      const act = () => {
        isHidden = false;
        document.body.append(element);
        element.showModal();
        // The button of the message, which had the focus, is gone by then.
        element.addEventListener("close", () => opener?.focus(), { once: true });
      };
      toast(t("edit.notSaved", { reason: note }), {
        label: t("edit.again"),
        act,
        dismiss: () => dialog.finish(dismissed),
      });
    },
  };
  const shown = screen(element, initial, (state) => template(state, dialog));
  element.addEventListener("cancel", (event) => mayDismiss(shown.state) || event.preventDefault());
  element.addEventListener(
    "keydown",
    (event) => event.key === "Escape" && !mayDismiss(shown.state) && event.preventDefault(),
  );
  shown.draw();
  element.showModal();
  return new Promise((resolve) => {
    element.addEventListener("close", () => {
      if (isHidden && !isFinished) return undefined;
      // Browsers let a page refuse Back on a phone only once in a row: pressing it again closes the dialog without a
      // `cancel` event.
      if (!isFinished && !mayDismiss(shown.state)) return element.showModal();
      shown.close();
      element.remove();
      return resolve(result);
    });
  });
}

/**
 * Sends the form of a dialog, shows the dialog as busy until then, and closes it with the result. With `show`, the
 * person does not wait: the dialog is hidden while the change is sent. If the change is refused, a message with the
 * reason opens it again, with what was typed.
 * @template Result
 * @param {SubmitEvent} event
 * @param {Dialog<{ note: string, isBusy: boolean }, Result>} dialog shows `note`
 * @param {(values: FormData) => Promise<Result | string> | string} send a string says what is wrong; an error is shown
 *   as its sentence
 * @param {{ show: (values: FormData) => () => void, toast: Toast }} [behind] `show` shows the change on the screen
 *   behind, and returns what takes it back
 */
export async function submit(event, dialog, send, behind) {
  event.preventDefault();
  const values = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
  dialog.update({ isBusy: true, note: "" });
  /** @type {(() => void) | undefined} */
  let takeBack;
  const refuse = (/** @type {string} */ note) => {
    takeBack?.();
    dialog.update({ note, isBusy: false });
    if (behind && takeBack) dialog.offer(behind.toast, note);
  };
  try {
    const sending = send(values);
    if (behind && typeof sending !== "string") {
      dialog.hide();
      takeBack = behind.show(values);
    }
    const sent = await sending;
    if (typeof sent === "string") refuse(sent);
    else dialog.finish(sent);
  } catch (error) {
    refuse(sentence(error));
  }
}

/**
 * Shows a confirmation dialog; resolves to true for yes.
 * @type {import("../../types.js").Deps["confirm"]}
 */
export function confirm({ title, text, yes, danger = false }) {
  return openDialog({
    initial: {},
    dismissed: false,
    title: "confirm-title",
    text: "confirm-text",
    template: (_, { finish }) =>
      html`<h2 id="confirm-title">${title}</h2>
        <p id="confirm-text">${text}</p>
        <div class="dialog-actions">
          <button type="button" class="button" autofocus @click=${() => finish(false)}>${t("confirm.no")}</button>
          <button
            type="button"
            class="button ${danger ? "button-danger-full" : "button-main"}"
            @click=${() => finish(true)}
          >
            ${yes}
          </button>
        </div>`,
  });
}
