/** The section of the document screen with the library's own fields, and the documents that link to this one. */

import { sentence } from "../../api/problems.js";
import { mayChange } from "../../api/roles.js";
import { valueOf } from "../../ui/field-input.js";
import { named, namesOf, putName } from "../../ui/names.js";
import { withRefused } from "../../ui/refusals.js";
import { screen } from "../../ui/screen.js";
import { createField } from "../names/actions.js";
import { loading } from "./loading.js";
import { initialState, withTitles } from "./state.js";
import { template } from "./template.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").Name} Name
 */

const PAUSE = 250;

/**
 * Shows the block in an element.
 * @param {HTMLElement} element
 * @param {Deps} deps
 * @param {Doc} document
 * @returns {() => void} ends it
 */
export function customFieldsPanel(element, deps, document) {
  const abort = new AbortController();
  const shown = screen(element, initialState(document), (state) => template(state, mayChange(deps) ? actions : null));
  let timer = 0;
  /** Changes are sent one after another: each is based on the version that the one before it made. */
  let last = Promise.resolve();
  const save = (/** @type {Name} */ { id }, /** @type {unknown} */ value) => {
    const act = async () => {
      deps.store.put(await deps.api.editDocument(shown.state.document, { custom_fields: { [id]: value } }));
      shown.update(withRefused(shown.state, id, null));
    };
    // The person may be at the next paper by now, where nothing would say that this change was lost.
    last = last
      .then(act)
      .catch((error) =>
        abort.signal.aborted
          ? deps.toast(sentence(error))
          : shown.update(withRefused(shown.state, id, sentence(error))),
      );
    return last;
  };
  const focus = (/** @type {string} */ selector) => {
    shown.draw();
    /** @type {HTMLElement | null} */ (element.querySelector(selector))?.focus();
  };

  const { learn, findLinking, find } = loading(deps, shown, abort.signal);
  /** @type {import("./template.js").Actions} */
  const actions = {
    save: (field, typed) => {
      const known = /** @type {{ currency?: string } | undefined} */ (shown.state.document.custom_fields[field.id]);
      const given = valueOf(field, typed, known?.currency ?? shown.state.document.currency);
      if ("wrong" in given) shown.update(withRefused(shown.state, field.id, given.wrong));
      else void save(field, given.value);
    },
    clear: (field) => {
      shown.update({ adding: null, found: null, ...withRefused(shown.state, field.id, null) });
      // What was refused is still in the input, and the value is the same as before.
      const input = /** @type {HTMLInputElement | null} */ (element.querySelector(`[data-field="${field.id}"] input`));
      if (input) input.value = "";
      const cleared = field.id in shown.state.document.custom_fields ? save(field, null) : Promise.resolve();
      void cleared.then(() => focus("#field-add"));
    },
    add: async (name) => {
      const field = named(namesOf("field"), "field", name) ?? (await createField(deps, name));
      if (!field) return focus("#field-add");
      putName(field);
      shown.update({ adding: field.id, found: null });
      focus(`[data-field="${field.id}"] :is(input, select, a)`);
      // A checkbox cannot show that there is no value.
      if (field.type === "boolean" && !(field.id in shown.state.document.custom_fields)) void save(field, false);
    },
    find: (words) => {
      clearTimeout(timer);
      if (words.trim()) timer = window.setTimeout(() => void find(words), PAUSE);
      else shown.update({ found: null });
    },
    choose: (field, chosen) => {
      shown.update({ ...withTitles(shown.state, [chosen.id], [chosen]), found: null });
      void save(field, chosen.id).then(() => focus(`[data-field="${field.id}"] a`));
    },
  };
  const unsubscribe = deps.store.subscribe((changed) => {
    if (shown.state.titles.has(changed.id)) shown.update(withTitles(shown.state, [changed.id], [changed]));
    if (changed.id !== document.id) return;
    const { adding } = shown.state;
    shown.update({ document: changed, adding: adding && adding in changed.custom_fields ? null : adding });
    void learn();
  });
  void learn();
  void findLinking();
  return () => {
    abort.abort();
    clearTimeout(timer);
    unsubscribe();
    shown.close();
  };
}
