/** Numbers of the library that are counted again when documents change, and from time to time. */

export class Counted {
  /**
   * @param {{ lagMs: number, everyMs: number }} times `lagMs`: after a document has changed, the index lags a moment;
   *   `everyMs`: what other people and machines send is counted within this time
   */
  constructor({ lagMs, everyMs }) {
    this.lagMs = lagMs;
    this.everyMs = everyMs;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** The latest change of a document that is known. */
    this.changedAt = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pending = undefined;
  }

  /** @param {() => void} listener called after every change @returns {() => void} unsubscribes */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Loads now, and counts again when documents change. @param {Pick<import("./store.js").Store, "subscribe">} store */
  watch(store) {
    store.subscribe(({ updated_at: changedAt }) => {
      if (changedAt <= this.changedAt) return;
      this.changedAt = changedAt;
      clearTimeout(this.pending);
      this.pending = setTimeout(() => void this.count(), this.lagMs);
    });
    document.addEventListener("visibilitychange", () => void this.count());
    setInterval(() => void this.count(), this.everyMs);
    void this.load();
  }

  async load() {
    await this.count();
  }

  /** Counts, unless no one sees it. */
  async count() {
    clearTimeout(this.pending);
    if (document.hidden || !(await this.read())) return;
    this.notify();
  }

  /** @returns {Promise<boolean>} whether new numbers were read; without them, the next attempt follows by itself */
  read() {
    throw new Error("A subclass reads its numbers.");
  }

  notify() {
    for (const listener of this.listeners) listener();
  }
}
