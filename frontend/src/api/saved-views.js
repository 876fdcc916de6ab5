/** The saved views of the library with the numbers of their hits, kept up to date while the site is open. */

import { Counted } from "./counted.js";
import { EditQueue } from "./edit-queue.js";
import { newId } from "./ids.js";

/**
 * @typedef {import("../../types.js").SavedView} View
 * @typedef {{ total: number, new: number }} Count `new`: to this person
 * @typedef {Pick<View, "query" | "exact" | "order" | "layout">} Search
 */

export class SavedViews extends Counted {
  /** @type {EditQueue<View>} */
  #edits = new EditQueue();

  /**
   * @param {Pick<import("./operations.js").Api, "listViews" | "countViews" | "saveView" | "deleteView" | "seeView">}
   *   api
   */
  constructor(api) {
    super({ lagMs: 3000, everyMs: 300_000 });
    this.api = api;
    /** @type {readonly View[]} sorted by name */
    this.all = [];
    /** @type {ReadonlyMap<string, Count>} by the id of the view; empty until they are counted */
    this.counts = new Map();
  }

  /** Loads the views, then counts their hits. @override */
  async load() {
    // Everything else works without the views.
    const found = await this.api.listViews().catch(() => null);
    if (!found) return;
    this.show(found.views);
    await this.count();
  }

  /** @override */
  async read() {
    const found = this.all.length ? await this.api.countViews().catch(() => null) : null;
    if (found) this.counts = new Map(found.counts.map(({ id, ...count }) => [id, count]));
    return found !== null;
  }

  /** @param {Search} search @returns {View | undefined} the view of exactly this search */
  find({ query, exact, order, layout }) {
    const same = this.all.filter((view) => view.query === query && view.exact === exact && view.order === order);
    return same.find((view) => view.layout === layout) ?? same[0];
  }

  /** @param {string} name @param {Search} search @returns {Promise<View>} */
  async create(name, search) {
    const view = await this.api.saveView(newId(), { name, ...search });
    this.show([...this.all, view]);
    await this.count();
    return view;
  }

  /**
   * The new name is shown at once; the old one again if it is refused.
   * @param {View} view as the person saw it
   * @param {string} name
   */
  async rename(view, name) {
    const before = this.all.find(({ id }) => id === view.id) ?? view;
    this.put({ ...before, name });
    try {
      this.put(
        await this.#edits.edit(view, ({ id, version, query, exact, order, layout }) =>
          this.api.saveView(id, { name, query, exact, order, layout }, version),
        ),
      );
    } catch (error) {
      this.put(before);
      throw error;
    }
  }

  /** @param {View} view */
  put(view) {
    this.show(this.all.map((one) => (one.id === view.id ? view : one)));
  }

  /** @param {View} view as the person saw it */
  async remove(view) {
    await this.api.deleteView(view);
    this.show(this.all.filter(({ id }) => id !== view.id));
  }

  /** Saves a view that was deleted again, under its old id. @param {View} view */
  async restore({ id, name, query, exact, order, layout }) {
    const restored = await this.api.saveView(id, { name, query, exact, order, layout });
    this.show([...this.all.filter((view) => view.id !== id), restored]);
    await this.count();
  }

  /** Records that the person sees the hits of a view, if any of them are new. @param {View} view */
  async see({ id }) {
    const count = this.counts.get(id);
    if (!count?.new) return;
    this.counts = new Map([...this.counts, [id, { ...count, new: 0 }]]);
    this.notify();
    await this.api.seeView(id).catch(() => {});
  }

  /** @param {readonly View[]} views */
  show(views) {
    this.all = [...views].sort((one, other) => one.name.localeCompare(other.name));
    this.notify();
  }
}
