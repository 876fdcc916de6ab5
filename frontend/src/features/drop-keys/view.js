/** Drop keys: what machines add documents with. Only for owners, as at the API. */

import { folderScript, inboxUrl } from "./instructions.js";
import { day } from "../../ui/format.js";
import { html, render } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { isAbort, sentence } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { copyable, copyPressed } from "../../ui/copyable.js";
import { makeDropKey, renameDropKey, unlessGone } from "./dialogs.js";
import { emptiness, failure } from "../../ui/parts.js";

/** @typedef {import("../../../types.js").DropKey} DropKey */

/** @param {DropKey} dropKey */
function row({ id, name, created_at, last_used_on }) {
  const used = last_used_on ? t("keys.used", { date: day(last_used_on) }) : t("keys.unused");
  return html`<li class="key" data-id="${id}">
    <span class="key-sign">${icon("key")}</span>
    <span class="key-words">
      <span class="key-name">${name}</span>
      <span class="fine"><span class="fact">${t("keys.made", { date: day(created_at) })}</span> <span class="fact">${used}</span></span>
    </span>
    <span class="key-actions">
      <button type="button" class="button button-small" data-action="rename" aria-label="${t("document.rename")}: ${name}">${icon("pencil")}${t("document.rename")}</button>
      <button type="button" class="button button-small button-danger" data-action="revoke" aria-label="${t("keys.revoke")}: ${name}">${icon("close")}${t("keys.revoke")}</button>
    </span>
  </li>`;
}

const LOADING = Array.from(
  { length: 3 },
  () => html`<li class="key" aria-hidden="true"><span class="key-sign"></span><span class="key-words"><span class="bone"></span><span class="bone bone-short"></span></span></li>`,
);

function makeButton() {
  return html`<button type="button" class="button button-main" data-action="make">${icon("plus")}${t("keys.make")}</button>`;
}

/** @param {string} apiUrl */
function howTo(apiUrl) {
  return html`<section class="key-how" aria-labelledby="key-how">
    <h2 id="key-how">${t("keys.how")}</h2>
    <h3>${t("keys.inbox")}</h3>
    <p>${t("keys.inboxText")}</p>
    ${copyable(inboxUrl(apiUrl), t("keys.copyAddress"))}
    <h3>${t("keys.script")}</h3>
    <p>${t("keys.scriptText")}</p>
    ${copyable(folderScript(apiUrl, t("keys.place")), t("keys.copyScript"))}
    <h3>${t("keys.scanner")}</h3>
    <p>${t("keys.scannerText")}</p>
    <h3>${t("keys.limits")}</h3>
    <p>${t("keys.limitsText")} <a href="${apiUrl}/v1/openapi.json" target="_blank" rel="noreferrer">${t("keys.description")}</a></p>
  </section>`;
}

/** @type {import("../../../types.js").View} */
export function dropKeys(element, deps) {
  document.title = `${t("nav.keys")} · Docloft`;
  if (deps.me.library.role !== "owner") {
    render(element, html`<h1 class="unseen" tabindex="-1">${t("nav.keys")}</h1>${emptiness("key", t("keys.ownersOnly"), t("keys.ownersOnlyHint"))}`);
    return () => {};
  }
  const abort = new AbortController();
  /** @type {DropKey[]} */
  let known = [];
  render(
    element,
    html`<div class="bar">
        <h1 tabindex="-1">${t("nav.keys")}</h1>
        ${makeButton()}
      </div>
      <p class="lead">${t("keys.lead")}</p>
      <div class="keys-body">
        <div>
          <ul class="keys" aria-label="${t("nav.keys")}" aria-busy="true">${LOADING}</ul>
          <div class="state"></div>
        </div>
        ${howTo(deps.api.url)}
      </div>`,
  );
  const list = /** @type {HTMLElement} */ (element.querySelector(".keys"));
  const state = /** @type {HTMLElement} */ (element.querySelector(".state"));
  const focus = (/** @type {string} */ selector) => /** @type {HTMLElement | null} */ (element.querySelector(selector))?.focus();
  /** Where what had the focus is gone; not where the person has gone on meanwhile. */
  const focusIfLost = (/** @type {string} */ selector) => {
    if (!element.contains(document.activeElement)) focus(selector);
  };

  const show = () => {
    list.removeAttribute("aria-busy");
    render(list, html`${known.map(row)}`);
    list.hidden = known.length === 0;
    if (known.length > 0) state.replaceChildren();
    else render(state, emptiness("key", t("keys.empty"), t("keys.emptyHint"), makeButton()));
  };
  const load = async () => {
    try {
      known = (await deps.api.listDropKeys(abort.signal)).drop_keys;
      show();
    } catch (error) {
      if (isAbort(error)) return;
      list.hidden = true;
      render(state, failure(error));
    }
  };
  const revoke = async (/** @type {DropKey} */ { id, name }) => {
    const sure = await deps.confirm({
      title: t("keys.sure", { name }),
      text: t("keys.sureText"),
      yes: t("keys.revoke"),
      danger: true,
    });
    if (!sure) return;
    try {
      await deps.api.revokeDropKey(id).catch(unlessGone);
    } catch (error) {
      return deps.toast(sentence(error));
    }
    deps.toast(t("keys.revoked", { name }));
    const next = known[known.findIndex((other) => other.id === id) + 1];
    known = known.filter((other) => other.id !== id);
    show();
    focus(next ? `[data-id="${next.id}"] button` : "h1");
  };
  const act = async (/** @type {string} */ action, /** @type {DropKey | undefined} */ dropKey) => {
    if (action === "make") {
      await makeDropKey(deps);
      await load();
      focusIfLost("[data-action=make]");
    }
    if (action === "rename" && dropKey) {
      await renameDropKey(deps, dropKey);
      await load();
      focusIfLost(`[data-id="${dropKey.id}"] [data-action=rename]`);
    }
    if (action === "revoke" && dropKey) await revoke(dropKey);
    if (action === "retry") {
      list.hidden = false;
      state.replaceChildren();
      await load();
    }
  };
  const onClick = (/** @type {MouseEvent} */ event) => {
    void copyPressed(event);
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-action]"));
    const id = /** @type {HTMLElement | null} */ (button?.closest("[data-id]") ?? null)?.dataset.id;
    void act(button?.dataset.action ?? "", known.find((other) => other.id === id));
  };
  element.addEventListener("click", onClick);
  void load();
  return () => {
    abort.abort();
    element.removeEventListener("click", onClick);
  };
}
