/**
 * The inbox: one paper large beside its facts. Enter files it and shows the next one; single keys do everything else.
 */

import { mayChange } from "../../api/roles.js";
import { day } from "../../ui/format.js";
import { html, nothing, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { button, emptiness, failureOr, iconButton } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { factName, valueOf } from "../../ui/suggested-values.js";
import { showDocument } from "../document/actions.js";
import { filingPanel } from "../filing/actions.js";
import { CTRL, written } from "../shortcuts/actions.js";
import { inboxActions } from "./actions.js";
import { followInboxKeys } from "./keys.js";
import { currentOf, INITIAL, leftOf } from "./state.js";

/**
 * @typedef {import("../../../types.js").Doc} Doc
 * @typedef {import("./state.js").State} State
 * @typedef {import("./actions.js").Actions} Actions
 * @typedef {{ page: HTMLElement, filing: HTMLElement, mayFile: boolean }} Parts elements that render themselves
 */

/** @type {import("../../../types.js").View} */
export function inbox(element, deps) {
  const abort = new AbortController();
  const [page, filing] = ["inbox-page", "inbox-filing"].map((className) =>
    Object.assign(document.createElement("div"), { className }),
  );
  if (!page || !filing) return () => {};
  const parts = { page, filing, mayFile: mayChange(deps) };
  const shown = screen(element, INITIAL, (state) => template(state, actions, parts));
  const actions = inboxActions(deps, shown, abort.signal);
  let open = "";
  let close = () => {};
  /** Shows the current paper when it is another one. */
  const follow = () => {
    const paper = currentOf(shown.state);
    if ((paper?.id ?? "") === open) return;
    open = paper?.id ?? "";
    close();
    if (!paper) {
      close = () => {};
      return;
    }
    const closers = [showDocument(page, deps, paper), filingPanel(filing, deps, paper)];
    close = () => closers.forEach((one) => one());
    actions.prepare();
    // The element with the focus belonged to the previous paper.
    if (!document.activeElement?.closest("dialog, .search, .rail"))
      /** @type {HTMLElement | null} */ (element.querySelector("h1"))?.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(follow);

  shown.draw();
  observer.observe(element, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-paper"] });
  const unsubscribe = deps.store.subscribe((document) => actions.see(document));
  if (parts.mayFile) followInboxKeys(element, actions, abort.signal);
  void actions.load();
  return () => {
    observer.disconnect();
    abort.abort();
    close();
    unsubscribe();
    shown.close();
  };
}

/** @param {State} state @param {Actions} actions @param {Parts} parts */
function template(state, actions, parts) {
  const { isLoaded, error, done } = state;
  const paper = currentOf(state);
  const left = leftOf(state);
  const unfilled = isLoaded && left === 0 ? empty(done.length) : html`<p role="status">${t("app.loading")}</p>`;
  return html`<div class="inbox" data-paper=${paper?.id ?? ""}>
    <div class="bar inbox-bar">
      <h1 tabindex="-1">${t("inbox.title")}</h1>
      <p class="inbox-left" role="status">${isLoaded ? t("inbox.left", { n: left }) : nothing}</p>
      <span class="inbox-moves">
        ${done.length ? button("inbox.undo", "restore", { act: () => actions.undo(), look: "button-small" }) : nothing}
        ${iconButton("inbox.previous", "previous", { act: () => actions.move(-1), disabled: state.at === 0 })}
        ${iconButton("inbox.next", "next", { act: () => actions.move(1), disabled: state.at >= state.papers.length - 1 })}
      </span>
    </div>
    ${paper ? body(paper, state, actions, parts) : nothing}
    <div class="state">${failureOr(error, () => void actions.retry(), paper ? nothing : unfilled)}</div>
  </div>`;
}

/** @param {Doc} paper @param {State} state @param {Actions} actions @param {Parts} parts */
function body(paper, { suggestions }, actions, { page, filing, mayFile }) {
  return html`<div class="inbox-body">
    <section class="inbox-paper" aria-label=${t("inbox.paper")}>${page}</section>
    <section class="inbox-facts" aria-labelledby="inbox-title">
      <h2 id="inbox-title"><a href=${`/documents/${paper.id}`}>${paper.title}</a></h2>
      <p class="fine">${t("inbox.added", { day: day(paper.created_at) })}</p>
      ${suggested(suggestions[paper.id] ?? [], actions, mayFile)} ${filing} ${mayFile ? tools(actions) : nothing}
    </section>
  </div>`;
}

/** @param {import("./state.js").Suggestion[]} suggestions @param {Actions} actions @param {boolean} mayFile */
function suggested(suggestions, { refuse }, mayFile) {
  if (!suggestions.length) return nothing;
  return html`<ul class="inbox-suggestions" aria-label=${t("inbox.suggestions")}>
    ${repeat(
      suggestions,
      ({ fact, value }) => `${fact} ${value}`,
      (one) =>
        html`<li>
          ${icon("check")}<span class="inbox-fact">${factName(one.fact)}</span><b>${valueOf(one)}</b>
          ${
            mayFile
              ? iconButton("inbox.refuse", "close", {
                  act: () => refuse(one),
                  look: "button-small",
                  name: `${factName(one.fact)} ${valueOf(one)}`,
                })
              : nothing
          }
        </li>`,
    )}
  </ul>`;
}

/** @param {Actions} actions */
function tools({ file, trash }) {
  const keys = /** @type {const} */ (["sender", "kind", "tag", "date"]);
  return html`<div class="inbox-tools">
    <button type="button" class="button button-main" @click=${file}>
      ${icon("check")}${t("inbox.file")} <kbd aria-hidden="true">↵</kbd>
    </button>
    <button type="button" class="button" @click=${trash}>
      ${icon("trash")}${t("inbox.trash")} <kbd aria-hidden="true">#</kbd>
    </button>
    <p class="fine inbox-keys">
      ${keys.map((key) => html`<span><kbd>${KEY_OF[key]}</kbd> ${t(`inbox.key.${key}`)}</span>`)}<span
        ><kbd>↓</kbd> ${t("inbox.key.next")}</span
      ><span><kbd>${written(`${CTRL}+Z`)}</kbd> ${t("inbox.undo")}</span>
    </p>
  </div>`;
}

const KEY_OF = { sender: "S", kind: "K", tag: "T", date: "D" };

/** @param {number} count filed or trashed in this visit */
function empty(count) {
  return emptiness(
    "check",
    t("inbox.empty"),
    count ? t("inbox.emptyAfter", { n: count }) : t("inbox.emptyHint"),
    html`<a class="button" href="/">${icon("library")}${t("nav.all")}</a>`,
  );
}
