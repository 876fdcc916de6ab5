/** Changes of a document from this tab, sent one after another. */

/** @typedef {import("../../types.js").Doc} Doc */

export class EditQueue {
  /** By document id: the document that results from the last change; the one before it if that change fails. @type {Map<string, Promise<Doc | undefined>>} */
  #last = new Map();

  /**
   * Several blocks of a screen edit the same document. An edit that is based on a version from before one of our own is
   * not a conflict, so it is based on the document that the edit before it made.
   * @param {Doc} document the version that the person saw
   * @param {(latest: Doc) => Promise<Doc>} send gets that version, or a later one that this tab has made
   * @returns {Promise<Doc>}
   */
  edit(document, send) {
    return this.follow(document.id, (made) => send(made && made.version > document.version ? made : document));
  }

  /**
   * A change that is made to any version.
   * @param {string} id
   * @param {(made: Doc | undefined) => Promise<Doc>} send
   * @returns {Promise<Doc>}
   */
  follow(id, send) {
    const before = this.#last.get(id) ?? Promise.resolve(undefined);
    const changed = before.then(send);
    this.#last.set(
      id,
      changed.catch(() => before),
    );
    return changed;
  }
}
