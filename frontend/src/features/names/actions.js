/** What the screen of senders, kinds, tags and fields loads and changes. */

import { isAbort, sentence } from "../../api/problems.js";
import { putName, setNames } from "../../ui/names.js";
import { t } from "../../ui/strings.js";
import { editName, mergeName } from "./dialogs.js";
import { askForField, editField } from "./field-dialog.js";
import { after, withName } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {import("./state.js").Name} Name
 * @typedef {ReturnType<typeof nameActions>} Actions
 */

/**
 * Resolves with the new field, or with null when the person cancels.
 * @param {import("../../../types.js").Deps} deps
 * @param {string} name that is suggested
 */
export function createField(deps, name) {
  return askForField("names.newField", name, null, {
    send: ({ type, options }, typed) =>
      deps.api.createName({
        what: "field",
        name: typed,
        type,
        options: type === "choice" ? options.map((option) => ({ name: option.name })) : [],
      }),
  });
}

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
  /** Shows a changed name on every screen. @param {Name} name */
  const put = (name) => {
    putName(name);
    screen.update({ names: withName(screen.state.names, name) });
    screen.draw();
    // The rail has names, too.
    deps.overview.notify();
  };
  /**
   * Moves the focus if the element that had it is gone, and not from a field that the person went to meanwhile.
   * @param {string | undefined} id
   */
  const focus = (id) => {
    screen.draw();
    if (document.activeElement && document.activeElement !== document.body) return;
    /** @type {HTMLElement | null} */ (element.querySelector(id ? `[data-id="${id}"] button` : "h1"))?.focus();
  };
  return {
    load,
    /** @param {string} filter */
    filter: (filter) => screen.update({ filter }),
    async create() {
      const made = await createField(deps, "");
      if (made) await load();
      if (made) focus(made.id);
    },
    /** @param {Name} name */
    async edit(name) {
      const show = (/** @type {Partial<Name>} */ changes) => {
        const before = screen.state.names.find(({ id }) => id === name.id) ?? name;
        put({ ...before, ...changes });
        return () => put(before);
      };
      const edited = await (name.what === "field"
        ? editField(deps, name, show)
        : editName(deps, name, screen.state.names, show));
      if (edited) await load();
      // A changed retention period makes other documents expire.
      if (edited && edited.keep_years !== name.keep_years) void deps.overview.count();
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
      const question = {
        title: t("names.sure", { name: name.name }),
        text: t(name.what === "field" ? "names.sureFieldText" : "names.sureText"),
        yes: t("names.delete"),
        danger: true,
      };
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
