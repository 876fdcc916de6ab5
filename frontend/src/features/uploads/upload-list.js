/** The list of uploads, which others can follow. */

import { moved } from "./state.js";

/** @typedef {import("./state.js").Item} Item */

export class UploadList {
  items = /** @type {Item[]} */ ([]);
  listeners = /** @type {Set<() => void>} */ (new Set());

  /** @param {() => void} listener called after changes, at most once per frame */
  subscribe(listener) {
    this.listeners.add(listener);
  }

  /** @param {(item: Item) => boolean} test */
  removeAll(test) {
    this.items = this.items.filter((item) => !test(item));
    this.notify();
  }

  /** @param {string} key @param {Partial<Item>} changes */
  change(key, changes) {
    this.items = this.items.map((item) => (item.key === key ? { ...item, ...changes } : item));
    this.notify();
  }

  /** @param {string} key @param {number} share */
  setProgress(key, share) {
    this.items = this.items.map((item) => (item.key === key ? { ...item, share } : item));
    this.notify();
  }

  /** @param {string} key */
  find(key) {
    return this.items.find((item) => item.key === key);
  }

  /** @param {string} key @param {Item["status"]} status @param {Partial<Item>} [more] */
  move(key, status, more) {
    this.items = this.items.map((item) => (item.key === key ? moved(item, status, more) : item));
  }

  /** At most once per frame: a thousand files must not freeze the page. */
  notify() {
    if (this.isNotifying) return;
    this.isNotifying = true;
    requestAnimationFrame(() => {
      this.isNotifying = false;
      for (const listener of this.listeners) listener();
    });
  }
}
