/** What the drop keys screen loads and changes. */

import { isAbort, sentence } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { makeDropKey, renameDropKey } from "./dialogs.js";
import { revoke } from "./revoke.js";
import { after, without } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").DropKey} DropKey
 * @typedef {ReturnType<typeof dropKeyActions>} Actions
 */

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
  /** Only if the focused element is gone: the person may have moved on in the meantime. @param {string} selector */
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
      const question = {
        title: t("keys.sure", { name }),
        text: t("keys.sureText"),
        yes: t("keys.revoke"),
        danger: true,
      };
      if (!(await deps.confirm(question))) return;
      try {
        await revoke(deps.api, id);
      } catch (error) {
        return deps.toast(sentence(error));
      }
      deps.toast(t("keys.revoked", { name }));
      const next = after(screen.state, id);
      screen.update(without(screen.state, id));
      focus(next ? `[data-id="${next.id}"] button` : "h1");
    },
  };
}
