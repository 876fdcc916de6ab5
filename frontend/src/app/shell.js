/**
 * The frame around every screen: the header with search and account, the rail, messages, uploads, and the drop target.
 */

import { searchBox } from "../features/search/box.js";
import { watchShortcuts } from "../features/shortcuts/actions.js";
import { chooseFiles, fileInputs } from "../features/uploads/choose.js";
import { dropTarget } from "../features/uploads/drop-target.js";
import { uploadPanel } from "../features/uploads/view.js";
import { publishHeight } from "../ui/heights.js";
import { html, nothing } from "../ui/html.js";
import { icon, MARK } from "../ui/icons.js";
import { closeMenus, watchMenus } from "../ui/menus.js";
import { screen } from "../ui/screen.js";
import { t } from "../ui/strings.js";
import { accountMenu } from "./account-menu.js";
import { addMenu } from "./add-menu.js";
import { watchAttention } from "./attention-count.js";
import { bottomBar } from "./bottom-bar.js";
import { placesOf } from "./places.js";
import { rail, savedSections, withSection } from "./rail.js";
import { watchConnection, watchDelays } from "./reachability.js";
import { SCREENS } from "./screens.js";

/**
 * @typedef {import("../../types.js").Deps} Deps
 * @typedef {{ place: string, address: string, isOffline: boolean, isBusy: boolean, unseen: number, isRailOpen: boolean,
 *   sections: readonly import("./rail.js").Section[] }} State `place`: the name of the route; `unseen`: how many
 *   documents need attention; `isRailOpen`: in a small window; `sections`: those that are open
 * @typedef {{ outlet: HTMLElement, messages: HTMLElement, searchBox: HTMLElement, uploads: HTMLElement, drop:
 *   HTMLElement }} Slots elements that render themselves
 */

/**
 * @param {HTMLElement} app
 * @param {Deps} deps
 * @param {Pick<Slots, "outlet" | "messages">} slots
 * @returns {() => void} removes it
 */
export function shell(app, deps, { outlet, messages }) {
  const slots = {
    outlet,
    messages,
    searchBox: searchBox(deps.router),
    uploads: uploadPanel(deps.uploads),
    drop: dropTarget(deps),
  };
  /** @type {State} */
  const initial = {
    place: "",
    address: "",
    isOffline: false,
    isBusy: false,
    unseen: 0,
    isRailOpen: false,
    sections: savedSections(),
  };
  const shown = screen(app, initial, (state) => template(state, deps, slots, actions));
  /** @type {Actions} */
  const actions = {
    toggle: (section, isOpen) => shown.update({ sections: withSection(shown.state.sections, section, isOpen) }),
    openRail: (isRailOpen) => shown.update({ isRailOpen }),
  };
  shown.draw();
  const endHeight = publishHeight(slots.uploads, "--uploads");
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
  watchMenus();
  deps.router.watch((place) => {
    closeMenus();
    const title = SCREENS.find(({ name }) => name === place)?.title;
    if (title) document.title = `${t(title)} · Docloft`;
    shown.update({ place, address: location.pathname + location.search, isRailOpen: false });
  });
  return () => {
    endHeight();
    shown.close();
  };
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
  const places = { first: placesOf(state, deps, "first"), last: placesOf(state, deps, "last") };
  return html`<a class="skip" href="#main">${t("app.skip")}</a>
    <header class="top">
      <a class="brand" href="/" aria-label="Docloft">${MARK}<span>Docloft</span></a>
      ${box}
      <div class="top-actions">
        ${deps.me.library.role === "viewer" ? nothing : addMenu()} ${accountMenu(state, deps)}
      </div>
    </header>
    <p class="offline" role="status" ?hidden=${!isOffline}>${icon("offline")}<span>${t("error.offlineShort")}</span></p>
    <p class="busy" role="status" ?hidden=${!isBusy}>
      <span class="spinner" aria-hidden="true"></span><span>${isBusy ? t("error.busy") : nothing}</span>
    </p>
    <div class="frame" data-rail=${isRailOpen ? "open" : nothing}>
      ${rail(deps, places, { address, open: sections, toggle: actions.toggle })} ${outlet}
    </div>
    ${bottomBar(state, deps, actions)}
    <div class="corner">${messages}${uploads}</div>
    ${drop} ${fileInputs(deps)}`;
}

/** Opens the camera for photos of pages. Its modules are loaded only now. @param {Deps} deps */
async function capture(deps) {
  try {
    const { captureDocument } = await import("../features/capture/view.js");
    await captureDocument(deps);
  } catch {
    deps.toast(t("error.offline"));
  }
}
