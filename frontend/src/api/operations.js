/**
 * The operations of the API (docs/openapi.json) that the site uses, one method each. Those of a library are in
 * library-operations.js.
 */

import { sendForm } from "./client.js";
import { EditQueue } from "./edit-queue.js";
import { LibraryOperations } from "./library-operations.js";
import { marking } from "./search.js";

/**
 * @typedef {import("../../types.js").Doc} Doc
 * @typedef {import("../../types.js").EditDocument} EditDocument
 */

/** An upload may be retried longer than a click. */
const UPLOAD_ATTEMPTS = 8;

export class Api extends LibraryOperations {
  /** @type {EditQueue<import("../../types.js").Doc>} */
  #edits = new EditQueue();

  /** @returns {Promise<import("../../types.js").Me>} */
  me() {
    return this.request("GET", "/v1/me");
  }

  /**
   * @param {import("../../types.js").CreateTaggedDocument} file
   * @param {string} key the same for every attempt of the same upload
   * @param {AbortSignal} signal
   * @returns {Promise<import("../../types.js").Created>}
   */
  createDocument(file, key, signal) {
    const headers = { "Idempotency-Key": key };
    return this.request("POST", "/v1/documents", { body: file, headers, signal, attempts: UPLOAD_ATTEMPTS });
  }

  /**
   * @param {Record<string, string>} query
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Documents>}
   */
  listDocuments(query, signal) {
    return this.request("GET", "/v1/documents", { query, signal });
  }

  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Doc>} */
  findDocument(id, signal) {
    return this.request("GET", `/v1/documents/${id}`, { signal });
  }

  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<import("../../types.js").Children>} */
  listChildren(id, signal) {
    return this.request("GET", `/v1/documents/${id}/children`, { signal });
  }

  /**
   * @param {Doc} document the version that the person saw: a later one is not overwritten (412), unless this tab has
   *   made it
   * @param {EditDocument | ((latest: Doc) => EditDocument)} changes a function if they depend on what the document has,
   *   such as one more tag: an edit may still be on its way
   * @returns {Promise<Doc>}
   */
  editDocument(document, changes) {
    return this.#edits.edit(document, (latest) => {
      const body = typeof changes === "function" ? changes(latest) : changes;
      return this.request("PATCH", `/v1/documents/${document.id}`, {
        body,
        headers: { "If-Match": `"${latest.version}"` },
      });
    });
  }

  /** @param {string} id @param {AbortSignal} signal @returns {Promise<import("../../types.js").Suggestions>} */
  listSuggestions(id, signal) {
    return this.request("GET", `/v1/documents/${id}/suggestions`, { signal });
  }

  /** @param {string} id @param {string} fact @param {string} value @returns {Promise<Doc>} */
  refuseSuggestion(id, fact, value) {
    return this.#edits.follow(id, () =>
      this.request("POST", `/v1/documents/${id}/suggestions/refuse`, { body: { fact, value } }),
    );
  }

  /** @param {string} id @returns {Promise<Doc>} */
  trashDocument(id) {
    return this.#edits.follow(id, () => this.request("POST", `/v1/documents/${id}/trash`));
  }

  /** @param {string} id @returns {Promise<Doc>} */
  retryDocument(id) {
    return this.request("POST", `/v1/documents/${id}/retry`);
  }

  /** @param {string} id @returns {Promise<Doc>} */
  keepDocument(id) {
    return this.request("POST", `/v1/documents/${id}/keep`);
  }

  /** Reads a locked document with its password. @param {string} id @param {string} password @returns {Promise<Doc>} */
  unlockDocument(id, password) {
    return this.request("POST", `/v1/documents/${id}/password`, { body: { password }, attempts: 1 });
  }

  /**
   * @param {Record<string, string>} query
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Documents>}
   */
  listAttention(query, signal) {
    return this.request("GET", "/v1/attention", { query, signal });
  }

  /** How many documents need attention that the person has not seen yet. @returns {Promise<{ count: number }>} */
  countAttention() {
    return this.request("GET", "/v1/attention/unseen");
  }

  /** Records that the person has looked at everything that needs attention. @returns {Promise<{ count: number }>} */
  seeAttention() {
    return this.request("POST", "/v1/attention/seen");
  }

  /** @param {string} id @returns {Promise<Doc>} */
  restoreDocument(id) {
    return this.#edits.follow(id, () => this.request("POST", `/v1/documents/${id}/restore`));
  }

  /** Continues to read pages beyond the daily limit. @param {string} id @returns {Promise<Doc>} */
  recogniseDocument(id) {
    return this.request("POST", `/v1/documents/${id}/recognise`);
  }

  /** @param {string} id @returns {Promise<import("../../types.js").JobStarted>} */
  makeSearchablePdf(id) {
    return this.request("POST", `/v1/documents/${id}/searchable-pdf`);
  }

  /** @param {string} id @returns {Promise<import("../../types.js").SearchablePdf>} */
  searchablePdf(id) {
    return this.request("GET", `/v1/documents/${id}/searchable-pdf`);
  }

  /**
   * Makes the page that shows a document with its formatting.
   * @param {string} id
   * @returns {Promise<import("../../types.js").JobStarted>}
   */
  makeRendition(id) {
    return this.request("POST", `/v1/documents/${id}/rendition`);
  }

  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<import("../../types.js").Rendition>} */
  rendition(id, signal) {
    return this.request("GET", `/v1/documents/${id}/rendition`, { signal });
  }

  /** @param {string} id @returns {Promise<import("../../types.js").JobStarted>} */
  purgeDocument(id) {
    return this.request("DELETE", `/v1/documents/${id}`);
  }

  /** @param {string} id @returns {Promise<import("../../types.js").Job>} */
  findJob(id) {
    return this.request("GET", `/v1/jobs/${id}`);
  }

  /**
   * @param {string} id
   * @param {import("../../types.js").Original["disposition"]} disposition
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Original>}
   */
  original(id, disposition, signal) {
    return this.request("GET", `/v1/documents/${id}/original`, { query: { disposition }, signal });
  }

  /**
   * @param {string} id
   * @param {number} page from 1
   * @param {import("./search.js").Marked} marked
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").PageText>}
   */
  pageText(id, page, marked, signal) {
    return this.request("GET", `/v1/documents/${id}/pages/${page}/text`, { query: marking(marked), signal });
  }

  /**
   * The words of a page that is a picture, and where they are; none on another page.
   * @param {string} id
   * @param {number} page from 1
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").PageWords>}
   */
  pageWords(id, page, signal) {
    return this.request("GET", `/v1/documents/${id}/pages/${page}/words`, { signal });
  }

  /**
   * Sends a file straight to the bucket.
   * @param {import("../../types.js").Upload} form
   * @param {File} file
   * @param {(share: number) => void} onProgress from 0 to 1
   * @param {AbortSignal} signal
   */
  upload(form, file, onProgress, signal) {
    return sendForm(form, file, onProgress, signal);
  }
}
