/** The door: for whoever is not signed in. */

import { html, render } from "../../ui/html.js";
import { icon, MARK } from "../../ui/icons.js";
import { Problem, sentence } from "../../api/problems.js";
import { t } from "../../ui/strings.js";

/**
 * @param {HTMLElement} app
 * @param {import("../../../types.js").Auth} auth
 * @param {"" | "expired" | "failed"} why
 */
export function signIn(app, auth, why) {
  const reason = why === "expired" && auth.by === "key" ? "keyExpired" : why;
  render(
    app,
    html`<main class="door">
      <div class="door-card">
        <p class="brand">${MARK}<span>Docloft</span></p>
        <h1 tabindex="-1">${t("signin.title")}</h1>
        <p class="door-line">${t("app.tagline")}</p>
        <p id="door-note" class="note note-bad" role="alert" ${reason ? "" : html`hidden`}>${reason ? t(`signin.${reason}`) : ""}</p>
        <ul class="door-points">
          ${/** @type {const} */ (["point1", "point2", "point3"]).map((name) => html`<li>${icon("check")}<span>${t(`signin.${name}`)}</span></li>`)}
        </ul>
        ${auth.by === "key" ? keyForm() : html`<button type="button" class="button button-main button-large">${t("signin.button")}</button>`}
      </div>
    </main>`,
  );
  if (auth.by === "key") askForKey(app, auth);
  else app.querySelector("button")?.addEventListener("click", () => void auth.signIn());
}

/** Password managers keep a key by the name beside it. */
function keyForm() {
  return html`<form class="door-form">
    <input hidden type="text" name="username" autocomplete="username" value="owner" />
    <label class="field"><span>${t("signin.key")}</span><input type="password" name="key" required autocomplete="current-password" autocapitalize="none" spellcheck="false" aria-describedby="door-note door-hint" /></label>
    <p id="door-hint" class="fine">${t("signin.keyHint")}</p>
    <button type="submit" class="button button-main button-large">${t("signin.button")}</button>
  </form>`;
}

/** @param {HTMLElement} app @param {import("../../api/owner-key.js").KeyAuth} auth */
function askForKey(app, auth) {
  const form = /** @type {HTMLFormElement} */ (app.querySelector("form"));
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("key"));
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const note = /** @type {HTMLElement} */ (app.querySelector("#door-note"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    button.textContent = t("signin.checking");
    try {
      await auth.signIn(input.value);
      // At the address the person came for.
      location.reload();
    } catch (error) {
      note.textContent = whyNot(error);
      note.hidden = false;
      button.disabled = false;
      button.textContent = t("signin.button");
      input.setAttribute("aria-invalid", "true");
      input.select();
    }
  });
  input.focus();
}

/** @param {unknown} error */
function whyNot(error) {
  const status = error instanceof Problem ? error.status : -1;
  if (status === 401) return t("signin.keyWrong");
  return status === 403 ? t("signin.keyDrop") : sentence(error);
}
