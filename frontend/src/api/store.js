/** The newest known version of each document. Screens subscribe to changes. */

/** @typedef {import("../../types.js").Doc} Doc */

export class Store {
  constructor() {
    /** @type {Map<string, Doc>} */
    this.documents = new Map();
    /** @type {Set<(document: Doc) => void>} */
    this.listeners = new Set();
  }

  /**
   * Adds a document, unless a newer version is known: responses may arrive in any order.
   * @param {Doc} document
   * @returns {Doc} the newest version
   */
  put(document) {
    const known = this.documents.get(document.id);
    if (known && known.version > document.version) return known;
    this.documents.set(document.id, document);
    if (known?.version !== document.version) for (const listener of [...this.listeners]) notify(listener, document);
    return document;
  }

  /**
   * Shows a change that is not saved yet.
   * @param {Doc} document
   * @param {Partial<Doc>} changes
   * @returns {() => void} takes it back, unless a newer version is known by then
   */
  expect(document, changes) {
    const expected = { ...document, ...changes };
    const show = (/** @type {Doc} */ shown) => {
      this.documents.set(document.id, shown);
      for (const listener of [...this.listeners]) notify(listener, shown);
    };
    show(expected);
    return () => {
      if (this.documents.get(document.id) === expected) show(document);
    };
  }

  /** @param {Doc[]} documents */
  putAll(documents) {
    return documents.map((document) => this.put(document));
  }

  /** @param {string} id */
  get(id) {
    return this.documents.get(id);
  }

  /** @param {string} id of a document that was deleted permanently */
  remove(id) {
    this.documents.delete(id);
  }

  /** @param {(document: Doc) => void} listener called with each new version @returns {() => void} unsubscribes */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/**
 * A fault in one screen must not keep the change from the others, or make a saved change look refused.
 * The error is reported like an uncaught one.
 * @param {(document: Doc) => void} listener
 * @param {Doc} document
 */
function notify(listener, document) {
  try {
    listener(document);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
