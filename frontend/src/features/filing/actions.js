/**
 * The blocks on the screen of a document where a person files it: sender, kind, tags, dates and amount, and the
 * library's own fields.
 */

import { isAbort, sentence } from "../../api/problems.js";
import { mayChange } from "../../api/roles.js";
import { amountOf } from "../../ui/amounts.js";
import { nameWith, putName, setNames } from "../../ui/names.js";
import { withRefused } from "../../ui/refusals.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { customFieldsPanel } from "../custom-fields/actions.js";
import { SAVED, without, withTag } from "./state.js";
import { template, textOf } from "./template.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").EditDocument} EditDocument
 * @typedef {import("../../ui/names.js").What} What
 * @typedef {EditDocument | ((latest: Doc) => EditDocument)} Changes of `editDocument`
 */

/**
 * The id of a name, which is created if the library does not have it.
 * @param {Deps} deps
 * @param {What} what
 * @param {string} text
 */
export async function idOfName(deps, what, text) {
  const name = await deps.api.createName({ what, name: text });
  putName(name);
  return name.id;
}

/**
 * Shows the blocks in an element.
 * @param {HTMLElement} element
 * @param {Deps} deps
 * @param {Doc} document
 * @returns {() => void} ends it
 */
export function filingPanel(element, deps, document) {
  const abort = new AbortController();
  const [own, fields] = [0, 1].map(() => element.ownerDocument.createElement("div"));
  element.replaceChildren(own, fields);
  let closeFields = customFieldsPanel(fields, deps, document);
  const shown = screen(
    own,
    /** @type {import("./template.js").State} */ ({ document, unsaved: SAVED, refused: {} }),
    (state) => template(state, mayChange(deps) ? actions : null),
  );

  /** Changes are sent one after another. */
  let last = Promise.resolve();
  const save = (
    /** @type {import("./template.js").Editable} */ field,
    /** @type {() => Promise<Changes> | Changes} */ changes,
  ) => {
    const act = async () => {
      deps.store.put(await deps.api.editDocument(shown.state.document, await changes()));
      report(field, null);
    };
    // The person may be at the next paper by now, where nothing would say that this change was lost.
    last = last
      .then(act)
      .catch((error) => (abort.signal.aborted ? deps.toast(sentence(error)) : report(field, sentence(error))));
  };
  /** Shows tags as the person wants them before the server has saved them, and as they were if it refuses. */
  const saveTags = (
    /** @type {keyof typeof SAVED} */ what,
    /** @type {string} */ one,
    /** @type {() => Promise<Changes> | Changes} */ changes,
  ) => {
    const set = (/** @type {string[]} */ left) => shown.update({ unsaved: { ...shown.state.unsaved, [what]: left } });
    set([...shown.state.unsaved[what], one]);
    save("tags", changes);
    last = last.then(() => set(without(shown.state.unsaved[what], one)));
  };
  /**
   * Once it is saved, what was typed is written as the document has it. lit-html does not set a value again that has
   * not changed.
   */
  const rewrite = (/** @type {"sender" | "kind" | "amount"} */ field, /** @type {string} */ text) => {
    last = last.then(() => {
      const input = /** @type {HTMLInputElement | null} */ (own.querySelector(`#filing-${field}`));
      if (input?.value.trim() === text && !shown.state.refused[field])
        input.value = textOf(field, shown.state.document);
    });
  };
  const report = (/** @type {import("./template.js").Editable} */ field, /** @type {string | null} */ why) =>
    shown.update(withRefused(shown.state, field, why));
  /** @type {import("./template.js").Actions} */
  const actions = {
    setName: (what, text) => {
      save(what, async () => ({ [what]: text ? await idOfName(deps, what, text) : null }));
      rewrite(what, text);
    },
    addTag: (text) =>
      saveTags("added", text, async () => {
        const id = await idOfName(deps, "tag", text);
        return ({ tags }) => ({ tags: withTag(tags, id) });
      }),
    removeTag: (id) => saveTags("removed", id, () => ({ tags }) => ({ tags: tags.filter((one) => one !== id) })),
    setDate: (day) => save("document_date", () => ({ document_date: day || null })),
    dropKeep: () => save("keep_until", () => ({ keep_until: null })),
    setDue: (day) => save("due_date", () => ({ due_date: day || null })),
    setAmount: (text) => {
      const amount = amountOf(text, shown.state.document.currency);
      if (!amount) return report("amount", t("filing.noAmount"));
      save("amount", () => amount);
      rewrite("amount", text);
    },
  };
  const learn = async () => {
    // A name that another person created since the site was opened.
    if (
      [document.sender, document.kind, ...document.tags, ...Object.keys(document.custom_fields)].every(
        (id) => !id || nameWith(id),
      )
    )
      return;
    try {
      setNames((await deps.api.listNames(abort.signal)).names);
      shown.update({});
      closeFields();
      closeFields = customFieldsPanel(fields, deps, shown.state.document);
    } catch (error) {
      if (!isAbort(error)) deps.toast(sentence(error));
    }
  };

  const unsubscribe = deps.store.subscribe((changed) => {
    if (changed.id === document.id) shown.update({ document: changed });
  });
  void learn();
  return () => {
    abort.abort();
    unsubscribe();
    closeFields();
    shown.close();
  };
}
