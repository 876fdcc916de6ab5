/** What can be done with a document. */

import { failureOf } from "../../api/jobs.js";
import { sentence } from "../../api/problems.js";
import { reasonOf } from "../../ui/reasons.js";
import { t } from "../../ui/strings.js";
import { deletePermanently, moveToTrash, restore } from "../trash/actions.js";
import { editDocument } from "./edit-dialog.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {(deps: Deps, document: Doc, signal: AbortSignal) => Promise<unknown>} Action `signal`: the person left the screen
 */

/** @param {string} url @param {string} name */
function save(url, name) {
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
}

/** @type {Record<"rename" | "download" | "searchable" | "trash" | "restore" | "purge", Action>} */
export const ACTIONS = {
  rename: editDocument,
  download: async (deps, document) => {
    const { url, file_name } = await deps.api.original(document.id, "attachment");
    save(url, file_name);
  },
  searchable: async (deps, document) => {
    const { job } = await deps.api.makeSearchablePdf(document.id);
    deps.toast(t("document.making"));
    const failed = await failureOf(deps.api, job.id);
    if (failed) return deps.toast(t("document.notMade", { reason: reasonOf(failed) }));
    const { url, file_name } = await deps.api.searchablePdf(document.id);
    return save(url, file_name);
  },
  trash: async (deps, document, signal) => {
    await moveToTrash(deps, document);
    // Do not navigate if the person has left the screen in the meantime.
    if (!signal.aborted) deps.router.back("/");
  },
  restore,
  purge: async (deps, document, signal) => {
    if ((await deletePermanently(deps, document)) && !signal.aborted) deps.router.go("/trash");
  },
};

/**
 * Runs the action of a button, unless it is already running; an error is shown as a message.
 * @param {keyof typeof ACTIONS} name
 * @param {Deps} deps
 * @param {Doc} document
 * @param {AbortSignal} signal
 * @param {Event} event
 */
export async function run(name, deps, document, signal, event) {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  if (button.ariaDisabled) return;
  // Not `disabled`: a disabled button loses the focus, and a dialog could not return it when it is closed.
  button.ariaDisabled = "true";
  try {
    await ACTIONS[name](deps, document, signal);
  } catch (error) {
    deps.toast(sentence(error));
  } finally {
    button.ariaDisabled = null;
  }
}
