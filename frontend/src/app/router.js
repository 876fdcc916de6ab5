/**
 * The addresses of the site and the view of each. Back restores the scroll position, the focus and what the view kept.
 */

import { t } from "../ui/strings.js";
import { unloaded } from "./unloaded.js";

/**
 * @typedef {import("../../types.js").View} View
 * @typedef {{ pattern: RegExp, name: string, view?: View, load?: () => Promise<View> }} Route `load` imports a view
 *   that is not part of the first page
 * @typedef {{ scroll?: number, link?: string, focus?: string, kept?: unknown }} Memory `kept` belongs to the view;
 *   `focus`: a selector of the element that gets the focus, for a list that handles moving between its rows itself
 * @typedef {(name: string, params: URLSearchParams) => void} Listener
 */

export class Router {
  /**
   * @param {HTMLElement} outlet
   * @param {readonly Route[]} routes the first one is also shown for addresses that match no pattern
   */
  constructor(outlet, routes) {
    this.outlet = outlet;
    this.routes = routes;
    /** @type {import("../../types.js").Deps | null} */
    this.deps = null;
    /** @type {() => void} */
    this.unmount = () => {};
    /** @type {Map<string, View>} the views that were loaded, by name of their route */
    this.loaded = new Map();
    /** @type {Route | null} the route whose view is being loaded */
    this.awaited = null;
    this.isShown = false;
    /** @type {Listener[]} */
    this.listeners = [];
    this.name = "";
    /**
     * What a view has kept for each entry of the history.
     * @type {Map<string, Memory>}
     */
    this.memories = new Map();
    /** @type {Memory} of the current entry */
    this.memory = {};
    history.scrollRestoration = "manual";
    window.addEventListener("popstate", () => this.show());
    document.addEventListener("click", (event) => this.followLink(event));
  }

  /** @param {import("../../types.js").Deps} deps passed to every view */
  start(deps) {
    this.deps = deps;
    this.show(false);
  }

  /** @param {Listener} listener called after every change of address @returns {() => void} unsubscribes */
  watch(listener) {
    this.listeners.push(listener);
    return () => {
      this.listeners = this.listeners.filter((other) => other !== listener);
    };
  }

  /**
   * @param {string} address
   * @param {{ replace?: boolean, focus?: boolean }} [options] `focus`: move it to the new view's heading
   */
  go(address, { replace = false, focus = true } = {}) {
    if (address === location.pathname + location.search) return;
    // Another screen in the place of the current one has its own scroll position.
    const isOther = !address.startsWith(`${location.pathname}?`);
    if (replace)
      history.replaceState(isOther ? { ...history.state, entry: crypto.randomUUID() } : history.state, "", address);
    else history.pushState({ inside: true, entry: crypto.randomUUID() }, "", address);
    this.show(focus && !replace);
  }

  /** Changes the address only: for the current page of a document. @param {string} address */
  rewrite(address) {
    history.replaceState(history.state, "", address);
  }

  /** Goes back, or to `address` when the person came from another site. @param {string} address */
  back(address) {
    if (history.state?.inside) history.back();
    else this.go(address);
  }

  /** @param {MouseEvent} event */
  followLink(event) {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const link = /** @type {Element} */ (event.target).closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin || link.target || link.download) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }

  show(focus = true) {
    if (!this.deps) return;
    const params = new URLSearchParams(location.search);
    const route = this.routes.find(({ pattern }) => pattern.test(location.pathname)) ?? this.routes[0];
    if (!route) return;
    const id = route.pattern.exec(location.pathname)?.[1] ?? "";
    // Typing into the search box changes the address, not the view.
    const isSame = route.name === this.name && route.name === "search";
    const view = route.view ?? this.loaded.get(route.name);
    if (!isSame) this.leave();
    if (!view) return void this.load(route, focus);
    this.awaited = null;
    this.name = route.name;
    if (!isSame) {
      this.outlet.dataset.view = route.name;
      this.unmount = view(this.outlet, this.deps, params, id);
      this.isShown = true;
    }
    for (const listener of this.listeners) listener(route.name, params);
    if (!isSame) this.arrive(focus);
  }

  /**
   * Loads the view of a route, and shows it unless the person has gone on meanwhile. The previous view is closed by
   * then: it would act on an address that is no longer its own.
   * @param {Route} route
   * @param {boolean} focus
   */
  async load(route, focus) {
    this.name = "";
    this.unmount = waiting(this.outlet);
    if (this.awaited === route) return;
    this.awaited = route;
    let isMissing = false;
    try {
      this.loaded.set(route.name, await /** @type {() => Promise<View>} */ (route.load)());
    } catch {
      isMissing = true;
      const why = await unloaded();
      if (this.awaited === route) this.loaded.set(route.name, why);
    }
    if (this.awaited !== route) return;
    this.show(focus);
    if (isMissing) this.loaded.delete(route.name);
  }

  /**
   * Loads a view that the person is about to need. If it cannot be loaded, that is reported when it is needed.
   * @param {string} name
   */
  preload(name) {
    const route = this.routes.find((one) => one.name === name);
    if (route && !route.view && !this.loaded.has(name))
      void route
        .load?.()
        .then((view) => this.loaded.set(name, view))
        .catch(() => {});
  }

  leave() {
    if (this.isShown) {
      this.memory.scroll = window.scrollY;
      const link = document.activeElement?.closest("main a[href]");
      if (link) this.memory.link = link.getAttribute("href") ?? "";
    }
    this.isShown = false;
    this.unmount();
    this.unmount = () => {};
    const entry = String(history.state?.entry ?? "");
    this.memory = this.memories.get(entry) ?? {};
    this.memories.set(entry, this.memory);
  }

  /** Restores the scroll position and the focus of this entry. @param {boolean} focus */
  arrive(focus) {
    const { scroll = 0, link, focus: list } = this.memory;
    window.scrollTo(0, scroll);
    const place = list && /** @type {HTMLElement | null} */ (this.outlet.querySelector(list));
    if (place) return place.focus({ preventScroll: true });
    const last = link && /** @type {HTMLElement | null} */ (this.outlet.querySelector(`a[href="${CSS.escape(link)}"]`));
    if (last) {
      last.focus({ preventScroll: true });
      const { top, bottom } = last.getBoundingClientRect();
      if (top < 0 || bottom > window.innerHeight) last.scrollIntoView({ block: "center" });
    } else if (focus) {
      // A screen reader announces the new view by its heading.
      /** @type {HTMLElement | null} */ (this.outlet.querySelector("h1"))?.focus({ preventScroll: true });
    }
  }
}

/**
 * What is shown while the modules of a view are loaded.
 * @param {HTMLElement} outlet
 * @returns {() => void} removes it
 */
function waiting(outlet) {
  outlet.ariaBusy = "true";
  const note = Object.assign(document.createElement("p"), {
    className: "loading",
    role: "status",
    textContent: t("app.loading"),
  });
  outlet.append(note);
  return () => {
    outlet.ariaBusy = null;
    note.remove();
  };
}
