/** Sends this tab's changes of documents, names and views, one at a time for each. */

/** @template {{ id: string, version: number }} Thing */
export class EditQueue {
  /**
   * The latest saved version by id; a failed change keeps the one before.
   * @type {Map<string, Promise<Thing | undefined>>}
   */
  #last = new Map();

  /**
   * Several blocks of a screen edit the same document. An edit that is based on a version from before one of our own is
   * not a conflict, so it is based on the version that the edit before it made.
   * @param {Thing} thing the version that the person saw
   * @param {(latest: Thing) => Promise<Thing>} send gets that version, or a later one that this tab has made
   * @returns {Promise<Thing>}
   */
  edit(thing, send) {
    return this.follow(thing.id, (made) => send(made && made.version > thing.version ? made : thing));
  }

  /**
   * A change that is made to any version.
   * @param {string} id
   * @param {(made: Thing | undefined) => Promise<Thing>} send
   * @returns {Promise<Thing>}
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
