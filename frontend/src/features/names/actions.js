/** What the screen of senders, kinds and tags loads and changes. */

import { isAbort, sentence } from "../../api/problems.js";
import { setNames } from "../../ui/names.js";
import { t } from "../../ui/strings.js";
import { editName, mergeName } from "./dialogs.js";
import { after } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Name} Name
 * @typedef {ReturnType<typeof nameActions>} Actions
 */

/**
 * @param {import("../../../types.js").Deps} deps
 * @param {import("../../ui/screen.js").Screen<State>} screen
 * @param {HTMLElement} element
 * @param {AbortSignal} signal
 */
export function nameActions(deps, screen, element, signal) {
  const load = async () => {
    screen.update({ error: null });
    try {
      const { names } = await deps.api.listNames(signal);
      setNames(names);
      screen.update({ names, isLoaded: true });
    } catch (error) {
      if (!isAbort(error)) screen.update({ error });
    }
  };
  /** Moves the focus if what had it is gone. @param {string | undefined} id */
  const focus = (id) => {
    screen.draw();
    if (element.contains(document.activeElement)) return;
    /** @type {HTMLElement | null} */ (element.querySelector(id ? `[data-id="${id}"] button` : "h1"))?.focus();
  };
  return {
    load,
    /** @param {string} filter */
    filter: (filter) => screen.update({ filter }),
    /** @param {Name} name */
    async edit(name) {
      if (await editName(deps, name, screen.state.names)) await load();
      focus(name.id);
    },
    /** @param {Name} name */
    async merge(name) {
      const into = await mergeName(deps, name, screen.state.names);
      if (into) await load();
      focus(into?.id ?? name.id);
    },
    /** @param {Name} name */
    async remove(name) {
      const question = { title: t("names.sure", { name: name.name }), text: t("names.sureText"), yes: t("names.delete"), danger: true };
      if (!(await deps.confirm(question))) return;
      const next = after(screen.state, name);
      try {
        await deps.api.deleteName(name);
      } catch (error) {
        return deps.toast(sentence(error));
      }
      deps.toast(t("names.deleted", { name: name.name }));
      await load();
      focus(next?.id);
    },
  };
}
