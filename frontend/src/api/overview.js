/** How many documents the library has, by what the rail shows, kept up to date while the site is open. */

/**
 * @typedef {import("../../types.js").SearchResults["facets"][number]["values"][number]} Value
 * @typedef {{ total: number, inbox: number, trash: number, expired: number, facets: Record<string, Value[]> }} Numbers
 *   `expired`: whose retention is over; `facets`: by name, the values with the most documents, years latest first
 */

/** After a document has changed, the index lags a moment. */
const LAG_MS = 2500;
/** What other people and machines send is counted within this time. */
const EVERY_MS = 120_000;

export class Overview {
  /** @param {Pick<import("./operations.js").Api, "countLibrary">} api */
  constructor(api) {
    this.api = api;
    /** @type {Numbers | null} null until they are counted */
    this.numbers = null;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** The latest change of a document that is known. */
    this.changedAt = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.pending = undefined;
  }

  /** @param {() => void} listener called after every count @returns {() => void} unsubscribes */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Counts now, and again when documents change. @param {Pick<import("./store.js").Store, "subscribe">} store */
  watch(store) {
    store.subscribe(({ updated_at: changedAt }) => {
      if (changedAt <= this.changedAt) return;
      this.changedAt = changedAt;
      clearTimeout(this.pending);
      this.pending = setTimeout(() => void this.count(), LAG_MS);
    });
    document.addEventListener("visibilitychange", () => void this.count());
    setInterval(() => void this.count(), EVERY_MS);
    void this.count();
  }

  async count() {
    clearTimeout(this.pending);
    if (document.hidden) return;
    // The numbers are only a hint, and are requested again anyway.
    const found = await this.api.countLibrary().catch(() => null);
    if (!found) return;
    this.numbers = found;
    for (const listener of this.listeners) listener();
  }

  /** Shows a change at once, until the next count. @param {Partial<Pick<Numbers, "inbox" | "trash" | "total">>} differences */
  expect(differences) {
    if (!this.numbers) return;
    const { inbox, trash, total } = this.numbers;
    const { inbox: ofInbox = 0, trash: ofTrash = 0, total: ofTotal = 0 } = differences;
    this.numbers = { ...this.numbers, inbox: Math.max(0, inbox + ofInbox), trash: Math.max(0, trash + ofTrash), total: Math.max(0, total + ofTotal) };
    for (const listener of this.listeners) listener();
  }
}
