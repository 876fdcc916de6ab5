/** How many documents the library has, by what the rail shows, kept up to date while the site is open. */

import { Counted } from "./counted.js";

/**
 * @typedef {import("../../types.js").SearchResults["facets"][number]["values"][number]} Value
 * @typedef {{ total: number, inbox: number, trash: number, expired: number, facets: Record<string, Value[]> }} Numbers
 *   `expired`: whose retention is over; `facets`: by name, the values with the most documents, years latest first
 */

export class Overview extends Counted {
  /** @param {Pick<import("./operations.js").Api, "countLibrary">} api */
  constructor(api) {
    super({ lagMs: 2500, everyMs: 120_000 });
    this.api = api;
    /** @type {Numbers | null} null until they are counted */
    this.numbers = null;
  }

  /** @override */
  async read() {
    const found = await this.api.countLibrary().catch(() => null);
    if (found) this.numbers = found;
    return found !== null;
  }

  /**
   * Shows a change at once, until the next count.
   * @param {Partial<Pick<Numbers, "inbox" | "trash" | "total">>} differences
   */
  expect(differences) {
    if (!this.numbers) return;
    const { inbox, trash, total } = this.numbers;
    const { inbox: ofInbox = 0, trash: ofTrash = 0, total: ofTotal = 0 } = differences;
    this.numbers = {
      ...this.numbers,
      inbox: Math.max(0, inbox + ofInbox),
      trash: Math.max(0, trash + ofTrash),
      total: Math.max(0, total + ofTotal),
    };
    this.notify();
  }
}
