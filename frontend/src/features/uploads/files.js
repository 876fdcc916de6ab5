/** Files out of what was dropped or pasted: folders are walked to their last leaf. */

/** What systems and programs leave in folders and nobody means: macOS's and Windows' own, and Office's lock files. */
const JUNK = /^(\.DS_Store|\._.*|__MACOSX|Thumbs\.db|desktop\.ini|~\$.*)$/i;

const BY_NAME = new Intl.Collator(undefined, { numeric: true });

/** @param {string} name */
export const isJunk = (name) => JUNK.test(name);

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
  if (isJunk(entry.name)) return [];
  if (entry.isFile) {
    const asked = /** @type {FileSystemFileEntry} */ (entry);
    try {
      return [await new Promise((resolve, reject) => asked.file(resolve, reject))];
    } catch {
      return [];
    }
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {FileSystemEntry[]} */
  const entries = [];
  // Chrome hands out at most a hundred entries a time: an empty answer is the only end.
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) break;
    entries.push(...some);
  }
  // The disk's order is no order; a person's is by name, and 10 comes after 9.
  const files = [];
  for (const one of entries.sort((a, b) => BY_NAME.compare(a.name, b.name))) files.push(...(await below(one)));
  return files;
}
