/** The newest known version of each document. Screens subscribe to changes. */

/** @typedef {import("../../types.js").Doc} Doc */

export class Store {
  constructor() {
    /** @type {Map<string, Doc>} */
    this.documents = new Map();
    /**
     * Documents with changes that are not saved yet, as they were saved last.
     * @type {Map<string, { saved: Doc, changes: Partial<Doc>[] }>}
     */
    this.pending = new Map();
    /** @type {Set<(document: Doc) => void>} */
    this.listeners = new Set();
  }

  /**
   * Adds a document, unless a newer version is known: responses may arrive in any order. The same version, as in a list
   * that is loaded while a change is being saved, keeps the change on the screen.
   * @param {Doc} document
   * @returns {Doc} the newest version
   */
  put(document) {
    const known = this.documents.get(document.id);
    if (known && known.version > document.version) return known;
    const pending = known?.version === document.version ? this.pending.get(document.id) : undefined;
    if (pending) {
      pending.saved = document;
      const shown = expected(pending);
      this.documents.set(document.id, shown);
      return shown;
    }
    this.pending.delete(document.id);
    this.documents.set(document.id, document);
    if (known?.version !== document.version) this.#notify(document);
    return document;
  }

  /**
   * Shows a change that is not saved yet.
   * @param {Doc} document
   * @param {Partial<Doc>} changes
   * @returns {() => void} takes it back, unless a newer version is known by then
   */
  expect(document, changes) {
    const { id } = document;
    const pending = this.pending.get(id) ?? { saved: this.documents.get(id) ?? document, changes: [] };
    this.pending.set(id, pending);
    const show = (/** @type {Partial<Doc>[]} */ shown) => {
      pending.changes = shown;
      this.documents.set(id, expected(pending));
      this.#notify(expected(pending));
    };
    show([...pending.changes, changes]);
    return () => {
      if (this.pending.get(id) !== pending) return;
      show(pending.changes.filter((one) => one !== changes));
      if (!pending.changes.length) this.pending.delete(id);
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
    this.pending.delete(id);
  }

  /** @param {(document: Doc) => void} listener called with each new version @returns {() => void} unsubscribes */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** @param {Doc} document */
  #notify(document) {
    for (const listener of [...this.listeners]) notify(listener, document);
  }
}

/** @param {{ saved: Doc, changes: Partial<Doc>[] }} pending @returns {Doc} */
function expected({ saved, changes }) {
  return Object.assign({}, saved, ...changes);
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
