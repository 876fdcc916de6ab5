/** The states of the screens and how they change. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as documentScreen from "../src/features/document/state.js";
import * as dropKeys from "../src/features/drop-keys/state.js";
import * as filing from "../src/features/filing/state.js";
import * as library from "../src/features/library/state.js";
import * as nameScreen from "../src/features/names/state.js";
import * as search from "../src/features/search/state.js";
import { neighbours } from "../src/ui/hit-list.js";
import { searchAddress } from "../src/ui/search-address.js";
import * as suggestions from "../src/features/suggestions/state.js";
import * as trash from "../src/features/trash/state.js";
import { amountOf, numberOf } from "../src/ui/amounts.js";
import { neighbour, placed } from "../src/ui/document-list.js";
import { setFormats } from "../src/ui/formats.js";
import { named as nameTyped } from "../src/ui/names.js";

/** The attributes that a screen's state depends on. @returns {any} */
const doc = (/** @type {string} */ id, more = {}) => ({
  id,
  version: 1,
  state: "ready",
  trashed_at: null,
  thumbnail: null,
  media_type: "text/plain",
  ...more,
});
const ids = (/** @type {{ id: string }[]} */ documents = []) => documents.map(({ id }) => id).join("");
const LIST = [doc("e"), doc("c"), doc("a")];
const IN = { belongs: true, isComplete: true };

test("a document is inserted by its age, newest first", () => {
  assert.equal(ids(placed(LIST, doc("f"), IN)), "feca");
  assert.equal(ids(placed(LIST, doc("d"), IN)), "edca");
  assert.equal(ids(placed(LIST, doc("0"), IN)), "eca0");
  assert.equal(ids(placed([], doc("x"), IN)), "x");
});

test("a document older than everything loaded comes with its page", () => {
  assert.equal(placed(LIST, doc("0"), { belongs: true, isComplete: false }), LIST);
  assert.equal(ids(placed(LIST, doc("b"), { belongs: true, isComplete: false })), "ecba");
});

test("a new version replaces the old one, the same version changes nothing", () => {
  assert.deepEqual(placed(LIST, doc("c", { version: 2, title: "New" }), IN)[1], doc("c", { version: 2, title: "New" }));
  assert.equal(placed(LIST, doc("c", { thumbnail: { url: "fresh" } }), IN), LIST);
});

test("a document that does not belong is removed, or never added", () => {
  assert.equal(ids(placed(LIST, doc("c"), { belongs: false, isComplete: true })), "ea");
  assert.equal(placed(LIST, doc("d"), { belongs: false, isComplete: true }), LIST);
});

test("the focus goes to the next item, at the end of the list to the one before", () => {
  assert.deepEqual(
    [neighbour(LIST, "c")?.id, neighbour(LIST, "a")?.id, neighbour([doc("a")], "a")],
    ["a", "c", undefined],
  );
});

test("each filter of the library lists its states, and no filter lists trashed or rejected documents", () => {
  const states = ["awaiting_upload", "received", "working", "ready", "failed", "rejected"];
  const listed = (/** @type {library.Filter} */ filter) =>
    states.filter((state) => library.belongs(filter, doc("a", { state })));
  assert.deepEqual(listed("all"), ["received", "working", "ready", "failed"]);
  assert.deepEqual(listed("working"), ["received", "working"]);
  assert.equal(library.belongs("all", doc("a", { trashed_at: "2024-01-01" })), false);
});

test("an unknown filter of the address is the default", () => {
  const { filter, cursors } = library.initialState("nonsense");
  assert.deepEqual([filter, cursors], ["all", [""]]);
  assert.deepEqual(library.initialState("working").cursors, ["", ""]);
});

test("the library is empty only when the end of its list is loaded", () => {
  const state = library.initialState(null);
  assert.equal(library.isEmpty(state), false);
  assert.equal(library.isEmpty({ ...state, ...library.withPage(state, [], ["next"]) }), false);
  assert.equal(library.isEmpty({ ...state, ...library.withPage(state, [], [null]) }), true);
});

test("pages are in the order of the list, whatever the ids, and a document that is on two of them is listed once", () => {
  const state = library.initialState(null);
  const first = { ...state, ...library.withPage(state, [doc("c"), doc("e")], ["60"]) };
  assert.equal(
    ids(library.withPage(first, [doc("e"), doc("d"), doc("g", { trashed_at: "2024-01-01" })], [null]).documents),
    "ced",
  );
});

test("in the grid, a new document is the first one, and another one that is not loaded comes with its page", () => {
  const state = library.initialState(null);
  const first = { ...state, ...library.withPage(state, [doc("c"), doc("e")], ["60"]) };
  assert.equal(ids(library.withChanged(first, [doc("d"), doc("f"), doc("a", { state: "working" })]).documents), "face");
  const whole = { ...first, cursors: [null] };
  assert.equal(ids(library.withChanged(whole, [doc("d")]).documents), "ced");
  assert.deepEqual(
    library.withChanged(first, [doc("c", { version: 2, title: "New" })]).documents[0],
    doc("c", { version: 2, title: "New" }),
  );
  assert.equal(library.withChanged(first, [doc("c", { thumbnail: { url: "fresh" } })]).documents, first.documents);
});

test("in the grid, a document that is restored returns to its place, and no row is left out while it is gone", () => {
  const state = library.initialState(null);
  const first = { ...state, ...library.withPage(state, [doc("c"), doc("e"), doc("a")], ["60"]) };
  const trashed = library.withChanged(first, [doc("e", { version: 2, trashed_at: "2024-01-01" })]);
  assert.deepEqual([ids(trashed.documents), trashed.cursors], ["ca", ["59"]]);
  assert.equal(ids(library.withChanged({ ...first, ...trashed }, [doc("e", { version: 3 })]).documents), "cea");
});

test("a document that becomes ready leaves the list of those in progress", () => {
  const state = library.initialState("working");
  const one = { ...state, ...library.withPage(state, [doc("a", { state: "working" })], [null, null]) };
  assert.deepEqual(library.withChanged(one, [doc("a", { version: 2 })]).documents, []);
});

test("the trash lists trashed documents, even those only the client knows yet, but none that is being deleted", () => {
  const inTrash = (/** @type {string} */ id) => doc(id, { trashed_at: "2024-01-01" });
  const page = { documents: [inTrash("e"), inTrash("c"), inTrash("a")], cursor: null };
  const state = trash.withPage(trash.INITIAL, page, [inTrash("d"), doc("b")], new Set(["c"]));
  assert.equal(ids(state.documents), "eda");
  assert.equal(
    ids(trash.withChanged({ ...trash.INITIAL, ...state }, [doc("d", { version: 2 })], new Set()).documents),
    "ea",
  );
  assert.equal(ids(trash.without({ ...trash.INITIAL, ...state }, "e").documents), "da");
});

test("the trash is empty only when the end of its list is loaded", () => {
  const state = (/** @type {string | null} */ cursor) => ({
    ...trash.INITIAL,
    ...trash.withPage(trash.INITIAL, { documents: [], cursor }, [], new Set()),
  });
  assert.deepEqual(
    [trash.isEmpty(trash.INITIAL), trash.isEmpty(state("next")), trash.isEmpty(state(null))],
    [false, false, true],
  );
});

/** @returns {any} */
const found = (/** @type {string[]} */ hits, more = {}) => ({
  hits: hits.map((id) => ({ document: doc(id) })),
  total: 9,
  cursor: "next",
  corrected: null,
  facets: [],
  around: ["", ""],
  ignored: [],
  notices: [],
  incomplete: null,
  ...more,
});
const wanted = (/** @type {string} */ query) => ({
  query,
  isExact: false,
  order: "",
  layout: /** @type {const} */ ("list"),
});
const after = (/** @type {search.State} */ state, /** @type {Partial<search.State>} */ changes) => ({
  ...state,
  ...changes,
});

test("results of the previous query stay until new ones arrive", () => {
  let state = after(search.INITIAL, search.withQuery(wanted("a")));
  state = after(state, search.withResults(state, found(["1"]), true));
  state = after(state, search.withQuery(wanted("ab")));
  assert.deepEqual([state.isLoading, search.hitsOf(state).map(({ query }) => query)], [true, ["a"]]);
  state = after(state, search.withResults(state, found(["2"]), true));
  assert.deepEqual(
    search.hitsOf(state).map(({ hit, query }) => [hit.document.id, query]),
    [["2", "ab"]],
  );
});

test("hits show the newest version of their documents, and none that was moved or deleted since it was found", () => {
  const state = after(search.INITIAL, search.withResults(search.INITIAL, found(["1", "2", "3", "4"]), true));
  /** @type {Record<string, any>} */
  const known = {
    1: doc("1", { version: 2, title: "New" }),
    2: doc("2", { version: 2, trashed_at: "2024-01-01" }),
    3: doc("3", { version: 0, title: "Old" }),
  };
  const hits = search.hitsOf(state, (id) => known[id], new Set(["4"]));
  assert.deepEqual(
    hits.map(({ hit }) => [hit.document.id, hit.document.title]),
    [
      ["1", "New"],
      ["3", undefined],
    ],
  );
  assert.equal(search.totalOf(state, hits.length), 7);
});

test("a document that is searched for in the trash disappears when it is restored", () => {
  const page = found([], { hits: [{ document: doc("1", { trashed_at: "2024-01-01" }) }] });
  const state = after(search.INITIAL, search.withResults(search.INITIAL, page, true));
  assert.equal(search.hitsOf(state).length, 1);
  assert.deepEqual(
    search.hitsOf(state, () => doc("1", { version: 2 })),
    [],
  );
});

test("the hits before and after a document are known, and none beyond the ends", () => {
  const hits = ["1", "2", "3"].map((id) => ({
    hit: /** @type {any} */ ({ document: doc(id), page: 4 }),
    query: "a b",
    isExact: false,
  }));
  assert.deepEqual(neighbours(hits, 14, "2"), {
    number: 2,
    total: 14,
    previous: "/documents/1?page=4&q=a+b",
    next: "/documents/3?page=4&q=a+b",
  });
  assert.deepEqual(
    [neighbours(hits, 14, "1")?.previous, neighbours(hits, 14, "3")?.next, neighbours(hits, 14, "9")],
    [null, null, null],
  );
});

test("the address is the search, and an order that the site does not have is the default", () => {
  const searched = /** @type {const} */ ({ query: "a & b", isExact: true, order: "-date", layout: "grid" });
  const read = (/** @type {string | URL} */ address) => search.wantedOf(new URL(address, "http://site").searchParams);
  assert.deepEqual(read(searchAddress(searched)), searched);
  assert.deepEqual(read("/search?q=+a+&order=nonsense"), { query: "a", isExact: false, order: "", layout: "list" });
});

test("a snippet begins shortly before its first mark, at a word", () => {
  const { text, marks } = search.fromMark({ text: "😀 word after word before the badger runs", marks: [[29, 35]] });
  assert.deepEqual(
    [
      text,
      Array.from(text)
        .slice(...marks[0])
        .join(""),
    ],
    ["…before the badger runs", "badger"],
  );
  const near = { text: "a badger", marks: /** @type {[number, number][]} */ ([[2, 8]]) };
  assert.deepEqual([search.fromMark(near), search.fromMark({ text: "none", marks: [] }).text], [near, "none"]);
});

test("an empty query without an order clears everything; with one it lists every document", () => {
  const state = after(search.INITIAL, search.withResults(after(search.INITIAL, { query: "a" }), found(["1"]), true));
  assert.deepEqual(after(state, search.withQuery(wanted(""))), search.INITIAL);
  assert.equal(after(state, search.withQuery({ ...wanted(""), order: "-date" })).isLoading, true);
});

test("a further page is added, and a document that moved is shown once", () => {
  let state = after(search.INITIAL, search.withResults(search.INITIAL, found(["1", "2"]), true));
  assert.equal(search.cursorOf(state), "next");
  assert.equal(search.cursorOf({ ...state, ...search.withQuery(wanted("other")) }), null);
  state = after(state, search.withResults(state, found(["2", "3"], { cursor: null }), false));
  assert.deepEqual(
    [search.hitsOf(state).map(({ hit }) => hit.document.id), search.cursorOf(state)],
    [["1", "2", "3"], null],
  );
});

test("hits of a corrected query are opened with the words they contain", () => {
  const state = after(
    { ...search.INITIAL, query: "bager" },
    search.withResults({ ...search.INITIAL, query: "bager" }, found(["1"], { corrected: "badger" }), true),
  );
  assert.equal(search.hitsOf(state)[0].query, "badger");
});

test("a failure keeps earlier pages of the same query only", () => {
  const state = after(search.INITIAL, search.withResults(search.INITIAL, found(["1"]), true));
  assert.equal(search.withFailure(state, "no", false).pages?.length, 1);
  assert.deepEqual(search.withFailure(state, "no", true), {
    facets: [],
    pages: [],
    isLoading: false,
    failed: { error: "no", isFirst: true },
  });
});

test("revoking a drop key moves the focus to the next one, and the last one leaves the list empty", () => {
  const keys = ["a", "b"].map((id) => ({ id, name: id, created_at: "", last_used_on: null }));
  const state = { ...dropKeys.INITIAL, keys, isLoaded: true };
  assert.deepEqual([dropKeys.after(state, "a")?.id, dropKeys.after(state, "b")], ["b", undefined]);
  const one = { ...state, ...dropKeys.without(state, "a") };
  assert.deepEqual(
    [
      dropKeys.isEmpty(one),
      dropKeys.isEmpty({ ...one, ...dropKeys.without(one, "b") }),
      dropKeys.isEmpty(dropKeys.INITIAL),
    ],
    [false, true, false],
  );
});

test("the address of a document names its page, its tab and the query", () => {
  const state = documentScreen.initialState(new URLSearchParams("page=3&q=badger&tab=text"));
  assert.deepEqual([state.viewing.page, state.query, state.tab], [3, "badger", "text"]);
  const address = /** @type {Location} */ ({ pathname: "/documents/A", search: "?q=badger" });
  assert.equal(
    documentScreen.addressOf({ ...state, viewing: { ...state.viewing, page: 4 } }, address),
    "/documents/A?q=badger&page=4&tab=text",
  );
});

test("a page number that is not positive means the first page", () => {
  for (const page of ["0", "-1", "x", ""])
    assert.equal(documentScreen.initialState(new URLSearchParams({ page })).viewing.page, 1);
});

test("a text without a thumbnail has no preview, whatever tab the address names", () => {
  /** @type {any[]} */
  const formats = [
    { media_type: "application/pdf", viewer: "pdf" },
    { media_type: "text/plain", viewer: "text" },
  ];
  setFormats(formats);
  const state = documentScreen.initialState(new URLSearchParams());
  assert.equal(documentScreen.withDocument(state, doc("a")).tab, "text");
  assert.equal(documentScreen.withDocument(state, doc("a", { media_type: "application/pdf" })).tab, "preview");
  assert.deepEqual(documentScreen.tabsOf(doc("a", { thumbnail: {} })), ["text", "preview"]);
  assert.deepEqual(documentScreen.tabsOf(doc("a", { media_type: "image/tiff", thumbnail: {} })), ["preview", "text"]);
});

test("what a person finds in a document is marked instead of the search that led to it", () => {
  const state = documentScreen.initialState(new URLSearchParams("q=badger&exact=true"));
  assert.deepEqual(documentScreen.markedOf(state), { query: "badger", isExact: true });
  const finding = { text: "otter", query: "otter", pages: [], isLoading: false, error: null };
  assert.deepEqual(documentScreen.markedOf({ ...state, finding }), { query: "otter", isExact: false });
  assert.deepEqual(documentScreen.markedOf({ ...state, finding: { ...finding, query: "" } }), {
    query: "badger",
    isExact: true,
  });
});

test("matches are visited in the order of their pages, and after the last one follows the first", () => {
  const match = (/** @type {number} */ page, same = /** @type {number[]} */ ([])) => ({
    page,
    text: "",
    marks: [],
    same_on: same,
  });
  const pages = documentScreen.pagesOf([match(7), match(2, [3, 9])]);
  assert.deepEqual(pages, [2, 3, 7, 9]);
  assert.deepEqual(
    [4, 7, 9].map((page) => documentScreen.pageAfter(pages, page, 1)),
    [7, 9, 2],
  );
  assert.deepEqual(
    [4, 7, 2].map((page) => documentScreen.pageAfter(pages, page, -1)),
    [3, 3, 9],
  );
  assert.equal(documentScreen.pageAfter([], 1, 1), undefined);
});

test("a suggestion is accepted into its attribute, a fact that a document does not have is only shown", () => {
  const facts = ["title", "document_date", "sender", "kind", "amount", "due_date"];
  assert.deepEqual(facts.map(suggestions.attributeOf), facts);
  assert.equal(suggestions.attributeOf("tag"), "tags");
  assert.equal(suggestions.attributeOf("iban"), undefined);
});

test("a suggested amount is accepted in hundredths, with its currency if it is known", () => {
  assert.deepEqual(suggestions.amountOf("1234.56 EUR"), { amount: 123456, currency: "EUR" });
  assert.deepEqual(suggestions.amountOf("0.29"), { amount: 29, currency: null });
});

test("an amount is read as people type it", () => {
  const read = (/** @type {string} */ text, /** @type {string | null} */ currency = null) => {
    const { amount, currency: unit } = amountOf(text, currency) ?? {};
    return `${amount} ${unit}`;
  };
  const typed = ["1.234,50 €", "1,234.5 EUR", "usd 12", "12", "1.234", "-0,05", "1 234,00", "1’234.00 CHF"];
  assert.deepEqual(
    typed.map((text) => read(text)),
    ["123450 EUR", "123450 EUR", "1200 USD", "1200 null", "123400 null", "-5 null", "123400 null", "123400 CHF"],
  );
  assert.equal(read("12", "EUR"), "1200 EUR");
  assert.deepEqual(amountOf(" ", "EUR"), { amount: null, currency: null });
  for (const text of ["twelve", "12 euros", "EUR 12 USD", "€", "1,2,"]) assert.equal(amountOf(text, null), null, text);
});

test("a number is read as people type it in their language", () => {
  const read = (/** @type {string} */ language, /** @type {string[]} */ ...typed) =>
    typed.map((text) => numberOf(text, language));
  assert.deepEqual(
    read("de", "1.234,5", "1.234", "1.5", "1,5", "-0,25", "1234", "1.234.567,"),
    [1234.5, 1234, 1.5, 1.5, -0.25, 1234, 1234567],
  );
  assert.deepEqual(
    read("en", "1,234.5", "1,234", "1.5", "1,5", "−0.25", "1234", ".5"),
    [1234.5, 1234, 1.5, 1.5, -0.25, 1234, 0.5],
  );
  assert.deepEqual(read("en", "", "-", "1.2.3", "1,23,4", "12x", "1e5"), [null, null, null, null, null, null]);
});

test("a tag is added once", () => {
  assert.deepEqual(filing.withTag(["a"], "b"), ["a", "b"]);
  assert.deepEqual(filing.withTag(["a"], "a"), ["a"]);
});

test("a refused suggestion disappears, other values of its fact stay", () => {
  const two = /** @type {any[]} */ ([
    { fact: "iban", value: "DE1" },
    { fact: "iban", value: "DE2" },
  ]);
  assert.deepEqual(suggestions.without({ suggestions: two, looks_like: [] }, two[0]), {
    suggestions: [two[1]],
    looks_like: [],
  });
});

test("a dismissed near-duplicate disappears, another one stays", () => {
  const two = ["a", "b"].map((id) => ({ document_id: id, title: "Letter", share: 97 }));
  const refused = suggestions.refusalOf(two[0]);
  assert.deepEqual(refused, { fact: "looks_like", value: "a" });
  assert.deepEqual(suggestions.without({ suggestions: [], looks_like: two }, refused), {
    suggestions: [],
    looks_like: [two[1]],
  });
});

test("suggestions are requested again when the text or an accepted fact changed", () => {
  const isOutdated = (/** @type {object} */ change) => suggestions.isOutdated(doc("a"), doc("a", change));
  assert.deepEqual(
    [{ state: "working" }, { title: "B" }, { document_date: "2026-01-01" }, { sender: "x" }, { version: 2 }].map(
      isOutdated,
    ),
    [true, true, true, true, false],
  );
});

test("a search opens the text of a document whose words have no places on its picture", () => {
  const search = documentScreen.initialState(new URLSearchParams("q=rent"));
  const tabOf = (/** @type {documentScreen.State} */ state, /** @type {object} */ more) =>
    documentScreen.withDocument(state, doc("a", { media_type: "image/tiff", thumbnail: { url: "x" }, ...more })).tab;
  assert.deepEqual([tabOf(search, {}), tabOf(search, { ocr_pages_done: 1 })], ["text", "preview"]);
  assert.equal(tabOf(documentScreen.initialState(new URLSearchParams()), {}), "preview");
  assert.equal(tabOf(search, { media_type: "text/plain", ocr_pages_done: 1 }), "text");
});

test("a name is found by a part of it, and chosen by all of it", () => {
  const named = (/** @type {string} */ id, /** @type {string} */ what, /** @type {string} */ name) =>
    /** @type {any} */ ({ id, what, name });
  const names = [named("a", "tag", "House"), named("b", "tag", "Housing"), named("c", "sender", "House")];
  const found = (/** @type {string} */ filter) => nameScreen.filtered({ names, filter }, "tag").map(({ id }) => id);
  assert.deepEqual([found(""), found(" HOUS"), found("x")], [["a", "b"], ["a", "b"], []]);
  assert.equal(nameTyped(names, "sender", " house ")?.id, "c");
  assert.equal(nameTyped(names, "tag", "hous"), undefined);
  assert.equal(nameScreen.after({ names, filter: "" }, names[0])?.id, "b");
  assert.equal(nameScreen.after({ names, filter: "" }, names[1]), undefined);
});
