/** Saves a file in the folder of downloads, as a click on a link to it does. */

/** @param {string} url @param {string} name */
export function saveFile(url, name) {
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
}
