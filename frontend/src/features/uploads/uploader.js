/** Uploads files, a few at a time: each is checked, created, sent, and watched until it can be found. */

import { isOffline } from "../../api/connection.js";
import { isAbort, sentence } from "../../api/problems.js";
import { checksums } from "./checksum.js";
import { folderOf } from "./files.js";
import { followVersion } from "./new-version.js";
import { awaits, isStalled, outcomeOf, reasonFor } from "./outcome.js";
import { create, refusal, send } from "./sending.js";
import { isAtRisk, isOnlyHere, isOpen, isOver, missingFor, newItem, startable } from "./state.js";
import { UploadList } from "./upload-list.js";

/** @typedef {import("./state.js").Item} Item */

/** More uploads at once would be throttled by our own API. */
const AT_ONCE = 4;
/** How long to wait after a reload for files that were being sent. */
const ARRIVAL_MS = 60_000;

export class Uploader extends UploadList {
  /**
   * @param {Pick<import("../../api/operations.js").Api, "createDocument" | "request" | "purgeDocument" |
   *   "restoreDocument" | "upload">} api
   * @param {import("../../api/store.js").Store} store
   * @param {Pick<import("../../api/watcher.js").Watcher, "watch" | "forget">} watcher
   * @param {number} maxBytes
   * @param {Pick<import("../../api/kept-uploads.js").KeptUploads, "keep" | "take" | "drop">} kept files that wait on
   *   this device
   * @param {Pick<import("./unsent.js").UnsentFiles, "read" | "save" | "saveSoon">} unsent the names of files that were
   *   not sent before a reload
   */
  constructor(api, store, watcher, maxBytes, kept, unsent) {
    super();
    this.kept = kept;
    this.items = unsent.read().map((file) => newItem(file.key, file, { ...file, status: "missing" }));
    this.subscribe(() => unsent.saveSoon(() => this.items));
    window.addEventListener("pagehide", () => unsent.save(this.items));
    this.api = api;
    this.store = store;
    this.watcher = watcher;
    this.maxBytes = maxBytes;
    /** @type {Map<string, { file: File, abort: AbortController }>} */
    this.files = new Map();
    /** @type {Set<string>} keys of uploads that failed offline: they are tried again when the connection is back */
    this.stalled = new Set();
    this.checksum = checksums();
    store.subscribe((document) => this.receive(document));
    window.addEventListener("online", () => {
      for (const key of [...this.stalled]) this.retry(key);
      this.startNext();
      void this.resume();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.items.some(isAtRisk)) event.preventDefault();
    });
  }

  /**
   * @param {File[]} files
   * @param {{ replaces?: string, tagsOf?: (file: File) => string[] }} [options] `replaces`: the document whose file
   *   they replace; `tagsOf`: the ids of the tags that the document of a file gets
   */
  add(files, { replaces = "", tagsOf = () => [] } = {}) {
    for (const file of files) {
      const [folder, tags] = [folderOf(file), tagsOf(file)];
      const missing = replaces ? undefined : missingFor(this.items, { name: file.name, size: file.size, folder });
      const key = missing?.key ?? crypto.randomUUID();
      if (missing) this.startAgain(missing, tags);
      else this.items.push(newItem(key, file, { replaces, folder, tags }));
      this.files.set(key, { file, abort: new AbortController() });
      const message = refusal(file, this.maxBytes);
      if (message) this.move(key, "failed", { message });
      else if (isOffline()) void this.keep(key);
    }
    this.startNext();
  }

  /** @param {Item} missing @param {string[]} tags */
  startAgain({ key, documentId, tags: before }, tags) {
    // It will not arrive any more; the server refuses this for a document that has arrived after all.
    if (documentId) void this.api.purgeDocument(documentId).catch(() => {});
    this.move(key, "waiting", { tags: tags.length > 0 ? tags : before });
  }

  /**
   * Goes on with the files that wait on this device: chosen without a connection, in this tab or one that was closed,
   * or shared by another app. Files that were being sent when the page was reloaded may have arrived.
   */
  async resume() {
    this.awaitArrivals();
    for (const { key, file } of await this.kept.take()) {
      this.items = this.items.filter((item) => item.key !== key);
      this.items.push(newItem(key, file, { isKept: true }));
      this.files.set(key, { file, abort: new AbortController() });
      const message = refusal(file, this.maxBytes);
      if (message) this.move(key, "failed", { message });
    }
    this.startNext();
  }

  awaitArrivals() {
    const awaited = () => this.items.filter(({ status, documentId }) => status === "missing" && documentId !== "");
    if (awaited().length === 0) return;
    for (const { documentId } of awaited()) this.watcher.watch(documentId);
    setTimeout(() => {
      for (const { documentId } of awaited()) this.watcher.forget(documentId);
    }, ARRIVAL_MS);
  }

  /** Keeps the file of an upload, so that it is not lost when the page is closed. @param {string} key */
  async keep(key) {
    const [file, item] = [this.files.get(key)?.file, this.find(key)];
    // A new version of a document is for the tab that shows it: later, the document may have another one.
    if (!file || item?.isKept || item?.replaces) return;
    this.change(key, { isKept: await this.kept.keep(key, file) });
    // It was cancelled, sent or cleared while it was being kept.
    const now = this.find(key);
    if (now && isOnlyHere(now)) return;
    this.change(key, { isKept: false });
    void this.kept.drop(key);
  }

  /** @param {string} key */
  drop(key) {
    if (!this.find(key)?.isKept) return;
    this.change(key, { isKept: false });
    void this.kept.drop(key);
  }

  /** @param {string} key */
  cancel(key) {
    const item = this.find(key);
    if (!item || isOver(item) || item.status === "processing") return;
    this.files.get(key)?.abort.abort();
    this.move(key, "cancelled", { retryable: true });
    this.drop(key);
    // Deletes the record of a file that never arrived; otherwise the server does, hours later.
    if (item.documentId) void this.api.purgeDocument(item.documentId).catch(() => {});
    this.startNext();
  }

  cancelAll() {
    for (const { key } of this.items.filter(isOpen)) this.cancel(key);
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
    for (const { key } of this.items.filter(isOver)) {
      this.drop(key);
      this.files.delete(key);
    }
    this.removeAll(isOver);
  }

  startNext() {
    if (!isOffline()) for (const { key } of startable(this.items, AT_ONCE)) void this.upload(key);
    this.notify();
  }

  /** @param {string} key */
  async upload(key) {
    const [kept, item] = [this.files.get(key), this.find(key)];
    if (!kept || !item) return;
    const { file, abort } = kept;
    this.move(key, "hashing");
    try {
      const checksum = await this.checksum(file);
      abort.signal.throwIfAborted();
      const { id, existing, form } = await create(this.api, item, { file, checksum, signal: abort.signal });
      if (existing) {
        this.store.put(existing);
        this.move(key, "duplicate", { documentId: id, trashed: existing.trashed_at !== null });
        return this.drop(key);
      }
      this.move(key, "sending", { documentId: id });
      abort.signal.throwIfAborted();
      if (form)
        await send(this.api, form, { file, signal: abort.signal, onProgress: (share) => this.setProgress(key, share) });
      this.move(key, "processing", { share: 1 });
      this.drop(key);
      if (item.replaces) void followVersion(this, key, item.replaces, id);
      else this.watcher.watch(id);
    } catch (error) {
      if (!isAbort(error)) this.fail(key, error);
    } finally {
      this.startNext();
    }
  }

  /** @param {string} key @param {unknown} error */
  fail(key, error) {
    this.move(key, "failed", { message: reasonFor(error, this.find(key)), retryable: true });
    if (!isStalled(error)) return;
    this.stalled.add(key);
    void this.keep(key);
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

  /** @param {import("../../../types.js").Doc} document a new version of any document */
  receive(document) {
    const item = this.items.find((one) => awaits(one, document.id));
    if (!item || document.state === "awaiting_upload") return;
    if (item.status === "missing") this.move(item.key, "processing", { share: 1 });
    const outcome = outcomeOf(document);
    if (!outcome) return;
    this.move(item.key, ...outcome);
    this.notify();
  }

  /**
   * The file of an upload that is over is not needed again. @override
   * @param {string} key
   * @param {Item["status"]} status
   * @param {Partial<Item>} [more]
   */
  move(key, status, more) {
    super.move(key, status, more);
    if (status === "ready" || status === "duplicate") this.files.delete(key);
  }
}
