/**
 * Just enough of a browser for modules that listen to it: events, timers and animation frames are under the test's
 * control.
 */

export class FakeWindow extends EventTarget {
  scrollY = 0;
  innerHeight = 800;
  /** @type {number[]} */
  scrolls = [];
  /** @param {number} _x @param {number} y */
  scrollTo(_x, y) {
    this.scrolls.push(y);
  }
}

/** What modules find under global names, by name: fakes need not have all that the real ones have. */
const GLOBALS = /** @type {Record<string, unknown>} */ (globalThis);

/**
 * @typedef {{ window: FakeWindow, document: EventTarget & { hidden: boolean, activeElement: unknown }, frame: () =>
 *   void, restore: () => void }} Browser
 * @typedef {{ openTab: () => FakeStorage, arrive: (search: string) => void, suspend: () => void, shared: FakeStorage,
 *   left: string[], restore: () => void }} Tabs `openTab`: what is created next is in a new tab; `arrive`: the tab has
 *   an address with this query; `suspend`: no tab opened so far receives anything any more; `left`: the addresses that
 *   tabs were left for
 */

/** @returns {Browser} */
export function installBrowser() {
  const window = new FakeWindow();
  const document = Object.assign(new EventTarget(), { hidden: false, activeElement: /** @type {unknown} */ (null) });
  /** @type {(() => void)[]} */
  const frames = [];
  const before = new Map();
  const globals = { window, document, requestAnimationFrame: (/** @type {() => void} */ act) => frames.push(act) };
  for (const [name, value] of Object.entries(globals)) {
    before.set(name, GLOBALS[name]);
    GLOBALS[name] = value;
  }
  return {
    window,
    document,
    frame: () => {
      for (const act of frames.splice(0)) act();
    },
    restore: () => {
      for (const [name, value] of before) GLOBALS[name] = value;
    },
  };
}

/** Runs everything that waits for promises, and nothing that waits for a timer. */
export async function settle() {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

export class FakeStorage {
  /** @type {Map<string, string>} */
  items = new Map();
  getItem = (/** @type {string} */ name) => this.items.get(name) ?? null;
  setItem = (/** @type {string} */ name, /** @type {unknown} */ value) => this.items.set(name, String(value));
  removeItem = (/** @type {string} */ name) => this.items.delete(name);
}

/** @typedef {{ name: string, onmessage?: (event: { data: unknown }) => void }} Channel */

/** Delivers to the other channels of this browser, later and as a copy. @param {Set<Channel>} channels */
function channelsOf(channels) {
  return class FakeChannel {
    /** @type {Channel["onmessage"]} */
    onmessage;
    /** @param {string} name */
    constructor(name) {
      this.name = name;
      channels.add(this);
    }
    /** @param {unknown} data */
    postMessage(data) {
      const message = structuredClone(data);
      for (const other of channels)
        if (other !== this && other.name === this.name) queueMicrotask(() => other.onmessage?.({ data: message }));
    }
  };
}

/** Web Locks: shared ones are granted at once, exclusive ones in turn. */
function fakeLocks() {
  /** @type {{ name: string }[]} */
  const held = [];
  const last = new Map();
  return {
    query: async () => ({ held: [...held] }),
    /**
     * @param {string} name
     * @param {{ mode: string } | (() => unknown)} options
     * @param {() => unknown} [act] instead of `options`, if there are none
     */
    request(name, options, act = /** @type {() => unknown} */ (options)) {
      if ("mode" in options && options.mode === "shared") {
        const lock = { name };
        held.push(lock);
        return Promise.resolve(act()).finally(() => held.splice(held.indexOf(lock), 1));
      }
      const result = (last.get(name) ?? Promise.resolve()).then(() => act());
      last.set(
        name,
        result.catch(() => {}),
      );
      return result;
    },
  };
}

/**
 * A browser with several tabs. They share channels, locks and localStorage; each has its own sessionStorage.
 * @returns {Tabs}
 */
export function installTabs() {
  /** @type {Set<Channel>} */
  const channels = new Set();
  const shared = new FakeStorage();
  /** @type {string[]} */
  const left = [];
  const leave = (/** @type {string} */ url) => left.push(url);
  /** @type {Record<string, PropertyDescriptor>} */
  const before = Object.getOwnPropertyDescriptors(globalThis);
  const place = {
    origin: "http://site",
    pathname: "/",
    search: "",
    assign: leave,
    replace: leave,
    reload: () => leave("reload"),
  };
  const globals = {
    BroadcastChannel: channelsOf(channels),
    navigator: { languages: ["en"], locks: fakeLocks() },
    localStorage: shared,
    location: place,
    history: { replaceState: () => (place.search = "") },
  };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  return {
    shared,
    left,
    openTab() {
      const storage = new FakeStorage();
      Object.defineProperty(globalThis, "sessionStorage", { value: storage, configurable: true, writable: true });
      return storage;
    },
    arrive: (search) => void (place.search = search),
    suspend: () => channels.clear(),
    restore() {
      for (const name of [...Object.keys(globals), "sessionStorage"]) {
        delete GLOBALS[name];
        if (before[name]) Object.defineProperty(globalThis, name, before[name]);
      }
    },
  };
}
