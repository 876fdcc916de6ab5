/**
 * The files that were not sent yet when the page was reloaded or closed. A page may not read them again on its own, so
 * they are listed until the person chooses them again. Only their names are kept, in this tab, until the person signs
 * out.
 */

import { isAtRisk } from "./state.js";

/**
 * @typedef {import("./state.js").Item} Item
 * @typedef {Pick<Item, "key" | "name" | "size" | "folder" | "tags" | "documentId">} Unsent
 */

const NAME = "docloft-unsent";
const MOST = 5_000;
/** Thousands of names are not written again with every frame. */
const PAUSE_MS = 2_000;

/** Would not be uploaded after a reload. @param {Item} item */
const isUnsent = (item) =>
  !item.replaces &&
  (isAtRisk(item) || item.status === "missing" || (item.status === "failed" && item.retryable && !item.isKept));

export class UnsentFiles {
  /** @param {string} owner the person and their library @param {Storage} [storage] */
  constructor(owner, storage = globalThis.sessionStorage) {
    this.owner = owner;
    this.storage = storage;
    this.isWaiting = false;
  }

  /** @returns {Unsent[]} */
  read() {
    try {
      const { owner, files } = JSON.parse(this.storage.getItem(NAME) ?? "{}");
      return owner === this.owner ? files : [];
    } catch {
      return [];
    }
  }

  /** @param {Item[]} items */
  save(items) {
    const files = items
      .filter(isUnsent)
      .slice(0, MOST)
      .map(({ key, name, size, folder, tags, documentId }) => ({ key, name, size, folder, tags, documentId }));
    try {
      if (files.length > 0) this.storage.setItem(NAME, JSON.stringify({ owner: this.owner, files }));
      else this.storage.removeItem(NAME);
    } catch {
      // The browser stores nothing for this site, or has no room: then nothing is listed after a reload.
    }
  }

  /** Saves soon; called after every change. @param {() => Item[]} items */
  saveSoon(items) {
    if (this.isWaiting) return;
    this.isWaiting = true;
    setTimeout(() => {
      this.isWaiting = false;
      this.save(items());
    }, PAUSE_MS);
  }
}

/** @param {Storage} [storage] */
export function forgetUnsent(storage = globalThis.sessionStorage) {
  try {
    storage.removeItem(NAME);
  } catch {
    // The browser stores nothing for this site.
  }
}
