/** Polls documents in progress, all of them in one request, until each is settled. */

import { isSettled } from "./document-states.js";
import { isAbort } from "./problems.js";

const MAX_IDS = 100;
const QUICK_MS = 700;
const SLOW_MS = 3000;
const HIDDEN_MS = 15_000;
/** How long polling stays fast after the last change. */
const SLOW_AFTER_MS = 20_000;

export class Watcher {
  /**
   * @param {Pick<import("./operations.js").Api, "listDocuments">} api
   * @param {import("./store.js").Store} store
   */
  constructor(api, store) {
    this.api = api;
    this.store = store;
    /** @type {Set<string>} */
    this.ids = new Set();
    this.isRunning = false;
    this.lastChange = 0;
    document.addEventListener("visibilitychange", () => !document.hidden && this.wake());
    window.addEventListener("online", () => this.wake());
  }

  /** @param {string} id */
  watch(id) {
    this.ids.add(id);
    this.lastChange = Date.now();
    void this.run();
  }

  /** @param {import("../../types.js").Doc[]} documents those in progress are watched */
  watchAll(documents) {
    for (const document of documents) if (!isSettled(document)) this.watch(document.id);
  }

  /** @param {string} id */
  forget(id) {
    this.ids.delete(id);
  }

  /** Ends the current pause. */
  wake() {
    this.endPause?.();
  }

  async run() {
    if (this.isRunning) return;
    this.isRunning = true;
    try {
      while (this.ids.size > 0) {
        await this.pause();
        await this.poll();
      }
    } finally {
      this.isRunning = false;
    }
  }

  async poll() {
    const ids = [...this.ids];
    for (let start = 0; start < ids.length; start += MAX_IDS) {
      const batch = ids.slice(start, start + MAX_IDS);
      try {
        const { documents } = await this.api.listDocuments({ ids: batch.join(",") });
        this.receive(batch, documents);
      } catch (error) {
        // Offline, or the server is unavailable: poll again after the pause.
        if (isAbort(error)) return;
      }
    }
  }

  /**
   * @param {string[]} ids requested
   * @param {import("../../types.js").Doc[]} documents received; deleted ones are missing
   */
  receive(ids, documents) {
    const found = new Set(documents.map(({ id }) => id));
    for (const id of ids) if (!found.has(id)) this.ids.delete(id);
    for (const document of documents) {
      if (this.store.get(document.id)?.version !== document.version) this.lastChange = Date.now();
      this.store.put(document);
      if (isSettled(document)) this.ids.delete(document.id);
    }
  }

  pause() {
    const isQuiet = Date.now() - this.lastChange > SLOW_AFTER_MS;
    const shown = isQuiet ? SLOW_MS : QUICK_MS;
    const length = document.hidden ? HIDDEN_MS : shown;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, length);
      this.endPause = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }
}
