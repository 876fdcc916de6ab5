/** Carries uploads out: a few at a time, each checked, created, sent, and watched until it can be found. */

import { wait } from "../../api/client.js";
import { bytes } from "../../ui/format.js";
import { isAbort, Problem, sentence } from "../../api/problems.js";
import { t } from "../../ui/strings.js";
import { isAtRisk, isOver, moved, newItem, startable } from "./state.js";

/** More would run into the throttling of our own API. */
const AT_ONCE = 4;

/** @param {File} file @returns {Promise<string>} base64, as S3 wants it */
export async function sha256(file) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return btoa(String.fromCharCode(...digest));
}

export class Uploader {
  /**
   * @param {import("../../api/client.js").Api} api
   * @param {import("../../api/store.js").Store} store
   * @param {import("../../api/watcher.js").Watcher} watcher
   * @param {number} maxBytes
   */
  constructor(api, store, watcher, maxBytes) {
    this.api = api;
    this.store = store;
    this.watcher = watcher;
    this.maxBytes = maxBytes;
    /** @type {import("./state.js").Item[]} */
    this.items = [];
    /** @type {Map<string, { file: File, abort: AbortController }>} */
    this.running = new Map();
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    /** @type {Set<string>} those the connection left behind: they go on when it is back */
    this.stalled = new Set();
    // One at a time: hashing reads the whole file into memory.
    /** @type {Promise<void>} */
    this.hashing = Promise.resolve();
    store.listen((document) => this.heard(document));
    window.addEventListener("online", () => {
      for (const key of [...this.stalled]) this.retry(key);
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.items.some(isAtRisk)) event.preventDefault();
    });
  }

  /** @param {() => void} listener */
  listen(listener) {
    this.listeners.add(listener);
  }

  /** @param {File[]} files */
  add(files) {
    for (const file of files) {
      const item = newItem(crypto.randomUUID(), file);
      this.items.push(item);
      this.running.set(item.key, { file, abort: new AbortController() });
      if (file.size === 0) this.move(item.key, "failed", { message: t("upload.empty") });
      else if (file.size > this.maxBytes) {
        this.move(item.key, "failed", { message: t("upload.tooLarge", { limit: bytes(this.maxBytes) }) });
      }
    }
    this.next();
  }

  /** @param {string} key */
  cancel(key) {
    const item = this.find(key);
    if (!item || isOver(item) || item.status === "processing") return;
    this.running.get(key)?.abort.abort();
    this.move(key, "cancelled", { retryable: true });
    // What was announced and never came is taken back; the sweeper would do it in some hours.
    if (item.documentId) void this.api.purgeDocument(item.documentId).catch(() => {});
    this.next();
  }

  cancelAll() {
    for (const { key } of this.items.filter(isAtRisk)) this.cancel(key);
  }

  /** @param {string} key */
  retry(key) {
    const kept = this.running.get(key);
    this.stalled.delete(key);
    if (!kept) return;
    kept.abort = new AbortController();
    this.move(key, "waiting");
    this.next();
  }

  retryAll() {
    for (const { key, retryable } of [...this.items]) if (retryable) this.retry(key);
  }

  /** Forgets what is over. */
  clear() {
    for (const { key } of this.items.filter(isOver)) this.running.delete(key);
    this.items = this.items.filter((item) => !isOver(item));
    this.tell();
  }

  next() {
    for (const { key } of startable(this.items, AT_ONCE)) void this.carryOut(key);
    this.tell();
  }

  /** @param {string} key */
  async carryOut(key) {
    const kept = this.running.get(key);
    if (!kept) return;
    const { file, abort } = kept;
    this.move(key, "hashing");
    try {
      const checksum = await this.inTurn(file);
      abort.signal.throwIfAborted();
      const { document, upload } = await this.api.createDocument(
        { file_name: file.name, media_type: file.type || "application/octet-stream", size: file.size, checksum_sha256: checksum },
        `${key}-${Date.now()}`,
        abort.signal,
      );
      if (upload === null) {
        this.store.put(document);
        this.move(key, "duplicate", { documentId: document.id, trashed: document.trashed_at !== null });
        return;
      }
      this.move(key, "sending", { documentId: document.id });
      abort.signal.throwIfAborted();
      await this.sent(key, upload, file, abort.signal);
      this.move(key, "processing", { share: 1 });
      this.watcher.watch(document.id);
    } catch (error) {
      if (!isAbort(error)) this.failed(key, error);
    } finally {
      this.next();
    }
  }

  /**
   * Tried again on a connection that broke; a refusal is final.
   * @param {string} key
   * @param {import("../../../types.js").UploadForm} form
   * @param {File} file
   * @param {AbortSignal} signal
   */
  async sent(key, form, file, signal) {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.api.upload(form, file, (share) => this.progress(key, share), signal);
      } catch (error) {
        if (!(error instanceof Problem) || !error.passes || attempt >= 3) throw error;
        await wait(1000 * 2 ** attempt, signal);
      }
    }
  }

  /** @param {File} file */
  async inTurn(file) {
    const before = this.hashing;
    /** @type {() => void} */
    let release = () => {};
    this.hashing = new Promise((/** @type {(value: void) => void} */ resolve) => (release = resolve));
    await before;
    try {
      return await sha256(file);
    } catch {
      throw new Problem(-1, "unreadable", t("upload.unreadable"));
    } finally {
      release();
    }
  }

  /** @param {string} key @param {unknown} error */
  failed(key, error) {
    if (error instanceof Problem && error.status === 0) this.stalled.add(key);
    this.move(key, "failed", { message: sentence(error), retryable: true });
  }

  /** News of a document: of one of ours? @param {import("../../../types.js").Doc} document */
  heard(document) {
    const item = this.items.find(({ documentId, status }) => documentId === document.id && status === "processing");
    if (!item) return;
    if (document.state === "ready") this.move(item.key, "ready");
    else if (document.duplicate_of) this.move(item.key, "duplicate", { documentId: document.duplicate_of });
    else if (document.state === "failed" || document.state === "rejected") {
      this.move(item.key, "failed", { message: document.reason ?? "" });
    } else return;
    this.tell();
  }

  /** @param {string} key @param {number} share */
  progress(key, share) {
    this.items = this.items.map((item) => (item.key === key ? { ...item, share } : item));
    this.tell();
  }

  /** @param {string} key */
  find(key) {
    return this.items.find((item) => item.key === key);
  }

  /** @param {string} key @param {import("./state.js").Status} status @param {Partial<import("./state.js").Item>} [more] */
  move(key, status, more) {
    this.items = this.items.map((item) => (item.key === key ? moved(item, status, more) : item));
    if (status === "ready" || status === "duplicate") this.running.delete(key);
  }

  /** At most once a frame: a thousand files must not freeze the page. */
  tell() {
    if (this.telling) return;
    this.telling = true;
    requestAnimationFrame(() => {
      this.telling = false;
      for (const listener of this.listeners) listener();
    });
  }
}
