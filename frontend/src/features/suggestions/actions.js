/** The section of the document screen with suggestions. */

import { isFinal } from "../../api/document-states.js";
import { isAbort, sentence } from "../../api/problems.js";
import { mayChange } from "../../api/roles.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { valueOf } from "../../ui/suggested-values.js";
import { idOfName } from "../filing/actions.js";
import { amountOf, attributeOf, isOutdated, without } from "./state.js";
import { template } from "./template.js";

/**
 * @typedef {import("../../../types.js").Deps} Deps
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./state.js").Suggestion} Suggestion
 * @typedef {import("./state.js").State} State
 */

/**
 * Shows the suggestions for a document in an element. Without suggestions, the element is empty.
 * @param {HTMLElement} element
 * @param {Deps} deps
 * @param {Doc} document
 * @returns {() => void} ends it
 */
export function suggestionPanel(element, deps, document) {
  const abort = new AbortController();
  const initial = /** @type {State} */ ({ document, suggestions: [], looks_like: [] });
  const shown = screen(element, initial, (state) => template(state, mayChange(deps) ? { accept, refuse } : null));

  /**
   * Requests are sent one after another: a list requested before a refusal would still contain the refused suggestion.
   */
  let last = Promise.resolve();
  const enqueue = (/** @type {() => Promise<void>} */ act, /** @type {(error: unknown) => void} */ onError) => {
    last = last.then(act).catch((error) => {
      if (!isAbort(error)) onError(error);
    });
  };
  const load = () =>
    enqueue(
      async () => {
        if (isFinal(shown.state.document)) shown.update(await deps.api.listSuggestions(document.id, abort.signal));
      },
      // The document can be read and edited without them.
      () => shown.update({ suggestions: [], looks_like: [] }),
    );
  const change = (/** @type {() => Promise<void>} */ act) => enqueue(act, (error) => deps.toast(sentence(error)));
  const accept = (/** @type {Suggestion} */ suggestion) =>
    change(async () => {
      const changes = await changesOf(deps, [suggestion]);
      deps.store.put(await deps.api.editDocument(shown.state.document, changes));
      deps.toast(t("suggestion.accepted"));
    });
  const refuse = (/** @type {Pick<Suggestion, "fact" | "value">} */ refused) =>
    change(async () => {
      const { fact, value } = refused;
      deps.store.put(await deps.api.refuseSuggestion(document.id, fact, value));
      shown.update(without(shown.state, refused));
    });

  const unsubscribe = deps.store.subscribe((changed) => {
    if (changed.id !== document.id) return;
    const before = shown.state.document;
    shown.update({ document: changed });
    if (isOutdated(before, changed)) load();
  });
  load();
  return () => {
    abort.abort();
    unsubscribe();
    shown.close();
  };
}

/**
 * What accepting suggestions changes: of several values of a fact, the first one is used. A sender or kind that the
 * library does not have is created.
 * @param {Deps} deps
 * @param {Suggestion[]} suggestions
 * @param {import("../../../types.js").EditDocument} [others] changes that are made with them
 * @returns {Promise<(latest: Doc) => import("../../../types.js").EditDocument>} of the document as it is when it is
 *   changed
 */
export async function changesOf(deps, suggestions, others = {}) {
  const changes = { ...others };
  const tags = /** @type {string[]} */ ([]);
  for (const one of suggestions) {
    const { fact, value } = one;
    if (fact === "tag") tags.push(await idOfName(deps, fact, value));
    else if (fact in changes) continue;
    else if (fact === "sender" || fact === "kind") changes[fact] = await idOfName(deps, fact, valueOf(one));
    else Object.assign(changes, fact === "amount" ? amountOf(value) : { [fact]: value });
  }
  return (latest) => (tags.length ? { ...changes, tags: [...new Set([...latest.tags, ...tags])] } : changes);
}

/** Whether accepting a suggestion changes the document. Other facts are only shown. @param {Suggestion} suggestion */
export function isAcceptable({ fact }) {
  return attributeOf(fact) !== undefined;
}
