/** Addresses of the application and what is shown at them. One view at a time; the browser's back and forward work. */

/**
 * @typedef {{ pattern: RegExp, view: import("../../types.js").View, name: string }} Route
 * @typedef {{ scroll?: number, link?: string, kept?: unknown }} Memory `kept` belongs to the view
 */

export class Router {
  /**
   * @param {HTMLElement} outlet
   * @param {Route[]} routes the last one takes everything
   */
  constructor(outlet, routes) {
    this.outlet = outlet;
    this.routes = routes;
    /** @type {import("../../types.js").Deps | null} */
    this.deps = null;
    /** @type {() => void} */
    this.unmount = () => {};
    /** @type {((name: string, params: URLSearchParams) => void)[]} */
    this.watchers = [];
    this.name = "";
    /**
     * What a view left behind at each entry of the history, for when the person comes back to it.
     * @type {Map<string, Memory>}
     */
    this.memories = new Map();
    /** @type {Memory} of the entry that is shown */
    this.memory = {};
    history.scrollRestoration = "manual";
    window.addEventListener("popstate", () => this.show());
    document.addEventListener("click", (event) => this.followed(event));
  }

  /** @param {import("../../types.js").Deps} deps */
  start(deps) {
    this.deps = deps;
    this.show(false);
  }

  /** @param {(name: string, params: URLSearchParams) => void} watcher called after every change of address;
   *  the answer ends it */
  watch(watcher) {
    this.watchers.push(watcher);
    return () => {
      this.watchers = this.watchers.filter((other) => other !== watcher);
    };
  }

  /**
   * @param {string} address
   * @param {{ replace?: boolean, focus?: boolean }} [options] `focus`: move it to the new view's heading
   */
  go(address, { replace = false, focus = true } = {}) {
    if (address === location.pathname + location.search) return;
    if (replace) history.replaceState(history.state, "", address);
    else history.pushState({ inside: true, entry: crypto.randomUUID() }, "", address);
    this.show(focus && !replace);
  }

  /** Changes the address without showing anything anew: for the page of a document that is turned. @param {string} address */
  note(address) {
    history.replaceState(history.state, "", address);
  }

  /** Back to where the person came from, or to `address` when they came from outside. @param {string} address */
  back(address) {
    if (history.state?.inside) history.back();
    else this.go(address);
  }

  /** @param {MouseEvent} event */
  followed(event) {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = /** @type {Element} */ (event.target).closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin || link.target || link.download) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }

  show(focus = true) {
    if (!this.deps) return;
    const params = new URLSearchParams(location.search);
    const found = this.routes.find(({ pattern }) => pattern.test(location.pathname)) ?? this.routes[this.routes.length - 1];
    if (!found) return;
    const id = found.pattern.exec(location.pathname)?.[1] ?? "";
    // Typing into the search box changes the address, not the view.
    const same = found.name === this.name && found.name === "search";
    this.name = found.name;
    if (!same) {
      this.leave();
      this.outlet.dataset.view = found.name;
      this.unmount = found.view(this.outlet, this.deps, params, id);
    }
    for (const watcher of this.watchers) watcher(found.name, params);
    if (!same) this.arrive(focus);
  }

  leave() {
    this.memory.scroll = window.scrollY;
    const link = document.activeElement?.closest("main a[href]");
    if (link) this.memory.link = link.getAttribute("href") ?? "";
    this.unmount();
    this.outlet.replaceChildren();
    const entry = String(history.state?.entry ?? "");
    this.memory = this.memories.get(entry) ?? {};
    this.memories.set(entry, this.memory);
  }

  /** Where the person was at this entry, or at its beginning. @param {boolean} focus */
  arrive(focus) {
    const { scroll = 0, link } = this.memory;
    window.scrollTo(0, scroll);
    const last = link && /** @type {HTMLElement | null} */ (this.outlet.querySelector(`a[href="${CSS.escape(link)}"]`));
    if (last) {
      last.focus({ preventScroll: true });
      const { top, bottom } = last.getBoundingClientRect();
      if (top < 0 || bottom > window.innerHeight) last.scrollIntoView({ block: "center" });
    } else if (focus) {
      // A person who hears the page learns where they are.
      this.outlet.querySelector("h1")?.focus({ preventScroll: true });
    }
  }
}
