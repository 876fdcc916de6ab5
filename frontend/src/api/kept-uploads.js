/**
 * Files that wait on this device until they can be uploaded: chosen without a connection, or shared by another app. A
 * file is uploaded by one tab only, the one that holds its Web Lock, which the browser releases when the tab is closed.
 */

import * as device from "./device.js";

/** The limit for all people and libraries of this browser together. */
const MOST_FILES = 200;
const MOST_BYTES = 500 * 1024 * 1024;
/** Files that were shared while no one was signed in go to the next person who signs in within this time. */
const UNOWNED_MS = 24 * 60 * 60 * 1000;
/** Someone who has not come back by then does not need the files any more. */
const LONGEST_MS = 60 * UNOWNED_MS;
const LOCK = "docloft-upload";

/** @typedef {{ key: string, owner: string, name: string, type: string, bytes: Blob, at: number }} Kept */

/**
 * @param {readonly Kept[]} kept
 * @param {number} size of another file
 * @returns {boolean} whether there is room for it
 */
export function hasRoom(kept, size) {
  return kept.length < MOST_FILES && kept.reduce((sum, { bytes }) => sum + bytes.size, size) <= MOST_BYTES;
}

/**
 * Those of a person and library, oldest first.
 * @param {readonly Kept[]} kept
 * @param {string} owner
 * @param {number} now
 */
export function ownedBy(kept, owner, now) {
  return kept
    .filter((one) => one.owner === owner || (one.owner === "" && now - one.at < UNOWNED_MS))
    .sort((one, other) => one.at - other.at);
}

export class KeptUploads {
  /**
   * @param {string} owner the person and their library
   * @param {Pick<typeof device, "all" | "put" | "remove">} [storage]
   */
  constructor(owner, storage = device) {
    this.owner = owner;
    this.storage = storage;
    /** Releases the locks that this tab holds. @type {Map<string, () => void>} */
    this.held = new Map();
  }

  /**
   * @param {string} key
   * @param {File} file
   * @returns {Promise<boolean>} whether the file is kept: not when there is no room
   */
  async keep(key, file) {
    try {
      if (!hasRoom(await this.storage.all("uploads"), file.size)) return false;
      await this.own(key);
      await this.storage.put("uploads", [
        { key, owner: this.owner, name: file.name, type: file.type, bytes: file, at: Date.now() },
      ]);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Claims the files that no other tab is uploading, and returns them; from now on this tab uploads them.
   * @returns {Promise<{ key: string, file: File }[]>}
   */
  async take() {
    try {
      const now = Date.now();
      const kept = await this.storage.all("uploads");
      const mine = ownedBy(kept, this.owner, now);
      const old = kept.filter((one) => !mine.includes(one) && (one.owner === "" || now - one.at > LONGEST_MS));
      await this.storage.remove(
        "uploads",
        old.map(({ key }) => key),
      );
      const taken = [];
      for (const one of mine) if (!this.held.has(one.key) && (await this.own(one.key))) taken.push(one);
      // Another tab may have finished one before this tab had its lock.
      const left = new Set((await this.storage.all("uploads")).map(({ key }) => key));
      const found = taken.filter(({ key }) => left.has(key));
      await this.storage.put(
        "uploads",
        found.filter(({ owner }) => owner === "").map((one) => ({ ...one, owner: this.owner })),
      );
      return found.map(({ key, name, type, bytes }) => ({ key, file: new File([bytes], name, { type }) }));
    } catch {
      return [];
    }
  }

  /** @param {string} key of a file that was uploaded or is no longer wanted */
  async drop(key) {
    try {
      await this.storage.remove("uploads", [key]);
    } catch {
      // There is no storage, so nothing was kept.
    }
    this.held.get(key)?.();
    this.held.delete(key);
  }

  /** @param {string} key @returns {Promise<boolean>} false when another tab has the file */
  own(key) {
    return new Promise((resolve, reject) => {
      navigator.locks
        .request(`${LOCK} ${key}`, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock
            ? new Promise((/** @type {(value?: unknown) => void} */ release) => this.held.set(key, release))
            : null;
        })
        .catch(reject);
    });
  }
}
