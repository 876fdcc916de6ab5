/** The block on the screen of a document where a person files it: sender, kind, tags, due date and amount. */

import { isAbort, sentence } from "../../api/problems.js";
import { nameWith, putName, setNames } from "../../ui/names.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { mayChange } from "../attention/actions.js";
import { amountOf, withTag } from "./state.js";
import { template } from "./template.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("../../../types.js").EditDocument} EditDocument
 * @typedef {import("../../ui/names.js").What} What
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
 * Shows the block in an element.
 * @param {HTMLElement} element
 * @param {Deps} deps
 * @param {Doc} document
 * @returns {() => void} ends it
 */
export function filingPanel(element, deps, document) {
  const abort = new AbortController();
  const shown = screen(element, { document }, (state) => template(state.document, mayChange(deps) ? actions : null));

  /** Changes are sent one after another: each is based on the version that the one before it made. */
  let last = Promise.resolve();
  const save = (/** @type {() => Promise<EditDocument> | EditDocument} */ changes) => {
    const act = async () => void deps.store.put(await deps.api.editDocument(shown.state.document, await changes()));
    last = last.then(act).catch((error) => deps.toast(sentence(error)));
  };
  /** @type {import("./template.js").Actions} */
  const actions = {
    setName: (what, text) => save(async () => ({ [what]: text ? await idOfName(deps, what, text) : null })),
    addTag: (text) => save(async () => ({ tags: withTag(shown.state.document.tags, await idOfName(deps, "tag", text)) })),
    removeTag: (id) => save(() => ({ tags: shown.state.document.tags.filter((one) => one !== id) })),
    setDue: (day) => save(() => ({ due_date: day || null })),
    setAmount: (text) => {
      const amount = amountOf(text, shown.state.document.currency);
      if (amount) save(() => amount);
      else deps.toast(t("filing.noAmount"));
    },
  };
  const learn = async () => {
    // A name that another person created since the site was opened.
    if ([document.sender, document.kind, ...document.tags].every((id) => !id || nameWith(id))) return;
    try {
      setNames((await deps.api.listNames(abort.signal)).names);
      shown.update({});
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
    shown.close();
  };
}
