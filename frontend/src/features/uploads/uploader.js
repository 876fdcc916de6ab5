/** Uploads files, a few at a time: each is checked, created, sent, and watched until it can be found. */

import { isFailed } from "../../api/document-states.js";
import { isAbort, Problem, sentence } from "../../api/problems.js";
import { reasonOf } from "../../ui/reasons.js";
import { checksums } from "./checksum.js";
import { create, refusal, send } from "./sending.js";
import { isAtRisk, isOver, moved, newItem, startable } from "./state.js";

/** @typedef {import("./state.js").Item} Item */

/** More uploads at once would be throttled by our own API. */
const AT_ONCE = 4;

export class Uploader {
  /**
   * @param {Pick<import("../../api/operations.js").Api, "createDocument" | "purgeDocument" | "restoreDocument" | "upload">} api
   * @param {import("../../api/store.js").Store} store
   * @param {Pick<import("../../api/watcher.js").Watcher, "watch">} watcher
   * @param {number} maxBytes
   */
  constructor(api, store, watcher, maxBytes) {
    this.api = api;
    this.store = store;
    this.watcher = watcher;
    this.maxBytes = maxBytes;
    /** @type {Item[]} */
    this.items = [];
    /** @type {Map<string, { file: File, abort: AbortController }>} */
    this.files = new Map();
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** @type {Set<string>} keys of uploads that failed offline: they are tried again when the connection is back */
    this.stalled = new Set();
    this.checksum = checksums();
    store.subscribe((document) => this.receive(document));
    window.addEventListener("online", () => {
      for (const key of [...this.stalled]) this.retry(key);
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.items.some(isAtRisk)) event.preventDefault();
    });
  }

  /** @param {() => void} listener called after changes, at most once per frame */
  subscribe(listener) {
    this.listeners.add(listener);
  }

  /** @param {File[]} files */
  add(files) {
    for (const file of files) {
      const item = newItem(crypto.randomUUID(), file);
      this.items.push(item);
      this.files.set(item.key, { file, abort: new AbortController() });
      const message = refusal(file, this.maxBytes);
      if (message) this.move(item.key, "failed", { message });
    }
    this.startNext();
  }

  /** @param {string} key */
  cancel(key) {
    const item = this.find(key);
    if (!item || isOver(item) || item.status === "processing") return;
    this.files.get(key)?.abort.abort();
    this.move(key, "cancelled", { retryable: true });
    // Deletes the record of a file that never arrived; otherwise the server does, hours later.
    if (item.documentId) void this.api.purgeDocument(item.documentId).catch(() => {});
    this.startNext();
  }

  cancelAll() {
    for (const { key } of this.items.filter(isAtRisk)) this.cancel(key);
  }

  /** @param {string} key */
  retry(key) {
    const kept = this.files.get(key);
    this.stalled.delete(key);
    if (!kept) return;
    kept.abort = new AbortController();
    this.move(key, "waiting");
    this.startNext();
  }

  retryAll() {
    for (const { key, retryable } of [...this.items]) if (retryable) this.retry(key);
  }

  /** Removes finished uploads from the list. */
  clear() {
    for (const { key } of this.items.filter(isOver)) this.files.delete(key);
    this.items = this.items.filter((item) => !isOver(item));
    this.notify();
  }

  startNext() {
    for (const { key } of startable(this.items, AT_ONCE)) void this.upload(key);
    this.notify();
  }

  /** @param {string} key */
  async upload(key) {
    const kept = this.files.get(key);
    if (!kept) return;
    const { file, abort } = kept;
    this.move(key, "hashing");
    try {
      const checksum = await this.checksum(file);
      abort.signal.throwIfAborted();
      const { document, upload } = await create(this.api, key, { file, checksum, signal: abort.signal });
      if (upload === null) {
        this.store.put(document);
        this.move(key, "duplicate", { documentId: document.id, trashed: document.trashed_at !== null });
        return;
      }
      this.move(key, "sending", { documentId: document.id });
      abort.signal.throwIfAborted();
      await send(this.api, upload, { file, signal: abort.signal, onProgress: (share) => this.setProgress(key, share) });
      this.move(key, "processing", { share: 1 });
      this.watcher.watch(document.id);
    } catch (error) {
      if (!isAbort(error)) this.fail(key, error);
    } finally {
      this.startNext();
    }
  }

  /** @param {string} key @param {unknown} error */
  fail(key, error) {
    if (error instanceof Problem && error.status === 0) this.stalled.add(key);
    this.move(key, "failed", { message: sentence(error), retryable: true });
  }

  /** Takes the document that has the bytes of an upload out of the trash. @param {string} key */
  async restore(key) {
    const item = this.find(key);
    if (!item?.trashed) return;
    try {
      this.store.put(await this.api.restoreDocument(item.documentId));
      this.change(key, { trashed: false, message: "" });
      if (item.rejectedId) {
        await this.api.purgeDocument(item.rejectedId);
        this.store.remove(item.rejectedId);
      }
    } catch (error) {
      this.change(key, { message: sentence(error) });
    }
  }

  /** @param {string} key @param {Partial<Item>} changes */
  change(key, changes) {
    this.items = this.items.map((item) => (item.key === key ? { ...item, ...changes } : item));
    this.notify();
  }

  /** @param {import("../../../types.js").Doc} document a new version of any document */
  receive(document) {
    const { id, state, duplicate_of } = document;
    const item = this.items.find(({ documentId, status }) => documentId === id && status === "processing");
    if (!item) return;
    if (state === "ready") this.move(item.key, "ready");
    else if (duplicate_of) this.move(item.key, "duplicate", { documentId: duplicate_of, trashed: document.attention !== null, rejectedId: id });
    else if (isFailed({ state })) this.move(item.key, "failed", { message: reasonOf(document) });
    else return;
    this.notify();
  }

  /** @param {string} key @param {number} share */
  setProgress(key, share) {
    this.items = this.items.map((item) => (item.key === key ? { ...item, share } : item));
    this.notify();
  }

  /** @param {string} key */
  find(key) {
    return this.items.find((item) => item.key === key);
  }

  /** @param {string} key @param {Item["status"]} status @param {Partial<Item>} [more] */
  move(key, status, more) {
    this.items = this.items.map((item) => (item.key === key ? moved(item, status, more) : item));
    if (status === "ready" || status === "duplicate") this.files.delete(key);
  }

  /** At most once per frame: a thousand files must not freeze the page. */
  notify() {
    if (this.isNotifying) return;
    this.isNotifying = true;
    requestAnimationFrame(() => {
      this.isNotifying = false;
      for (const listener of this.listeners) listener();
    });
  }
}
