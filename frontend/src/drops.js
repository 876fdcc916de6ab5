/** Files out of what was dropped or pasted: folders are walked to their last leaf. */

/** What a system puts into folders and nobody means. */
const JUNK = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

/**
 * Must be called while the event is handled: afterwards the browser empties its list.
 * @param {DataTransfer} transfer
 * @returns {Promise<File[]>}
 */
export async function filesOf(transfer) {
  const entries = [...transfer.items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry());
  const plain = [...transfer.files];
  const found = entries.filter((entry) => entry !== null);
  if (found.length === 0) return plain;
  const files = await Promise.all(found.map((entry) => below(entry)));
  return files.flat();
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<File[]>}
 */
export async function below(entry) {
  if (JUNK.has(entry.name)) return [];
  if (entry.isFile) {
    const asked = /** @type {FileSystemFileEntry} */ (entry);
    try {
      return [await new Promise((resolve, reject) => asked.file(resolve, reject))];
    } catch {
      return [];
    }
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const files = [];
  // Chrome hands out at most a hundred entries a time: an empty answer is the only end.
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return files;
    for (const one of some) files.push(...(await below(one)));
  }
}
