/**
 * What can be read without a connection: the cards of the newest and of recently opened documents, and the text of the
 * opened ones. With a connection, it is not used (client.js). It belongs to a person and a library; signing out removes
 * it, and another person's sign-in replaces it (docs/decisions/0045-offline.md).
 */

import * as device from "./device.js";
import { isList, listOf, needsNames } from "./offline-lists.js";

/** @typedef {import("../../types.js").Doc} Doc @typedef {import("../../types.js").PageText} PageText */
/** @typedef {Record<string, string>} Query */
/** @typedef {{ owner: string, key: string, document: Doc, opened: number }} Card `opened`: when, or 0 */
/** @typedef {{ owner: string, key: string, at: number, size: number, pages: Record<string, PageText> }} Text */

export const MOST_CARDS = 200;
/** The most cards that are kept because their documents were opened. */
export const MOST_OPENED = 50;
export const MOST_CHARACTERS = 20_000_000;
const MOST_PAGES = 10;
/** A copy that has not been renewed for this long is no longer shown. */
const LONGEST_MS = 30 * 24 * 60 * 60 * 1000;
/**
 * In localStorage, without any content: whose copy is on this device, and when it was renewed. Without it, there is
 * none.
 */
const MARK = "docloft-copy";
/** Responses that are kept as they are. */
const WHOLE = ["/v1/me", "/v1/names", "/v1/views"];
const DOCUMENT = /^\/v1\/documents\/([0-9A-Z]{26})$/;
const CHILDREN = /^\/v1\/documents\/[0-9A-Z]{26}\/children$/;
const PAGE = /^\/v1\/documents\/([0-9A-Z]{26})\/pages\/(\d+)\/text$/;

/** The cards to keep: those opened last, and the newest ones. @param {readonly Card[]} cards @returns {Card[]} */
export function remaining(cards) {
  const present = cards.filter(({ document }) => !document.trashed_at);
  const opened = present
    .filter(({ opened: at }) => at > 0)
    .sort((one, other) => other.opened - one.opened)
    .slice(0, MOST_OPENED);
  const newest = present
    .filter((card) => !opened.includes(card))
    .sort((one, other) => other.document.created_at.localeCompare(one.document.created_at));
  return [...opened, ...newest].slice(0, MOST_CARDS);
}

/** The texts to keep: those read last. @param {readonly Text[]} texts @returns {Text[]} */
export function remainingTexts(texts) {
  let characters = 0;
  return [...texts]
    .sort((one, other) => other.at - one.at)
    .filter(({ size }) => (characters += size) <= MOST_CHARACTERS);
}

export class OfflineCopy {
  /**
   * @param {Pick<typeof device, "all" | "find" | "put" | "remove" | "forget">} [storage]
   * @param {Storage} [marks]
   */
  constructor(storage = device, marks = localStorage) {
    this.storage = storage;
    this.marks = marks;
    /** Called with each document that was opened, once its card is kept. @type {(document: Doc) => void} */
    this.onOpened = () => {};
    /** The owner of the responses that this page receives; empty until known. Responses that arrive earlier wait. */
    this.claimed = "";
    /** @type {[string, any][]} */
    this.early = [];
    /** Changes are made one after the other. @type {Promise<unknown>} */
    this.changes = Promise.resolve();
  }

  /** The owner of the copy on this device; empty if there is none. */
  get owner() {
    const [at = "0", ...owner] = (this.marks.getItem(MARK) ?? "").split(" ");
    return Date.now() - Number(at) < LONGEST_MS ? owner.join(" ") : "";
  }

  /** Removes the copy. From now on nothing of it is shown, even if the device is slow. */
  async forget() {
    this.claimed = "";
    this.marks.removeItem(MARK);
    await this.storage.forget(device.OWNED);
  }

  /**
   * The copy's response to a request; undefined if it has none.
   * @param {string} path @param {Query} query
   * @returns {Promise<unknown>}
   */
  async find(path, query) {
    const { owner } = this;
    if (!owner || (this.claimed && owner !== this.claimed)) return undefined;
    try {
      if (CHILDREN.test(path)) return { children: [] };
      if (!isList(path)) return await this.findStored(owner, path);
      const documents = (await this.cards()).map(({ document }) => document);
      return listOf(path, documents, query, needsNames(path, query) ? await this.names(owner) : []);
    } catch {
      return undefined;
    }
  }

  /** Those of the library. @param {string} owner @returns {Promise<import("../../types.js").Name[]>} */
  async names(owner) {
    return (await this.storage.find("responses", [owner, "/v1/names"]))?.value.names ?? [];
  }

  /**
   * A response that is in the copy as it was; undefined if it is not.
   * @param {string} owner
   * @param {string} path
   */
  async findStored(owner, path) {
    if (WHOLE.includes(path)) return (await this.storage.find("responses", [owner, path]))?.value;
    const [, id] = DOCUMENT.exec(path) ?? [];
    if (id) return (await this.storage.find("documents", [owner, id]))?.document;
    const [, read, page = ""] = PAGE.exec(path) ?? [];
    return read ? (await this.storage.find("texts", [owner, read]))?.pages[page] : undefined;
  }

  /**
   * Keeps the parts of a response that belong in the copy.
   * @param {string} path
   * @param {any} value
   * @returns {Promise<unknown>}
   */
  keep(path, value) {
    this.changes = this.changes
      .then(() => this.change(path, value))
      .catch(() => {
        // A device without storage, or without room, has no copy, or an older one.
      });
    return this.changes;
  }

  /** @param {string} path @param {any} value */
  async change(path, value) {
    if (path === "/v1/me") await this.claim(`${value.user.id} ${value.library.id}`);
    if (!this.claimed) return void this.early.push([path, value]);
    for (const [earlier, response] of this.early.splice(0)) await this.change(earlier, response);
    const { owner } = this;
    // Someone else may have signed in in another tab since the request was sent.
    if (owner !== this.claimed) return;
    if (WHOLE.includes(path)) return this.storage.put("responses", [{ owner, key: path, value }]);
    if (DOCUMENT.test(path)) {
      await this.replaceCard(await this.storage.find("documents", [owner, value.id]), {
        owner,
        key: value.id,
        document: value,
        opened: Date.now(),
      });
      return this.onOpened(value);
    }
    const [, id, page = ""] = PAGE.exec(path) ?? [];
    if (id && Number(page) <= MOST_PAGES) await this.keepText(id, page, value);
  }

  /**
   * A document that has changed, whatever changed it: its card is replaced if there is one, and removed if it is in the
   * trash now.
   * @param {Doc} document
   */
  renew(document) {
    this.changes = this.changes
      .then(async () => {
        const { owner } = this;
        if (!owner || owner !== this.claimed) return;
        /** @type {Card | undefined} */
        const known = await this.storage.find("documents", [owner, document.id]);
        if (known && known.document.version < document.version) await this.replaceCard(known, { ...known, document });
      })
      .catch(() => {});
    return this.changes;
  }

  /** Without the text of an earlier file. @param {Card | undefined} known @param {Card} card */
  async replaceCard(known, card) {
    if (known && known.document.file_number !== card.document.file_number)
      await this.storage.remove("texts", [[card.owner, card.key]]);
    await this.put([card]);
  }

  /** The copy of another person is removed first. @param {string} owner */
  async claim(owner) {
    if (this.owner !== owner) await this.forget();
    this.marks.setItem(MARK, `${Date.now()} ${owner}`);
    this.claimed = owner;
  }

  /** @param {string} id @param {string} page @param {PageText} text */
  async keepText(id, page, text) {
    const known = await this.storage.find("texts", [this.owner, id]);
    // Without the marks of a search.
    const pages = { ...known?.pages, [page]: { ...text, marks: [] } };
    const size = Object.values(pages).reduce((sum, one) => sum + one.text.length, 0);
    await this.storage.put("texts", [{ owner: this.owner, key: id, at: Date.now(), size, pages }]);
    const texts = await this.storage.all("texts");
    const kept = remainingTexts(texts);
    await this.storage.remove(
      "texts",
      texts.filter((one) => !kept.includes(one)).map(({ owner, key }) => [owner, key]),
    );
  }

  /**
   * Keeps the newest documents of the library. Cards of other documents are removed, unless they were opened.
   * @param {readonly Doc[]} documents
   */
  keepNewest(documents) {
    this.changes = this.changes
      .then(async () => {
        const { owner } = this;
        if (!owner || owner !== this.claimed) return;
        const known = await this.cards();
        const gone = known.filter(({ key, opened }) => !opened && !documents.some(({ id }) => id === key));
        await this.storage.remove(
          "documents",
          gone.map(({ key }) => [owner, key]),
        );
        await this.put(
          documents.map((document) => ({
            owner,
            key: document.id,
            document,
            opened: known.find(({ key }) => key === document.id)?.opened ?? 0,
          })),
        );
      })
      .catch(() => {});
    return this.changes;
  }

  /** @returns {Promise<Card[]>} */
  async cards() {
    return (await this.storage.all("documents")).filter(({ owner }) => owner === this.owner);
  }

  /** @param {Card[]} cards */
  async put(cards) {
    await this.storage.put("documents", cards);
    const all = await this.storage.all("documents");
    const kept = remaining(all.filter(({ owner }) => owner === this.owner));
    await this.storage.remove(
      "documents",
      all.filter((one) => !kept.includes(one)).map(({ owner, key }) => [owner, key]),
    );
  }
}
