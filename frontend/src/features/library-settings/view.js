/**
 * The settings of a library: the languages that its scanned pages are read in, whether it has an inbox, what it holds,
 * and its export. Only owners see them; the API lets editors export, too.
 */

import { isAbort, sentence } from "../../api/problems.js";
import { languageName } from "../../ui/format.js";
import { html, nothing, render } from "../../ui/html.js";
import { emptiness, failureOr } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { exportSection, followQuietly } from "./exports.js";
import { usageOf, usageSection } from "./usage.js";

/**
 * @typedef {{ settings: import("../../../types.js").LibrarySettings | null, isBusy: boolean, error: unknown,
 *   found: import("./exports.js").Export | null, usage: import("./usage.js").Usage | null }} State
 * @typedef {{ load: () => Promise<void>, save: (changes: import("../../../types.js").EditLibrarySettings) =>
 *   Promise<void>, startExport: () => Promise<void> }} Actions
 */

/** @type {State} */
const INITIAL = { settings: null, isBusy: false, error: null, found: null, usage: null };

/** @type {import("../../../types.js").View} */
export function librarySettings(element, deps) {
  if (deps.me.library.role !== "owner") {
    const message = emptiness("book", t("settings.ownersOnly"), t("settings.ownersOnlyHint"));
    render(
      html`<h1 class="unseen" tabindex="-1">${t("settings.title")}</h1>
        ${message}`,
      element,
    );
    return () => render(nothing, element);
  }
  const abort = new AbortController();
  const load = async () => {
    shown.update({ error: null });
    try {
      shown.update({ settings: await deps.api.getLibrarySettings(abort.signal) });
    } catch (error) {
      if (!isAbort(error)) shown.update({ error });
    }
  };
  /** @type {Actions["save"]} */
  const save = async (changes) => {
    if (!shown.state.settings) return;
    shown.update({ isBusy: true });
    try {
      shown.update({ settings: await deps.api.editLibrarySettings(changes, shown.state.settings.version) });
      deps.me.library.inbox = changes.inbox ?? deps.me.library.inbox;
      // From now on, the rail shows the inbox or leaves it out.
      void deps.overview.count();
      deps.toast(t("settings.saved"));
    } catch (error) {
      deps.toast(sentence(error));
    } finally {
      shown.update({ isBusy: false });
    }
  };
  const showExport = (/** @type {import("./exports.js").Export} */ found) => shown.update({ found });
  const startExport = async () => {
    try {
      await deps.api.startExport();
    } catch (error) {
      return deps.toast(sentence(error));
    }
    return followQuietly(deps, showExport, abort.signal);
  };
  const shown = screen(element, INITIAL, (state) => template(state, { load, save, startExport }));
  shown.draw();
  void load();
  usageOf(deps.api, abort.signal).then(
    (usage) => shown.update({ usage }),
    () => {},
  );
  void followQuietly(deps, showExport, abort.signal);
  return () => {
    abort.abort();
    shown.close();
  };
}

/** @param {State} state @param {Actions} actions */
function template({ settings, isBusy, error, found, usage }, { load, save, startExport }) {
  return html`<div class="bar"><h1 tabindex="-1">${t("settings.title")}</h1></div>
    ${failureOr(error, () => void load(), settings ? form(settings, isBusy, save) : html`<p role="status">${t("app.loading")}</p>`)}
    ${usageSection(usage)} ${exportSection(found, () => void startExport())}`;
}

/**
 * @param {import("../../../types.js").LibrarySettings} settings
 * @param {boolean} isBusy
 * @param {Actions["save"]} save
 */
function form({ ocr_languages: chosen, available_ocr_languages: available, inbox }, isBusy, save) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const data = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    void save({ ocr_languages: data.getAll("language").map(String), inbox: data.has("inbox") });
  };
  const isChosen = (/** @type {string} */ code) => chosen.includes(code);
  return html`<form class="settings" @submit=${submit}>
    <fieldset>
      <legend>${t("settings.languages")}</legend>
      <p class="fine">${t("settings.languagesHint")}</p>
      <div class="settings-choices">
        ${available.map(
          (code) =>
            html`<label class="settings-choice"
              ><input type="checkbox" name="language" value=${code} ?checked=${isChosen(code)} /><span
                >${languageName(code)}</span
              ></label
            >`,
        )}
      </div>
    </fieldset>
    <fieldset>
      <legend>${t("settings.inbox")}</legend>
      <p class="fine" id="inbox-hint">${t("settings.inboxHint")}</p>
      <label class="settings-choice"
        ><input type="checkbox" name="inbox" aria-describedby="inbox-hint" ?checked=${inbox} /><span
          >${t("settings.inboxOn")}</span
        ></label
      >
    </fieldset>
    <p><button type="submit" class="button button-main" ?disabled=${isBusy}>${t("settings.save")}</button></p>
  </form>`;
}
