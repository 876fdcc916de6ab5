/** The files in what was dropped or pasted, including those in folders, at any depth. */

/** Files that macOS, Windows and Office create on their own. */
const JUNK = /^(\.DS_Store|\._.*|__MACOSX|Thumbs\.db|desktop\.ini|~\$.*)$/i;

const BY_NAME = new Intl.Collator(undefined, { numeric: true });

/** The folders of dropped files: only those of chosen files know theirs. @type {WeakMap<File, string>} */
const FOLDERS = new WeakMap();

/**
 * The folder in which a file was added, from the one that was dropped or chosen: "Papers/2024"; empty for none.
 * @param {File} file
 */
export function folderOf(file) {
  const path = file.webkitRelativePath || FOLDERS.get(file) || "";
  return path.split("/").slice(0, -1).filter(Boolean).join("/");
}

/** @param {string} name */
const isJunk = (name) => JUNK.test(name);

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
    const fileEntry = /** @type {FileSystemFileEntry} */ (entry);
    try {
      /** @type {File} */
      const file = await new Promise((resolve, reject) => fileEntry.file(resolve, reject));
      FOLDERS.set(file, entry.fullPath);
      return [file];
    } catch {
      return [];
    }
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  /** @type {FileSystemEntry[]} */
  const entries = [];
  // Chrome returns at most a hundred entries at a time; an empty array means that there are no more.
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const batch = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (batch.length === 0) break;
    entries.push(...batch);
  }
  // Sorted by name, 10 after 9: the order of the disk is arbitrary.
  const files = [];
  for (const one of entries.sort((a, b) => BY_NAME.compare(a.name, b.name))) files.push(...(await below(one)));
  return files;
}
