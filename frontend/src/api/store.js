/** Documents as they were last heard of. Views are told when one changes. */

/** @typedef {import("../../types.js").Doc} Doc */

export class Store {
  constructor() {
    /** @type {Map<string, Doc>} */
    this.documents = new Map();
    /** @type {Set<(document: Doc) => void>} */
    this.listeners = new Set();
  }

  /**
   * Takes a document in, unless a newer one is known already: answers come in any order.
   * @param {Doc} document
   * @returns {Doc} the newest
   */
  put(document) {
    const known = this.documents.get(document.id);
    if (known && known.version > document.version) return known;
    this.documents.set(document.id, document);
    if (!known || known.version !== document.version) for (const listener of this.listeners) listener(document);
    return document;
  }

  /** @param {Doc[]} documents */
  putAll(documents) {
    return documents.map((document) => this.put(document));
  }

  /** @param {string} id */
  get(id) {
    return this.documents.get(id);
  }

  /** @param {string} id deleted for ever */
  remove(id) {
    this.documents.delete(id);
  }

  /** @param {(document: Doc) => void} listener @returns {() => void} stops it */
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

const FINAL = new Set(["ready", "failed", "rejected"]);

/** @param {Doc} document nothing more will happen to it by itself */
export function isFinal(document) {
  return FINAL.has(document.state);
}
