/** The lists that the API would return, made from the cards on this device. Pure functions. */

/**
 * @typedef {import("../../types.js").Doc} Doc
 * @typedef {import("../../types.js").Name} Name
 * @typedef {Record<string, string>} Query
 */

/** The filter of a month or a name, in lists that are made here. */
const PART = "offline:";

/**
 * The queries that find documents without a name or a date.
 * @type {Record<string, "sender" | "kind" | "document_date">}
 */
const WITHOUT = { "-has:from": "sender", "-has:kind": "kind", "-has:date": "document_date" };

const dateOf = (/** @type {Doc} */ { document_date }) => document_date;

/** @type {Record<string, (document: Doc) => string | number | null>} */
const ORDERS = {
  date: dateOf,
  added: ({ created_at }) => created_at,
  title: ({ title }) => title.toLocaleLowerCase(),
  due: ({ due_date }) => due_date,
  amount: ({ amount }) => amount,
  pages: ({ pages }) => pages,
  size: ({ size }) => size,
};

const FIELD = "field:";

/**
 * Documents without the value last, the newest of equal ones first.
 * @param {readonly Doc[]} documents
 * @param {string} order of the API: a field, after "-" if descending
 * @param {readonly Name[]} [names] of the library
 * @returns {Doc[]}
 */
function sorted(documents, order, names = []) {
  const isDescending = order.startsWith("-");
  const name = order.replace("-", "");
  if (isByField(order)) return sortedByField(documents, name.slice(FIELD.length), isDescending, names);
  const valueOf = ORDERS[name] ?? dateOf;
  const valued = newestOf(documents).map((document) => ({ document, value: valueOf(document) ?? null }));
  const [having, lacking] = [
    valued.filter(({ value }) => value !== null),
    valued.filter(({ value }) => value === null),
  ];
  having.sort((one, other) => compared(one.value, other.value) * (isDescending ? -1 : 1));
  return [...having, ...lacking].map(({ document }) => document);
}

/** @param {readonly Doc[]} documents */
function newestOf(documents) {
  return [...documents].sort((one, other) => compared(other.created_at, one.created_at));
}

/** @param {any} one @param {any} other */
function compared(one, other) {
  return Number(one > other) - Number(one < other);
}

/**
 * By a field of the library: amounts after their currencies, options as they are listed and deleted ones after them,
 * documents without a value last, the newest of equal ones first.
 * @param {readonly Doc[]} documents
 * @param {string} id
 * @param {boolean} isDescending
 * @param {readonly Name[]} names
 * @returns {Doc[]}
 */
function sortedByField(documents, id, isDescending, names) {
  const field = names.find((one) => one.id === id);
  const places =
    field?.type === "choice" ? new Map(field.options.map((option, place) => [option.id, place])) : undefined;
  const placed = (/** @type {any} */ value) => (places?.has(value) ? ["", places.get(value)] : ["deleted", value]);
  const keyOf = (/** @type {any} */ value) => {
    if (places) return placed(value);
    if (typeof value === "object") return [value.currency, value.amount];
    return ["", typeof value === "string" ? value.toLocaleLowerCase() : value];
  };
  const newest = newestOf(documents);
  const valued = newest
    .filter(({ custom_fields: values }) => values[id] !== undefined)
    .map((document) => ({ document, key: keyOf(document.custom_fields[id]) }));
  valued.sort(
    (one, other) => compared(one.key[0], other.key[0]) || compared(one.key[1], other.key[1]) * (isDescending ? -1 : 1),
  );
  return [
    ...valued.map(({ document }) => document),
    ...newest.filter(({ custom_fields: values }) => values[id] === undefined),
  ];
}

/** The parameters that an offline list supports. The cards include neither the trash nor documents requested by id. */
const LISTED = ["limit", "state", "cursor"];

/**
 * A page that contains everything; undefined for a list that the cards cannot provide.
 * @param {readonly Doc[]} documents
 * @param {Query} query
 */
export function listed(documents, query) {
  if (Object.keys(query).some((name) => !LISTED.includes(name))) return undefined;
  const { state, cursor } = query;
  const found = cursor ? [] : documents.filter((one) => !state || one.state === state);
  return { documents: sorted(found, "-added"), cursor: null };
}

/**
 * The months of the library, not of a search. Documents without a date are in none.
 * @param {readonly Doc[]} documents
 * @param {Query} query
 */
export function monthsOf(documents, { q = "", by = "date" }) {
  if (q) return undefined;
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const document of documents) {
    const month = monthOf(document, by);
    if (month) counts.set(month, (counts.get(month) ?? 0) + 1);
  }
  const months = [...counts]
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([month, count]) => ({ month, count, filter: `${PART}${by}:${month}` }));
  return { months, total: documents.length, incomplete: null };
}

/** @param {Doc} document @param {string} by */
function monthOf(document, by) {
  if (by !== "added") return dateOf(document)?.slice(0, 7);
  const added = new Date(document.created_at);
  return `${String(added.getFullYear()).padStart(4, "0")}-${String(added.getMonth() + 1).padStart(2, "0")}`;
}

/**
 * The senders or kinds of the library, not of a search.
 * @param {readonly Doc[]} documents
 * @param {Query} query
 * @param {readonly Name[]} names of the library
 */
export function groupsOf(documents, { q = "", by = "sender" }, names) {
  if (q) return undefined;
  const groups = names.map(({ id, name, aliases }) => {
    const filter = `${PART}${by}:${[id, ...aliases].join(" ")}`;
    return { id, name, filter, count: matching(documents, filter)?.length ?? 0 };
  });
  return { groups: groups.filter(({ count }) => count), total: documents.length };
}

/**
 * The rows of a month of `monthsOf` or a group of `groupsOf`, of the library or of the inbox; not those of a search.
 * @param {readonly Doc[]} documents
 * @param {Query} query
 * @param {readonly Name[]} [names] of the library
 */
export function rowsOf(documents, { q = "", order = "-date", offset = "0", limit = "50" }, names = []) {
  const found = matching(documents, q);
  if (!found) return undefined;
  const from = Number(offset);
  return {
    documents: sorted(found, order, names).slice(from, from + Number(limit)),
    total: found.length,
    incomplete: null,
  };
}

/** @param {readonly Doc[]} documents @param {string} q */
function matching(documents, q) {
  if (q === "") return documents;
  if (q === "is:inbox") return documents.filter(({ inbox }) => inbox);
  const lacking = WITHOUT[q];
  if (lacking) return documents.filter((one) => !one[lacking]);
  if (!q.startsWith(PART)) return undefined;
  const [by = "", wanted = ""] = q.slice(PART.length).split(":");
  if (by === "sender" || by === "kind") return documents.filter((one) => wanted.split(" ").includes(one[by] ?? "-"));
  return documents.filter((one) => monthOf(one, by) === wanted);
}

const LISTS = ["/v1/documents", "/v1/search/months", "/v1/search/groups", "/v1/search/rows"];

/** @param {string} path */
export function isList(path) {
  return LISTS.includes(path);
}

/**
 * Whether a list is made of the names of the library, too.
 * @param {string} path
 * @param {Query} query
 */
export function needsNames(path, { order = "" }) {
  return path === "/v1/search/groups" || (path === "/v1/search/rows" && isByField(order));
}

/** @param {string} order of the API */
function isByField(order) {
  return order.replace("-", "").startsWith(FIELD);
}

/**
 * The response to a request for a list; undefined for one that the cards cannot provide.
 * @param {string} path
 * @param {readonly Doc[]} documents
 * @param {Query} query
 * @param {readonly Name[]} names of the library, for a list that needs them (`needsNames`)
 */
export function listOf(path, documents, query, names) {
  if (path === "/v1/documents") return listed(documents, query);
  if (path === "/v1/search/months") return monthsOf(documents, query);
  return path === "/v1/search/groups" ? groupsOf(documents, query, names) : rowsOf(documents, query, names);
}
