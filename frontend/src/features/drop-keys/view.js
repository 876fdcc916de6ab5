/** Drop keys: how machines add documents. Only owners manage them, as in the API. */

import { copyable } from "../../ui/copyable.js";
import { day } from "../../ui/format.js";
import { html, nothing, render, repeat } from "../../ui/html.js";
import { icon } from "../../ui/icons.js";
import { emptiness, failureOr } from "../../ui/parts.js";
import { screen } from "../../ui/screen.js";
import { t } from "../../ui/strings.js";
import { dropKeyActions } from "./actions.js";
import { folderScript, inboxUrl } from "./instructions.js";
import { INITIAL, isEmpty } from "./state.js";

/** @typedef {import("./state.js").State} State @typedef {import("./actions.js").Actions} Actions */

/** @type {import("../../../types.js").View} */
export function dropKeys(element, deps) {
  if (deps.me.library.role !== "owner") return ownersOnly(element);
  const abort = new AbortController();
  const shown = screen(element, INITIAL, (state) => template(state, actions, deps.api.url));
  const actions = dropKeyActions(deps, shown, element, abort.signal);
  shown.draw();
  void actions.load();
  return () => {
    abort.abort();
    shown.close();
  };
}

/** @param {HTMLElement} element */
function ownersOnly(element) {
  const message = emptiness("key", t("keys.ownersOnly"), t("keys.ownersOnlyHint"));
  render(
    html`<h1 class="unseen" tabindex="-1">${t("keys.title")}</h1>
      ${message}`,
    element,
  );
  return () => render(nothing, element);
}

/** @param {State} state @param {Actions} actions @param {string} apiUrl */
function template(state, actions, apiUrl) {
  return html`<div class="bar">
      <h1 tabindex="-1">${t("keys.title")}</h1>
      ${makeButton(actions)}
    </div>
    <p class="lead">${t("keys.lead")}</p>
    <div class="keys-body">
      <div>${list(state, actions)}</div>
      ${howTo(apiUrl)}
    </div>`;
}

/** @param {Actions} actions */
function makeButton(actions) {
  return html`<button type="button" class="button button-main" data-action="make" @click=${() => void actions.make()}>
    ${icon("plus")}${t("keys.make")}
  </button>`;
}

/** @param {State} state @param {Actions} actions */
function list(state, actions) {
  const { keys, isLoaded, error } = state;
  const empty = () => emptiness("key", t("keys.empty"), t("keys.emptyHint"), makeButton(actions));
  return html`<ul
      class="keys"
      aria-label=${t("keys.title")}
      aria-busy=${isLoaded ? nothing : "true"}
      ?hidden=${isEmpty(state) || Boolean(error)}
    >
      ${
        isLoaded
          ? repeat(
              keys,
              ({ id }) => id,
              (key) => row(key, actions),
            )
          : [skeleton(), skeleton(), skeleton()]
      }
    </ul>
    <div class="state">${failureOr(error, () => void actions.load(), isEmpty(state) ? empty() : nothing)}</div>`;
}

function skeleton() {
  return html`<li class="key" aria-hidden="true">
    <span class="key-sign"></span
    ><span class="key-words"><span class="bone"></span><span class="bone bone-short"></span></span>
  </li>`;
}

/** @param {import("../../../types.js").DropKey} key @param {Actions} actions */
function row(key, actions) {
  const { id, name, created_at, last_used_on } = key;
  const used = last_used_on ? t("keys.used", { date: day(last_used_on) }) : t("keys.unused");
  return html`<li class="key" data-id=${id}>
    <span class="key-sign">${icon("key")}</span>
    <span class="key-words">
      <span class="key-name">${name}</span>
      <span class="fine"
        ><span class="fact">${t("keys.made", { date: day(created_at) })}</span> <span class="fact">${used}</span></span
      >
    </span>
    <span class="key-actions">
      <button
        type="button"
        class="button button-small"
        data-action="rename"
        aria-label="${t("document.rename")}: ${name}"
        @click=${() => void actions.rename(key)}
      >
        ${icon("pencil")}${t("document.rename")}
      </button>
      <button
        type="button"
        class="button button-small button-danger"
        aria-label="${t("keys.revoke")}: ${name}"
        @click=${() => void actions.revoke(key)}
      >
        ${icon("close")}${t("keys.revoke")}
      </button>
    </span>
  </li>`;
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
    <p>
      ${t("keys.limitsText")}
      <a href="${apiUrl}/v1/openapi.json" target="_blank" rel="noreferrer">${t("keys.description")}</a>
    </p>
  </section>`;
}
