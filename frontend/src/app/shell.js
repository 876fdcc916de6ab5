/** The frame around every screen: the header with search and account, the rail, messages, uploads, and the drop target. */

import { forget } from "../api/device.js";
import { searchBox } from "../features/search/box.js";
import { showShortcuts, watchShortcuts } from "../features/shortcuts/actions.js";
import { chooseFiles, fileInputs } from "../features/uploads/choose.js";
import { dropTarget } from "../features/uploads/drop-target.js";
import { isOnlyHere } from "../features/uploads/state.js";
import { uploadPanel } from "../features/uploads/view.js";
import { html, nothing } from "../ui/html.js";
import { icon, MARK } from "../ui/icons.js";
import { screen } from "../ui/screen.js";
import { t } from "../ui/strings.js";
import { watchAttention } from "./attention-count.js";
import { watchConnection, watchDelays } from "./connection.js";
import { rail, savedSections, withSection } from "./rail.js";
import { SCREENS } from "./screens.js";
import { switchTheme } from "./theme.js";

/**
 * @typedef {import("../../types.js").Deps} Deps
 * @typedef {{ place: string, address: string, isOffline: boolean, isBusy: boolean, unseen: number, isRailOpen: boolean,
 *   sections: readonly import("./rail.js").Section[] }} State
 *   `place`: the name of the route; `unseen`: documents that need attention; `isRailOpen`: in a small window; `sections`: that
 *   are open
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
  /** @type {State} */
  const initial = { place: "", address: "", isOffline: false, isBusy: false, unseen: 0, isRailOpen: false, sections: savedSections() };
  const shown = screen(app, initial, (state) => template(state, deps, slots, actions));
  /** @type {Actions} */
  const actions = {
    toggle: (section, isOpen) => shown.update({ sections: withSection(shown.state.sections, section, isOpen) }),
    openRail: (isRailOpen) => shown.update({ isRailOpen }),
  };
  shown.draw();
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (shown.state.isRailOpen && !target.closest(".rail summary, [aria-controls=rail]")) actions.openRail(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown.state.isRailOpen) return;
    actions.openRail(false);
    /** @type {HTMLElement | null} */ (app.querySelector("[aria-controls=rail]"))?.focus();
  });
  app.addEventListener("click", (event) => chooseFiles(event, () => capture(deps)));
  watchDelays(deps.api, (isBusy) => shown.update({ isBusy }));
  watchConnection((isOffline) => shown.update({ isOffline }));
  deps.views.subscribe(() => shown.update({}));
  deps.overview.subscribe(() => shown.update({}));
  watchAttention(deps, (unseen) => shown.update({ unseen }));
  watchShortcuts();
  deps.router.watch((place) => {
    for (const menu of document.querySelectorAll(".menu[popover]")) /** @type {HTMLElement} */ (menu).hidePopover();
    const title = SCREENS.find(({ name }) => name === place)?.title;
    if (title) document.title = `${t(title)} · Docloft`;
    shown.update({ place, address: location.pathname + location.search, isRailOpen: false });
  });
  return shown.close;
}

/**
 * @typedef {Pick<import("./rail.js").Options, "toggle"> & { openRail: (isOpen: boolean) => void }} Actions
 *
 * @param {State} state
 * @param {Deps} deps
 * @param {Slots} slots
 * @param {Actions} actions
 */
function template(state, deps, { outlet, messages, searchBox: box, uploads, drop }, actions) {
  const { isOffline, isBusy, isRailOpen, address, sections } = state;
  const places = { first: entries(state, deps, "first"), last: entries(state, deps, "last") };
  return html`<a class="skip" href="#main">${t("app.skip")}</a>
    <header class="top">
      <a class="brand" href="/" aria-label="Docloft">${MARK}<span>Docloft</span></a>
      ${box}
      <div class="top-actions">${deps.me.library.role === "viewer" ? nothing : addMenu()} ${accountMenu(state, deps)}</div>
    </header>
    <p class="offline" role="status" ?hidden=${!isOffline}>${icon("offline")}<span>${t("error.offlineShort")}</span></p>
    <p class="busy" role="status" ?hidden=${!isBusy}><span class="spinner" aria-hidden="true"></span><span>${isBusy ? t("error.busy") : nothing}</span></p>
    <div class="frame" data-rail=${isRailOpen ? "open" : nothing}>
      ${rail(deps, places, { address, open: sections, toggle: actions.toggle })} ${outlet}
    </div>
    ${bottomBar(state, deps, actions)}
    <div class="corner">${messages}${uploads}</div>
    ${drop} ${fileInputs(deps)}`;
}

/**
 * The screens of the rail.
 * @param {State} state
 * @param {Deps} deps
 * @param {"first" | "last"} menu
 * @returns {import("./rail.js").Entry[]}
 */
function entries({ unseen }, deps, menu) {
  const { overview } = deps;
  /** @type {Record<string, number | undefined>} */
  const counts = { library: overview.numbers?.total, inbox: overview.numbers?.inbox, trash: overview.numbers?.trash, retention: overview.numbers?.expired };
  return SCREENS.flatMap(({ name, title, link }) => {
    if (name === "inbox" && !hasInbox(deps)) return [];
    if (!title || link?.menu !== menu || (link.onlyWithDocuments && !counts[name])) return [];
    const fresh = name === "attention" ? short(unseen) : "";
    return [{ href: link.address, label: t(link.label ?? title), name, mark: icon(link.icon), count: counts[name], fresh }];
    // The library is the first screen, and the inbox the first place.
  }).sort((one, other) => Number(other.name === "inbox") - Number(one.name === "inbox"));
}

/** Even after the inbox was turned off, until the documents in it have been filed. @param {Deps} deps */
function hasInbox({ me, overview }) {
  return me.library.inbox || Boolean(overview.numbers?.inbox);
}

/** What a phone has instead of the rail. @param {State} state @param {Deps} deps @param {Actions} actions */
function bottomBar({ place, unseen, isRailOpen }, deps, { openRail }) {
  const { overview, me } = deps;
  const tab = (/** @type {string} */ name, /** @type {string} */ href, /** @type {import("../ui/icons.js").IconName} */ symbol, /** @type {string} */ label, /** @type {string} */ count) =>
    html`<a href=${href} data-tab=${name} aria-label=${`${label} ${count}`.trim()} aria-current=${place === name ? "page" : nothing}>${icon(symbol)}<span>${label}</span> ${count ? html`<b>${count}</b>` : nothing}</a>`;
  return html`<nav class="bottom-bar" aria-label=${t("nav.short")}>
    ${tab("library", "/", "library", t("nav.allShort"), "")}
    ${hasInbox(deps) ? tab("inbox", "/inbox", "inbox", t("inbox.title"), short(overview.numbers?.inbox ?? 0)) : html`<span></span>`}
    ${me.library.role === "viewer" ? html`<span></span>` : html`<button type="button" class="bottom-camera" data-choose="camera" aria-label=${t("capture.open")}>${icon("camera")}</button>`}
    ${tab("attention", "/attention", "alert", t("attention.short"), short(unseen))}
    <button type="button" aria-controls="rail" aria-expanded=${isRailOpen} @click=${() => openRail(!isRailOpen)}>${icon("list")}<span>${t("nav.more")}</span></button>
  </nav>`;
}

/**
 * The links of the account menu.
 * @param {State} state
 * @param {Deps} deps
 */
function accountLinks(state, { auth, me }) {
  return SCREENS.map(({ name, title, link }) => {
    if (!title || link?.menu !== "account" || (link.ownersOnly && me.library.role !== "owner")) return nothing;
    if (link.signInBy && link.signInBy !== auth.by) return nothing;
    return html`<a href=${link.address} data-place=${name} aria-current=${state.place === name ? "page" : nothing}>${icon(link.icon)}<span>${t(title)}</span></a>`;
  });
}

/** Photos of pages, which become one document. What it needs is loaded now. @param {Deps} deps */
async function capture(deps) {
  try {
    const { captureDocument } = await import("../features/capture/view.js");
    await captureDocument(deps);
  } catch {
    deps.toast(t("error.offline"));
  }
}

/** A number short enough for a badge; empty for zero. @param {number} n */
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
      <button type="button" data-choose="camera">${icon("camera")}${t("capture.open")}</button>
      <p class="fine">${t("nav.addHint")}</p>
    </div>
  </div>`;
}

/** What this device keeps is removed before the page is left. @param {Deps} deps */
async function signOut({ auth, uploads, confirm }) {
  const n = uploads.items.filter(isOnlyHere).length;
  if (n > 0 && !(await confirm({ title: t("upload.signOutTitle"), text: t("upload.signOutText", { n }), yes: t("app.signOut"), danger: true }))) return;
  await forget();
  auth.signOut();
}

/** @param {State} state @param {Deps} deps */
function accountMenu(state, deps) {
  const { me } = deps;
  // The one owner of a deployment without a user pool has no e-mail address.
  const person = me.user.email ?? t("app.owner");
  return html`<button type="button" class="button button-plain account" popovertarget="account-menu" title=${t("app.account")}><span aria-hidden="true">${person.slice(0, 1)}</span><span class="unseen">${t("app.account")}</span></button>
    <div id="account-menu" class="menu" popover>
      <p class="menu-person"><span class="fine">${t("app.signedInAs")}</span><br />${person}</p>
      ${accountLinks(state, deps)}
      <button type="button" data-keyboard @click=${() => void showShortcuts()}>${icon("keyboard")}${t("shortcuts.title")}</button>
      <button type="button" @click=${switchTheme}>${icon("moon")}${t("app.theme")}</button>
      <button type="button" @click=${() => void signOut(deps)}>${icon("out")}${t("app.signOut")}</button>
    </div>`;
}
