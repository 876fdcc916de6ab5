/**
 * What a person chooses for this browser: language, colours, rows of lists and time zone. Each choice is saved at once.
 */

import { prefer, preference } from "../../api/preferences.js";
import { languageName } from "../../ui/format.js";
import { html, nothing, render } from "../../ui/html.js";
import { LANGUAGE_CODES, t } from "../../ui/strings.js";

/** @typedef {import("../../api/preferences.js").Preference} Preference */

/** @type {import("../../../types.js").View} */
export function preferences(element) {
  render(template(), element);
  return () => render(nothing, element);
}

function template() {
  const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return html`<div class="bar"><h1 tabindex="-1">${t("preferences.title")}</h1></div>
    <form class="preferences">
      <p class="fine">${t("preferences.hint")}</p>
      ${choice("language", [["", t("preferences.languageAuto")], ...LANGUAGE_CODES.map(named)])}
      ${choice("theme", [
        ["", t("preferences.themeAuto")],
        ["light", t("preferences.light")],
        ["dark", t("preferences.dark")],
      ])}
      ${choice("density", [
        ["", t("preferences.compact")],
        ["comfortable", t("preferences.comfortable")],
      ])}
      <p class="field">
        <label for="preference-zone">${t("preferences.zone")}</label>
        <select
          id="preference-zone"
          aria-describedby="preference-zone-hint"
          @change=${(/** @type {Event} */ event) => choose("zone", /** @type {HTMLSelectElement} */ (event.target).value)}
        >
          ${[
            ["", t("preferences.zoneAuto", { zone: browserZone })],
            ...Intl.supportedValuesOf("timeZone").map((name) => [name, name]),
          ].map(
            ([value, label]) =>
              html`<option value=${value} ?selected=${value === preference("zone")}>${label}</option>`,
          )}
        </select>
      </p>
      <p class="fine" id="preference-zone-hint">${t("preferences.zoneHint")}</p>
    </form>`;
}

/**
 * @param {string} code
 * @returns {[string, string]} the language by its own name, as a person who reads only this one finds it
 */
function named(code) {
  return [code, new Intl.DisplayNames([code], { type: "language" }).of(code) ?? languageName(code)];
}

/** @param {Exclude<Preference, "zone" | "folder-tags">} name @param {[string, string][]} options values and labels */
function choice(name, options) {
  return html`<fieldset>
    <legend>${t(`preferences.${name}`)}</legend>
    <div class="segments">
      ${options.map(
        ([value, label]) =>
          html`<label
            ><input
              type="radio"
              name=${name}
              value=${value}
              ?checked=${value === preference(name)}
              @change=${() => choose(name, value)}
            /><span>${label}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

/** @param {Preference} name @param {string} value */
function choose(name, value) {
  prefer(name, value);
  const { dataset } = document.documentElement;
  if (name === "theme" || name === "density") {
    if (value) dataset[name] = value;
    else delete dataset[name];
  } else {
    // Texts and formats are made when the site is loaded.
    location.reload();
  }
}
