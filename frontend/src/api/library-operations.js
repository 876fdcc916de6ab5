/** The operations of a library as a whole: its settings, names, drop keys, jobs and exports. */

import { EditQueue } from "./edit-queue.js";
import { zone } from "./preferences.js";
import { SearchClient } from "./search.js";

export class LibraryOperations extends SearchClient {
  /** @type {EditQueue<import("../../types.js").Name>} */
  #names = new EditQueue();

  /** @param {AbortSignal} [signal] @returns {Promise<import("../../types.js").LibrarySettings>} */
  getLibrarySettings(signal) {
    return this.request("GET", "/v1/library", { signal });
  }

  /**
   * @param {import("../../types.js").EditLibrarySettings} changes
   * @param {number} version
   * @returns {Promise<import("../../types.js").LibrarySettings>}
   */
  editLibrarySettings(changes, version) {
    return this.request("PATCH", "/v1/library", { body: changes, headers: { "If-Match": `"${version}"` } });
  }

  /** @param {AbortSignal} [signal] @returns {Promise<import("../../types.js").Names>} */
  listNames(signal) {
    return this.request("GET", "/v1/names", { signal });
  }

  /**
   * Returns the existing name, if the library already has it.
   * @param {import("../../types.js").CreateName} name
   * @returns {Promise<import("../../types.js").Name>}
   */
  createName(name) {
    return this.request("POST", "/v1/names", { body: name });
  }

  /**
   * @param {import("../../types.js").Name} name as the person saw it
   * @param {import("../../types.js").EditName} changes
   * @returns {Promise<import("../../types.js").Name>}
   */
  editName(name, changes) {
    return this.#names.edit(name, ({ id, version }) =>
      this.request("PATCH", `/v1/names/${id}`, { body: changes, headers: { "If-Match": `"${version}"` } }),
    );
  }

  /**
   * @param {import("../../types.js").Name} name
   * @param {string} into the id of the name that replaces it
   * @returns {Promise<import("../../types.js").Name>}
   */
  mergeName({ id, version }, into) {
    return this.request("POST", `/v1/names/${id}/merge`, { body: { into }, headers: { "If-Match": `"${version}"` } });
  }

  /**
   * @param {import("../../types.js").Name} name the version that the person saw
   * @returns {Promise<import("../../types.js").Name>}
   */
  deleteName({ id, version }) {
    return this.request("DELETE", `/v1/names/${id}`, { headers: { "If-Match": `"${version}"` } });
  }

  /** @returns {Promise<import("../../types.js").Views>} */
  listViews() {
    return this.request("GET", "/v1/views");
  }

  /**
   * The hits of every view, in days of this browser's time zone.
   * @returns {Promise<import("../../types.js").Counts>}
   */
  countViews() {
    return this.request("GET", "/v1/views/counts", { query: { zone: zone() } });
  }

  /**
   * @param {string} id
   * @param {import("../../types.js").SaveView} view
   * @param {number} [version] that the person saw, of a view that is replaced
   * @returns {Promise<import("../../types.js").SavedView>}
   */
  saveView(id, view, version) {
    return this.request("PUT", `/v1/views/${id}`, {
      body: view,
      ...(version ? { headers: { "If-Match": `"${version}"` } } : {}),
    });
  }

  /**
   * @param {import("../../types.js").SavedView} view the version that the person saw
   * @returns {Promise<import("../../types.js").SavedView>}
   */
  deleteView({ id, version }) {
    return this.request("DELETE", `/v1/views/${id}`, { headers: { "If-Match": `"${version}"` } });
  }

  /** @param {string} id @returns {Promise<import("../../types.js").Seen>} */
  seeView(id) {
    return this.request("POST", `/v1/views/${id}/seen`);
  }

  /** @param {AbortSignal} [signal] @returns {Promise<import("../../types.js").DropKeys>} */
  listDropKeys(signal) {
    return this.request("GET", "/v1/drop-keys", { signal });
  }

  /**
   * @param {string} name
   * @param {string} key the same for every attempt to make the same one
   * @returns {Promise<import("../../types.js").CreatedDropKey>} `key` is null when an earlier attempt made it: a key is
   *   returned once
   */
  createDropKey(name, key) {
    return this.request("POST", "/v1/drop-keys", { body: { name }, headers: { "Idempotency-Key": key } });
  }

  /** @param {string} id @param {string} name @returns {Promise<import("../../types.js").DropKey>} */
  renameDropKey(id, name) {
    return this.request("PATCH", `/v1/drop-keys/${id}`, { body: { name } });
  }

  /** @param {string} id @returns {Promise<import("../../types.js").DropKey>} */
  revokeDropKey(id) {
    return this.request("DELETE", `/v1/drop-keys/${id}`);
  }

  /** The newest jobs. @param {AbortSignal} [signal] @returns {Promise<import("../../types.js").Jobs>} */
  listJobs(signal) {
    return this.request("GET", "/v1/jobs", { signal });
  }

  /**
   * @param {string[]} [ids] of the documents; without them, the whole library
   * @returns {Promise<import("../../types.js").JobStarted>}
   */
  startExport(ids) {
    return this.request("POST", "/v1/exports", ids ? { body: { ids } } : {});
  }

  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<import("../../types.js").Export>} */
  findExport(id, signal) {
    return this.request("GET", `/v1/exports/${id}`, { signal });
  }
}
