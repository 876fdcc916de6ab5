/**
 * What is shown instead of a screen whose modules cannot be loaded: there is no connection, or newer versions of the
 * site were published since this page was opened, and its own files are gone.
 */

import { loadConfig } from "../api/client.js";
import { offline } from "../api/problems.js";
import { html, nothing, render } from "../ui/html.js";
import { emptiness, failure } from "../ui/parts.js";
import { t } from "../ui/strings.js";

/** @typedef {import("../../types.js").View} View */

/** Time to read why the page is loaded again. */
const PAUSE_MS = 1500;
/** Reload at most once a minute. */
const ONCE_IN_MS = 60_000;
const RELOADED = "docloft-reloaded";

const reload = () => location.reload();

/** The view to show. @returns {Promise<View>} */
export async function unloaded() {
  try {
    await loadConfig();
    return outdated;
  } catch {
    // A browser may remember that a module could not be loaded until the page is loaded again.
    return (outlet) => shown(outlet, failure(offline(), reload));
  }
}

/** @type {View} */
function outdated(outlet) {
  const isNew = Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) > ONCE_IN_MS;
  const timer = isNew ? setTimeout(again, PAUSE_MS) : undefined;
  const close = shown(
    outlet,
    emptiness(
      "retry",
      t("version.title"),
      t("version.text"),
      html`<button type="button" class="button button-main" @click=${again}>${t("version.reload")}</button>`,
    ),
  );
  return () => {
    clearTimeout(timer);
    close();
  };
}

function again() {
  sessionStorage.setItem(RELOADED, String(Date.now()));
  reload();
}

/** @param {HTMLElement} outlet @param {import("../ui/html.js").Markup} content @returns {() => void} removes it */
function shown(outlet, content) {
  render(html`<div class="state" role="status">${content}</div>`, outlet);
  return () => render(nothing, outlet);
}
