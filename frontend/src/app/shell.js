/** The frame around every screen: the header with search, navigation and account, messages, uploads, and the drop target. */

import { viewsMenu } from "../features/saved-views/menu.js";
import { searchBox } from "../features/search/box.js";
import { chooseFiles, fileInputs } from "../features/uploads/choose.js";
import { dropTarget } from "../features/uploads/drop-target.js";
import { uploadPanel } from "../features/uploads/view.js";
import { html, nothing } from "../ui/html.js";
import { icon, MARK } from "../ui/icons.js";
import { screen } from "../ui/screen.js";
import { t } from "../ui/strings.js";
import { watchAttention } from "./attention-count.js";
import { watchConnection, watchDelays } from "./connection.js";
import { SCREENS } from "./screens.js";
import { switchTheme } from "./theme.js";

/**
 * @typedef {import("../../types.js").Deps} Deps
 * @typedef {{ place: string, isOffline: boolean, isBusy: boolean, unseen: number }} State `place`: the name of the route;
 *   `unseen`: documents that need attention
 * @typedef {{ outlet: HTMLElement, messages: HTMLElement, searchBox: HTMLElement, uploads: HTMLElement, drop: HTMLElement }} Slots
 *   elements that render themselves
 */

/**
 * @param {HTMLElement} app
 * @param {Deps} deps
 * @param {Pick<Slots, "outlet" | "messages">} slots
 * @returns {() => void} removes it
 */
export function shell(app, deps, { outlet, messages }) {
  const slots = { outlet, messages, searchBox: searchBox(deps.router), uploads: uploadPanel(deps.uploads), drop: dropTarget(deps) };
  const shown = screen(app, { place: "", isOffline: false, isBusy: false, unseen: 0 }, (state) => template(state, deps, slots));
  shown.draw();
  app.addEventListener("click", chooseFiles);
  watchDelays(deps.api, (isBusy) => shown.update({ isBusy }));
  watchConnection((isOffline) => shown.update({ isOffline }));
  deps.views.subscribe(() => shown.update({}));
  watchAttention(deps, (unseen) => shown.update({ unseen }));
  deps.router.watch((place) => {
    for (const menu of document.querySelectorAll(".menu[popover]")) /** @type {HTMLElement} */ (menu).hidePopover();
    const title = SCREENS.find(({ name }) => name === place)?.title;
    if (title) document.title = `${t(title)} · Docloft`;
    shown.update({ place });
  });
  return shown.close;
}

/** @param {State} state @param {Deps} deps @param {Slots} slots */
function template(state, deps, { outlet, messages, searchBox: box, uploads, drop }) {
  const { isOffline, isBusy } = state;
  return html`<a class="skip" href="#main">${t("app.skip")}</a>
    <header class="top">
      <a class="brand" href="/" aria-label="Docloft">${MARK}<span>Docloft</span></a>
      ${box}
      <nav class="places" aria-label=${t("nav.main")}>
        ${links(state, deps, "main")} ${viewsMenu(deps.views)}
      </nav>
      <div class="top-actions">${deps.me.library.role === "viewer" ? nothing : addMenu()} ${accountMenu(state, deps)}</div>
    </header>
    <p class="offline" role="status" ?hidden=${!isOffline}>${icon("offline")}<span>${t("error.offlineShort")}</span></p>
    <p class="busy" role="status" ?hidden=${!isBusy}><span class="spinner" aria-hidden="true"></span><span>${isBusy ? t("error.busy") : nothing}</span></p>
    ${outlet}
    <div class="corner">${messages}${uploads}</div>
    ${drop} ${fileInputs(deps.uploads)}`;
}

/**
 * The links to the screens of a menu.
 * @param {State} state
 * @param {Deps} deps
 * @param {"main" | "account"} menu
 */
function links(state, { auth, me }, menu) {
  return SCREENS.map(({ name, title, link }) => {
    if (!title || link?.menu !== menu || (link.ownersOnly && me.library.role !== "owner")) return nothing;
    if (link.signInBy && link.signInBy !== auth.by) return nothing;
    const unseen = name === "attention" ? short(state.unseen) : "";
    // The name must begin with all that is visible (WCAG 2.2, 2.5.3).
    return html`<a href=${link.address} data-place=${name} aria-label=${`${t(title)} ${unseen}`.trim()} aria-current=${state.place === name ? "page" : nothing}>${icon(link.icon)}<span>${t(title)}</span> ${unseen ? html`<b class="places-count" title=${t("attention.unseen", { n: state.unseen })}>${unseen}</b>` : nothing}</a>`;
  });
}

/** A number as a badge has room for it; empty for none. @param {number} n */
function short(n) {
  return n > 99 ? "99+" : n ? String(n) : "";
}

function addMenu() {
  return html`<div class="split">
    <button type="button" class="button button-main" data-choose="files" aria-label=${t("nav.add")}>${icon("upload")}<span>${t("nav.add")}</span></button>
    <button type="button" class="button button-main" popovertarget="add-menu" title=${t("nav.addWays")}>${icon("chevron")}<span class="unseen">${t("nav.addWays")}</span></button>
    <div id="add-menu" class="menu" popover>
      <button type="button" data-choose="files">${icon("file")}${t("nav.addFiles")}</button>
      <button type="button" data-choose="folder">${icon("folder")}${t("nav.addFolder")}</button>
      <p class="fine">${t("nav.addHint")}</p>
    </div>
  </div>`;
}

/** @param {State} state @param {Deps} deps */
function accountMenu(state, deps) {
  const { auth, me } = deps;
  // The one owner of a deployment without a user pool has no e-mail address.
  const person = me.user.email ?? t("app.owner");
  return html`<button type="button" class="button button-plain account" popovertarget="account-menu" title=${t("app.account")}><span aria-hidden="true">${person.slice(0, 1)}</span><span class="unseen">${t("app.account")}</span></button>
    <div id="account-menu" class="menu" popover>
      <p class="menu-person"><span class="fine">${t("app.signedInAs")}</span><br />${person}</p>
      ${links(state, deps, "account")}
      <button type="button" @click=${switchTheme}>${icon("moon")}${t("app.theme")}</button>
      <button type="button" @click=${() => auth.signOut()}>${icon("out")}${t("app.signOut")}</button>
    </div>`;
}
