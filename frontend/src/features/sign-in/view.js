/** The sign-in screen. */

import { Problem, sentence } from "../../api/problems.js";
import { html, nothing } from "../../ui/html.js";
import { icon, MARK } from "../../ui/icons.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";

/**
 * @typedef {import("../../../types.js").Auth} Auth
 * @typedef {{ note: string, isBusy: boolean, isWrong: boolean, isFailure: boolean }} State
 *   `note`: why the person is here, or why the key was refused; `isFailure`: whether something went wrong
 */

const POINTS = /** @type {const} */ (["signin.point1", "signin.point2", "signin.point3"]);

/**
 * @param {HTMLElement} app
 * @param {Auth} auth
 * @param {"" | "expired" | "elsewhere" | "failed"} why
 */
export function signIn(app, auth, why) {
  const initial = { note: reasonOf(why, auth.by), isBusy: false, isWrong: false, isFailure: why !== "elsewhere" };
  if (auth.by === "tokens") return void screen(app, initial, (state) => template(state, poolButton(auth)));
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const input = /** @type {HTMLInputElement} */ (app.querySelector("[name=key]"));
    shown.update({ isBusy: true });
    try {
      await auth.signIn(input.value);
      // Reloading keeps the address that the person opened.
      location.reload();
    } catch (error) {
      shown.update({ isBusy: false, isWrong: true, isFailure: true, note: refusalOf(error) });
      input.select();
    }
  };
  const shown = screen(app, initial, (state) => template(state, keyForm(state, submit)));
  shown.draw();
  return /** @type {HTMLElement | null} */ (app.querySelector("[name=key]"))?.focus();
}

/** @param {"" | "expired" | "elsewhere" | "failed"} why @param {Auth["by"]} by */
function reasonOf(why, by) {
  if (!why) return "";
  return t(why === "expired" && by === "key" ? "signin.keyExpired" : `signin.${why}`);
}

/** @param {unknown} error */
function refusalOf(error) {
  const status = error instanceof Problem ? error.status : -1;
  if (status === 401) return t("signin.keyWrong");
  return status === 403 ? t("signin.keyDrop") : sentence(error);
}

/** @param {State} state @param {import("../../ui/html.js").Markup} form */
function template({ note, isFailure }, form) {
  return html`<main class="sign-in">
    <div class="sign-in-card">
      <p class="brand">${MARK}<span>Docloft</span></p>
      <h1 tabindex="-1">${t("signin.title")}</h1>
      <p class="sign-in-line">${t("app.tagline")}</p>
      <p id="sign-in-note" class="note ${isFailure ? "note-bad" : ""}" role="alert" ?hidden=${!note}>
        ${note || nothing}
      </p>
      <ul class="sign-in-points">
        ${POINTS.map((point) => html`<li>${icon("check")}<span>${t(point)}</span></li>`)}
      </ul>
      ${form}
    </div>
  </main>`;
}

/** @param {import("../../api/tokens.js").TokenAuth} auth */
function poolButton(auth) {
  return html`<button type="button" class="button button-main button-large" @click=${() => void auth.signIn()}>
    ${t("signin.button")}
  </button>`;
}

/**
 * A password manager saves a key with the name beside it.
 * @param {State} state
 * @param {(event: SubmitEvent) => void} submit
 */
function keyForm({ isBusy, isWrong }, submit) {
  return html`<form class="sign-in-form" @submit=${submit}>
    <input hidden type="text" name="username" autocomplete="username" value="owner" />
    <label class="field"
      ><span>${t("signin.key")}</span
      ><input
        type="password"
        name="key"
        required
        autocomplete="current-password"
        autocapitalize="none"
        spellcheck="false"
        aria-describedby="sign-in-note sign-in-hint"
        aria-invalid=${isWrong ? "true" : nothing}
    /></label>
    <p id="sign-in-hint" class="fine">${t("signin.keyHint")}</p>
    <button type="submit" class="button button-main button-large" ?disabled=${isBusy}>
      ${t(isBusy ? "signin.checking" : "signin.button")}
    </button>
  </form>`;
}
