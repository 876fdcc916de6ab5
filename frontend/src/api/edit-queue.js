/** Edits of a document from this tab, sent one after another. */

/** @typedef {import("../../types.js").Doc} Doc */

export class EditQueue {
  /** By document id: the version that results from the last edit; 0 if that edit fails. @type {Map<string, Promise<number>>} */
  #last = new Map();

  /**
   * Several blocks of a screen edit the same document. An edit that is based on a version from before one of our own is
   * not a conflict, so it is sent with the version that the edit before it made.
   * @param {Doc} document the version that the person saw
   * @param {(version: number) => Promise<Doc>} send
   * @returns {Promise<Doc>}
   */
  run({ id, version }, send) {
    const before = this.#last.get(id) ?? Promise.resolve(0);
    const edited = before.then((made) => send(Math.max(version, made)));
    this.#last.set(
      id,
      edited.then(
        (saved) => saved.version,
        () => before,
      ),
    );
    return edited;
  }
}
