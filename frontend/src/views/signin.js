/** The door: for whoever is not signed in. */

import { html, render } from "../html.js";
import { icon, MARK } from "../icons.js";
import { t } from "../strings.js";

/**
 * @param {HTMLElement} app
 * @param {import("../auth.js").Auth} auth
 * @param {"" | "expired" | "failed"} why
 */
export function signIn(app, auth, why) {
  render(
    app,
    html`<main class="door">
      <div class="door-card">
        <p class="brand">${MARK}<span>Docloft</span></p>
        <h1 tabindex="-1">${t("signin.title")}</h1>
        <p class="door-line">${t("app.tagline")}</p>
        ${why ? html`<p class="note note-bad" role="alert">${t(`signin.${why}`)}</p>` : ""}
        <ul class="door-points">
          ${/** @type {const} */ (["point1", "point2", "point3"]).map((name) => html`<li>${icon("check")}<span>${t(`signin.${name}`)}</span></li>`)}
        </ul>
        <button type="button" class="button button-main button-large">${t("signin.button")}</button>
      </div>
    </main>`,
  );
  app.querySelector("button")?.addEventListener("click", () => void auth.signIn());
}
