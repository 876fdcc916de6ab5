/** Two-step sign-in: a person turns it on or off for their own account. */

import { copyable } from "../../ui/copyable.js";
import { html, nothing, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { emptiness, failure } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { secondFactorActions } from "./actions.js";
import { INITIAL, inGroups } from "./state.js";

/** @typedef {import("./state.js").State} State @typedef {import("./actions.js").Actions} Actions */

/** @type {import("../../../types.js").View} */
export function secondFactor(element, deps) {
  const { auth } = deps;
  if (auth.by !== "tokens") {
    render(
      html`<h1 class="unseen" tabindex="-1">${t("factor.title")}</h1>
        ${emptiness("lock", t("factor.keyOnly"), t("factor.keyOnlyHint"))}`,
      element,
    );
    return () => render(nothing, element);
  }
  const shown = screen(element, INITIAL, (state) => template(state, actions));
  const actions = secondFactorActions(deps, auth, shown, element);
  void actions.load();
  shown.draw();
  return () => shown.close();
}

/** @param {State} state @param {Actions} actions */
function template(state, actions) {
  return html`<div class="bar"><h1 tabindex="-1">${t("factor.title")}</h1></div>
    <div class="factor">
      <p class="lead">${t("factor.lead")}</p>
      ${state.error ? failure(state.error, actions.cancel) : STEPS[state.step](state, actions)}
    </div>`;
}

const STEPS = { confirm: confirmStep, loading: loadingStep, off: offStep, setup: setupStep, on: onStep };

/** @param {State} state @param {Actions} actions */
function confirmStep({ note }, actions) {
  return html`${problem(note)}
    <p>${t("factor.confirmHint")}</p>
    <p class="factor-actions">
      <button type="button" class="button button-main" @click=${actions.confirm}>${t("factor.confirm")}</button>
    </p>`;
}

function loadingStep() {
  return html`<p role="status">${t("app.loading")}</p>`;
}

/** @param {State} state @param {Actions} actions */
function offStep({ isBusy }, actions) {
  return html`<h2 tabindex="-1">${t("factor.off")}</h2>
    <p>${t("factor.offHint")}</p>
    <p class="factor-actions">
      <button type="button" class="button button-main" ?disabled=${isBusy} @click=${() => void actions.setUp()}>
        ${t("factor.setUp")}
      </button>
    </p>`;
}

/** @param {State} state @param {Actions} actions */
function onStep({ isBusy }, actions) {
  return html`<h2 class="factor-on" tabindex="-1">${icon("check")}<span>${t("factor.on")}</span></h2>
    <p>${t("factor.onHint")}</p>
    <p>${t("factor.lost")}</p>
    <p class="factor-actions">
      <button type="button" class="button" ?disabled=${isBusy} @click=${() => void actions.setUp()}>
        ${t("factor.replace")}
      </button>
      <button type="button" class="button button-danger" @click=${() => void actions.turnOff()}>
        ${t("factor.turnOff")}
      </button>
    </p>`;
}

/** @param {State} state @param {Actions} actions */
function setupStep({ secret, qr, size, note, isBusy }, actions) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const typed = String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("code"));
    void actions.turnOn(typed);
  };
  return html`<h2 tabindex="-1">${t("factor.scan")}</h2>
    <p>${t("factor.scanHint")}</p>
    <svg class="factor-qr" viewBox="0 0 ${size} ${size}" role="img" aria-label=${t("factor.qr")}><path d=${qr} /></svg>
    <p>${t("factor.secretHint")}</p>
    ${copyable(inGroups(secret), t("factor.copy"))}
    <p class="note note-line">${icon("alert")}<span>${t("factor.keep")}</span></p>
    <form class="factor-form" @submit=${submit}>
      <h2>${t("factor.enter")}</h2>
      ${problem(note)}
      <label class="field"
        ><span>${t("factor.code")}</span
        ><input
          name="code"
          type="text"
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength="9"
          required
          aria-describedby="factor-note"
          aria-invalid=${note ? "true" : nothing}
      /></label>
      <p class="factor-actions">
        <button type="submit" class="button button-main" ?disabled=${isBusy}>${t("factor.turnOn")}</button>
        <button type="button" class="button" @click=${actions.cancel}>${t("edit.cancel")}</button>
      </p>
    </form>`;
}

/** @param {string} note */
function problem(note) {
  return html`<p id="factor-note" class="note note-bad" role="alert" ?hidden=${!note}>${note || nothing}</p>`;
}
