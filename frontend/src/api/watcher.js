/** Asks what became of documents that are on their way, all of them in one request, until each has come to its end. */

import { isAbort } from "./problems.js";
import { isFinal } from "./store.js";

const AT_ONCE = 100;
const QUICK = 700;
const SLOW = 3000;
const HIDDEN = 15_000;
const CALM_AFTER = 20_000;

export class Watcher {
  /**
   * @param {import("./client.js").Api} api
   * @param {import("./store.js").Store} store
   */
  constructor(api, store) {
    this.api = api;
    this.store = store;
    /** @type {Set<string>} */
    this.ids = new Set();
    this.running = false;
    this.lastNews = 0;
    document.addEventListener("visibilitychange", () => !document.hidden && this.wake());
    window.addEventListener("online", () => this.wake());
  }

  /** @param {string} id */
  watch(id) {
    this.ids.add(id);
    this.lastNews = Date.now();
    void this.run();
  }

  /** @param {import("../../types.js").Doc[]} documents those of them that are on their way */
  watchAll(documents) {
    for (const document of documents) if (!isFinal(document)) this.watch(document.id);
  }

  /** @param {string} id */
  forget(id) {
    this.ids.delete(id);
  }

  wake() {
    this.wakeUp?.();
  }

  async run() {
    if (this.running) return;
    this.running = true;
    try {
      while (this.ids.size > 0) {
        await this.pause();
        await this.ask();
      }
    } finally {
      this.running = false;
    }
  }

  async ask() {
    const ids = [...this.ids];
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE);
      try {
        const { documents } = await this.api.listDocuments({ ids: some.join(",") });
        const there = new Set(documents.map(({ id }) => id));
        for (const id of some) if (!there.has(id)) this.ids.delete(id);
        for (const document of documents) {
          if (this.store.get(document.id)?.version !== document.version) this.lastNews = Date.now();
          this.store.put(document);
          if (isFinal(document)) this.ids.delete(document.id);
        }
      } catch (error) {
        // Offline, or the server is away: it goes on after the next pause.
        if (isAbort(error)) return;
      }
    }
  }

  pause() {
    const calm = Date.now() - this.lastNews > CALM_AFTER;
    const length = document.hidden ? HIDDEN : calm ? SLOW : QUICK;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, length);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }
}
