/** The documents of rows: of those that were loaded, the last MOST_KEPT, and the newest version that the site knows. */

import { MOST_KEPT } from "./rows-state.js";

/** @typedef {import("../../../types.js").Doc} Doc */

export class RowDocuments {
  /** @param {import("../../api/store.js").Store} store @param {readonly Doc[]} loaded earlier */
  constructor(store, loaded) {
    this.store = store;
    /** @type {Map<string, Doc>} those loaded last at the end */
    this.loaded = new Map(loaded.map((document) => [document.id, document]));
  }

  /** @param {Doc} document */
  keep(document) {
    this.loaded.delete(document.id);
    this.loaded.set(document.id, document);
    for (const id of this.loaded.keys()) {
      if (this.loaded.size <= MOST_KEPT) break;
      this.loaded.delete(id);
    }
  }

  /** @param {string} id @returns {Doc | undefined} */
  find(id) {
    const [known, loaded] = [this.store.get(id), this.loaded.get(id)];
    return known && loaded && loaded.version > known.version ? loaded : (known ?? loaded);
  }
}
