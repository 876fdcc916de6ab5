/** What the drop keys screen loads and changes. */

import { isAbort, sentence } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { makeDropKey, renameDropKey } from "./dialogs.js";
import { revoke } from "./revoke.js";

/**
 * @typedef {import("../../../types.js").DropKey} DropKey
 * @typedef {{ keys: DropKey[], isLoaded: boolean, error: unknown }} State
 * @typedef {ReturnType<typeof dropKeyActions>} Actions
 */

/** @type {State} */
export const INITIAL = { keys: [], isLoaded: false, error: null };

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 */
export function dropKeyActions(deps, screen, element, signal) {
  const focus = (/** @type {string} */ selector) => {
    screen.draw();
    /** @type {HTMLElement | null} */ (element.querySelector(selector))?.focus();
  };
  /** Only where the focused element is gone: the person may have moved on in the meantime. @param {string} selector */
  const focusIfLost = (selector) => {
    if (!element.contains(document.activeElement)) focus(selector);
  };
  const load = async () => {
    screen.update({ error: null });
    try {
      const { drop_keys } = await deps.api.listDropKeys(signal);
      screen.update({ keys: drop_keys, isLoaded: true });
    } catch (error) {
      if (!isAbort(error)) screen.update({ error });
    }
  };
  return {
    load,
    async make() {
      await makeDropKey(deps);
      await load();
      focusIfLost("[data-action=make]");
    },
    /** @param {DropKey} key */
    async rename(key) {
      await renameDropKey(deps, key);
      await load();
      focusIfLost(`[data-id="${key.id}"] [data-action=rename]`);
    },
    /** @param {DropKey} key */
    async revoke({ id, name }) {
      const question = { title: t("keys.sure", { name }), text: t("keys.sureText"), yes: t("keys.revoke"), danger: true };
      if (!(await deps.confirm(question))) return;
      try {
        await revoke(deps.api, id);
      } catch (error) {
        return deps.toast(sentence(error));
      }
      deps.toast(t("keys.revoked", { name }));
      const { keys } = screen.state;
      const next = keys[keys.findIndex((key) => key.id === id) + 1];
      screen.update({ keys: keys.filter((key) => key.id !== id) });
      focus(next ? `[data-id="${next.id}"] button` : "h1");
    },
  };
}
