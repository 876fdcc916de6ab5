/** The shapes of requests and responses, written by `make tidy` from docs/openapi.json. Do not edit. */

export interface WrongPart {
  /** JSON pointer (RFC 6901) into the request. */
  pointer: string;
  /** A sentence in English. */
  detail: string;
  /** Names the sentence in a catalogue of translations, if it has one. */
  code?: string;
  /** Of the sentence. */
  values?: Record<string, string>;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The path of the request, or a URN with its id when the gateway refused it. */
  instance: string;
  correlation_id: string;
  /** Names `detail` in a catalogue of translations, if it has one. */
  reason_code?: string;
  /** The values in `detail`. */
  reason_values?: Record<string, string>;
  errors?: WrongPart[];
}

export interface Health {
  status: "ok";
}

export interface User {
  id: string;
  email: string | null;
}

export interface Library {
  id: string;
  name: string;
  role: "owner" | "editor" | "viewer";
}

export interface Accepted {
  media_type: string;
  /** Its name in English. */
  label: string;
  /** The key of its name in a catalogue of translations; `label` is the English name. */
  name_key: string;
  /** A few characters, such as PDF. */
  badge: string;
  icon: string;
  /** Including the dots. */
  extensions: string[];
  /** How the original can be shown; `text`: as the text of its pages. */
  viewer: "pdf" | "image" | "text" | "none";
}

export interface Limits {
  max_upload_bytes: number;
  accepted: Accepted[];
}

export interface Me {
  user: User;
  library: Library;
  libraries: Library[];
  limits: Limits;
}

export interface LibrarySettings {
  name: string;
  /** The languages that pages are recognised in, as Tesseract's codes, such as deu. Empty: all that are available. */
  ocr_languages: string[];
  available_ocr_languages: string[];
  /** The ETag without quotes. */
  version: number;
}

export interface EditLibrarySettings {
  /** Empty: all that are available. */
  ocr_languages: string[];
}

export interface Name {
  id: string;
  what: "sender" | "kind" | "tag";
  name: string;
  /** Of a tag: `#rrggbb`. */
  colour: string | null;
  /** The tag that it is nested in. */
  parent_id: string | null;
  /** Ids of names that were merged into it. Documents may still contain them. */
  aliases: string[];
  created_at: string;
  /** The ETag without quotes. */
  version: number;
}

export interface Names {
  names: Name[];
}

export interface CreateName {
  what: "sender" | "kind" | "tag";
  name: string;
  colour?: string | null;
  /** The tag that it is nested in. */
  parent_id?: string | null;
}

export interface EditName {
  name?: string;
  colour?: string | null;
  /** The tag that it is nested in. */
  parent_id?: string | null;
}

export interface MergeName {
  /** The id of the name that replaces it. */
  into: string;
}

export interface CreateDocument {
  /** Shown to people after cleaning; never part of an object key. */
  file_name: string;
  media_type: string;
  /** In bytes; the upload must have exactly this size. */
  size: number;
  /** SHA-256 of the bytes, in base64. */
  checksum_sha256: string;
}

export interface Attention {
  kind: "refused" | "duplicate_in_trash" | "failed" | "locked" | "not_indexed" | "partial";
  since: string;
  /** When a rejected upload and its bytes are deleted. */
  until: string | null;
  /** What can be done about it: only what may help. */
  remedies: ("restore_other" | "password" | "recognise" | "retry" | "keep" | "delete")[];
}

export interface Thumbnail {
  url: string;
  expires_at: string;
  width: number;
  height: number;
}

export interface Document {
  /** A ULID: ids sort by time of creation. */
  id: string;
  state: "awaiting_upload" | "received" | "working" | "ready" | "failed" | "rejected";
  title: string;
  file_name: string;
  /** As declared, until the document is received; then as identified from its bytes. */
  media_type: string;
  size: number;
  checksum_sha256: string;
  pages: number | null;
  width: number | null;
  height: number | null;
  /** ISO 639-1 */
  language: string | null;
  /** Why it failed or was rejected, as a sentence for people, in English. */
  reason: string | null;
  /** The same for programs. Null in documents of releases that did not have it yet. */
  reason_code: "announced_too_large" | "attempts_exhausted" | "bytes_gone" | "changed" | "crashed" | "damaged" | "damaged_archive" | "damaged_attachments" | "damaged_image" | "damaged_message" | "damaged_office" | "damaged_page" | "damaged_pdf" | "deleted" | "duplicate" | "duplicate_in_trash" | "empty" | "entities" | "given_up" | "incomplete" | "index_rebuilding" | "invisible" | "job_running" | "key_revoked" | "large_office" | "large_page" | "large_pdf" | "larger_than_limit" | "locked" | "locked_archive" | "locked_office" | "lost" | "name_length" | "name_merged" | "name_taken" | "never_archived" | "never_came" | "no_date" | "no_help" | "no_model" | "no_words" | "not_accepted" | "not_in_trash" | "not_purgeable" | "not_started" | "not_taken" | "password_length" | "sent_too_large" | "sent_wrongly" | "settings_changed" | "text_unreadable" | "title_length" | "too_busy" | "too_heavy" | "too_large" | "too_many_keys" | "too_many_names" | "too_many_pixels" | "too_many_views" | "too_much_memory" | "too_much_text" | "too_slow" | "unindexable" | "unknown_encryption" | "unreadable" | "upload_deleted" | "wrong_password" | null;
  /** The values in the sentence, by name. */
  reason_values: Record<string, string>;
  /** Why search does not find it by its text. */
  index_problem: "text_unreadable" | "unindexable" | null;
  /** What a person should do about this document; null if there is nothing to do. */
  attention: Attention | null;
  duplicate_of: string | null;
  /** The mail or archive that it is a part of. */
  parent_id: string | null;
  /** Null also for a parent that was deleted permanently. */
  parent_title: string | null;
  /** How many documents are its parts: attachments, files of an archive. */
  children: number;
  document_date: string | null;
  /** An id of GET /v1/names, or of the `aliases` there; an id that is in neither was deleted and means nothing. */
  sender: string | null;
  /** An id of GET /v1/names, or of the `aliases` there; an id that is in neither was deleted and means nothing. */
  kind: string | null;
  /** Like `sender`. */
  tags: string[];
  due_date: string | null;
  /** In hundredths of the currency's unit. */
  amount: number | null;
  /** ISO 4217 */
  currency: string | null;
  created_at: string;
  updated_at: string;
  trashed_at: string | null;
  /**
   * The e-mail address of who put it in the trash. Null when it is not there, went there with its mail or archive, or
   * the person is no longer a member.
   */
  trashed_by: string | null;
  has_text: boolean;
  /** How many pages are pictures whose text is recognised; null when none are. */
  ocr_pages_total: number | null;
  /**
   * How many of them are finished. Their words are found while the others are recognised. If `partial` has ocr_parked,
   * further pages wait until someone continues.
   */
  ocr_pages_done: number | null;
  /**
   * What is missing from the text: text_cut, pages_lost, pages_damaged, no_ocr, ocr_parked, ocr_locked, parts_left_out,
   * unreadable_format, not_inspected; more codes may be added. Empty when the text is complete.
   */
  partial: string[];
  /**
   * What can be done about it now, as in `attention`; also about a document that its owner keeps as it is, and that
   * therefore needs no attention.
   */
  remedies: string[];
  thumbnail: Thumbnail | null;
  /** The ETag without quotes. */
  version: number;
}

export interface Upload {
  url: string;
  fields: Record<string, string>;
  expires_at: string;
}

export interface Created {
  document: Document;
  /** Null if there is nothing to upload. */
  upload: Upload | null;
}

export interface Dropped {
  id: string;
  state: "awaiting_upload" | "received" | "working" | "ready" | "failed" | "rejected";
}

export interface Drop {
  document: Dropped;
  /** Null if there is nothing to upload. */
  upload: Upload | null;
}

export interface Documents {
  documents: Document[];
  cursor: string | null;
}

export interface Child {
  /** Its name there, with its folders: `2024/March/invoice.pdf`. */
  name: string;
  /** In any state, also in the trash. Null when it was deleted permanently. */
  document: Document | null;
}

export interface Children {
  children: Child[];
}

export interface EditDocument {
  title?: string;
  /** The date on the document itself. */
  document_date?: string | null;
  /** An id of GET /v1/names. */
  sender?: string | null;
  /** An id of GET /v1/names. */
  kind?: string | null;
  /** Ids of GET /v1/names. They replace the tags that the document has. */
  tags?: string[];
  /** When it has to be paid or answered. */
  due_date?: string | null;
  /** In hundredths of the currency's unit: 1234 is 12.34. */
  amount?: number | null;
  /** ISO 4217 */
  currency?: string | null;
}

export interface BulkChanges {
  add_tags?: string[];
  remove_tags?: string[];
  sender?: string | null;
  kind?: string | null;
  document_date?: string | null;
  due_date?: string | null;
  /** True moves to the trash, false takes out of it. */
  in_trash?: boolean;
  read_again?: boolean;
}

export interface Job {
  id: string;
  kind: "make_searchable" | "purge" | "reindex" | "bulk" | "export";
  state: "queued" | "running" | "done" | "failed";
  done: number;
  total: number;
  document_id: string | null;
  /** Why it failed, in English. Null if it has not. */
  reason: string | null;
  /** The same for programs. Null in jobs of releases that did not have it yet. */
  reason_code: string | null;
  /** The values in the sentence, by name. */
  reason_values: Record<string, string>;
  /** Documents that a bulk job did not change: GET /v1/bulk/{job_id}. */
  skipped: number;
  /** The bulk job that this one reverts. */
  undoes: string | null;
  /** What a bulk job changes, as POST /v1/bulk takes it. Null in other jobs. */
  changes: BulkChanges | null;
  created_at: string;
  updated_at: string;
}

export interface JobStarted {
  job: Job;
}

export interface RefuseSuggestion {
  fact: "title" | "document_date" | "sender" | "kind" | "amount" | "iban" | "invoice_number" | "customer_number" | "due_date" | "looks_like";
  /** The suggested value, unchanged. */
  value: string;
}

export interface Password {
  /** Used once and not stored. */
  password: string;
}

export interface Original {
  url: string;
  expires_at: string;
  disposition: "attachment" | "inline";
  media_type: string;
  file_name: string;
}

export interface SearchablePdf {
  url: string;
  expires_at: string;
  file_name: string;
}

export interface ExportFile {
  name: string;
  /** In bytes. */
  size: number;
  url: string;
  url_expires_at: string;
}

export interface Export {
  job: Job;
  files: ExportFile[];
  /** When the files are deleted. */
  expires_at: string;
}

export interface Actor {
  kind: "person" | "drop_key" | "program";
  /**
   * Of a person the e-mail address, of a drop key its name, of Docloft the function. Null when the person is no longer a
   * member, or the key was revoked.
   */
  name: string | null;
  is_me: boolean;
}

export interface Values {
  field: "title" | "document_date" | "sender" | "kind" | "tags" | "due_date" | "amount" | "currency" | "in_trash";
  /** In the form that the document has it. Sender, kind and tags are ids. */
  before: unknown;
  after: unknown;
}

export interface Entry {
  id: string;
  /** Such as `edited`, `trashed` or `received`. */
  event: string;
  at: string;
  actor: Actor;
  /** The version of the document after it. */
  version: number;
  changes: Values[];
  /** Fields that an early release changed without recording their values. */
  without_values: string[];
  /** The job that made the change. */
  job_id: string | null;
  /** The entry that it reverted. */
  reverts: string | null;
}

export interface History {
  entries: Entry[];
  cursor: string | null;
}

export interface Left {
  field: "title" | "document_date" | "sender" | "kind" | "tags" | "due_date" | "amount" | "currency" | "in_trash";
  code: "changed_since" | "name_deleted" | "value_unknown";
}

export interface Reverted {
  document: Document;
  /** What could not be restored, or not completely, and why. Other fields were. */
  left: Left[];
}

export interface AttentionList {
  documents: Document[];
  cursor: string | null;
}

export interface Unseen {
  /** Documents that began to need attention since the caller last called POST /v1/attention/seen; at most 100. */
  count: number;
}

export interface View {
  id: string;
  name: string;
  query: string;
  exact: boolean;
  order: string;
  layout: "list" | "grid";
  created_at: string;
  /** The ETag without quotes. */
  version: number;
}

export interface Views {
  /** Sorted by name; at most 50. */
  views: View[];
}

export interface SaveView {
  name: string;
  /** In the query language (docs/queries.md). Any text is valid. */
  query: string;
  /** As `exact` of a search. */
  exact?: boolean;
  /** As `order` of a search. */
  order?: string;
  layout?: "list" | "grid";
}

export interface Seen {
  seen_at: string;
}

export interface Jobs {
  jobs: Job[];
  cursor: string | null;
}

export interface DropKey {
  id: string;
  name: string;
  created_at: string;
  last_used_on: string | null;
}

export interface DropKeys {
  drop_keys: DropKey[];
}

export interface NameDropKey {
  name: string;
}

export interface CreatedDropKey {
  drop_key: DropKey;
  /** Send it as x-api-key. It cannot be shown again, so save it now. */
  key: string | null;
}

export interface Snippet {
  page: number;
  text: string;
  /** [start, end) of each match, in Unicode code points of `text`. */
  marks: [number, number][];
}

export interface MorePages {
  /** In order, the first 100. `matches` of the document shows them. */
  pages: number[];
  /** False when `pages` is an estimate: on some of them the words of a phrase may be apart, or there are further pages. */
  exact: boolean;
}

export interface Part {
  /** What it adds, weights included. */
  score: number;
  /**
   * Of the index: `words`, `stems`, `title`, `title_stems` and so on. Null for phrases, and for what has the same score
   * in every document, such as the beginning of a word.
   */
  field: string | null;
  term: string | null;
  /** How many documents have the term in this field. */
  documents: number | null;
  /** How often this document has it. */
  times: number | null;
}

export interface Explanation {
  /** The sum of all parts, times `recency`. */
  score: number;
  /** Higher for a document that was added later. */
  recency: number;
  /** The largest first, at most 30. */
  parts: Part[];
}

export interface Hit {
  document: Document;
  /** [start, end) of each match in the document's `title`, in Unicode code points. */
  title_marks: [number, number][];
  /** The page to open, from 1. */
  page: number;
  /** The best one; empty if there is none. */
  snippets: Snippet[];
  /** The other pages that match as well as `page`. */
  more_pages: MorePages;
  /** Null unless `explain` is true. */
  explanation: Explanation | null;
}

export interface Notice {
  code: "too_long" | "too_many" | "star" | "punctuation" | "no_value" | "bad_value" | "unknown_name" | "unknown_field" | "bad_zone";
  values: Record<string, string>;
}

export interface FacetValue {
  /** The id of a kind, sender or tag; a year; an ISO 639-1 code; a word for a type; or a state. */
  id: string;
  /** Of a kind, a sender or a tag; otherwise null. */
  name: string | null;
  /** Hits with this value, if nothing of this facet were selected. */
  count: number;
  /** The filter that selects it, in the query language. To select several, write `(kind:Invoice OR kind:Letter)`. */
  filter: string;
  /** Whether the query selects it. */
  selected: boolean;
}

export interface Facet {
  facet: "kind" | "sender" | "tag" | "type" | "language" | "year" | "is" | "has";
  /** At most 30 and the selected ones, most frequent first; years latest first. */
  values: FacetValue[];
}

export interface SearchResults {
  hits: Hit[];
  /** As on the first page. */
  total: number;
  cursor: string | null;
  /**
   * The query that was used instead, if typing errors were corrected: of a query without hits, or with few hits while a
   * similar word has ten times as many. `exact` finds what was typed.
   */
  corrected: string | null;
  /** English sentences for `notices`. */
  ignored: string[];
  /** What of the query was not used, or not as it was typed: codes with their values. */
  notices: Notice[];
  /** In the order in which they were requested. */
  facets: Facet[];
  /**
   * Why results may be missing: `rebuilding` while the search index, which was damaged, is being rebuilt. Null when
   * nothing is missing.
   */
  incomplete: "rebuilding" | null;
}

export interface PageMatch {
  page: number;
  text: string;
  /** [start, end) of each match, in Unicode code points of `text`. */
  marks: [number, number][];
  /** Later pages that would show the same. */
  same_on: number[];
}

export interface Matches {
  /** The best place of each page, in order. May be empty although more follow. */
  matches: PageMatch[];
  cursor: string | null;
}

export interface Similar {
  /** The most similar first. Empty for a document without text. */
  documents: Document[];
}

export interface Completion {
  kind: "word" | "title" | "sender" | "kind" | "tag";
  /** To be shown. A word is in lower case and has no accents. */
  text: string;
  /** What to write into the query instead of `q`. */
  query: string;
  /** Of a title. */
  document_id: string | null;
}

export interface Completions {
  /** Names, titles, then words; at most 5 of each kind. */
  completions: Completion[];
}

export interface Count {
  /** Of the saved search. */
  id: string;
  total: number;
  /** Hits added since the caller last called POST /v1/views/{view_id}/seen, or since the search was saved. */
  new: number;
}

export interface Counts {
  counts: Count[];
}

export interface Term {
  text: string;
  /**
   * True if the term begins and ends at word boundaries; every character of a script written without spaces is at one.
   * False for a run of such a script, which may be part of a longer run and have white space between its characters.
   */
  whole: boolean;
}

export interface PageText {
  page: number;
  pages: number;
  text: string;
  /** The page has more text than one response can hold. */
  truncated: boolean;
  /** The page is a picture whose words and their places are known. */
  recognised: boolean;
  /**
   * [start, end) of each place that matches `q`, in Unicode code points of `text`, in order, without overlaps; the first
   * 10,000.
   */
  marks: [number, number][];
  /**
   * What is marked on this page, for use with another text of the same page, such as a PDF's text layer: words, and
   * phrases with one space between their words; the first 1,000. To compare, replace each code point by its NFKD
   * decomposition in lower case, remove U+00AD, U+034F, U+0640, U+200B to U+200D, U+2060 and U+FEFF, remove a hyphen
   * with the line end after it between a letter and a lower-case letter, and replace everything between words by one
   * space.
   */
  terms: Term[];
}

export interface PageWords {
  page: number;
  /** Degrees by which the text is turned clockwise on the page: 0, 90, 180 or 270. */
  angle: number;
  /** [x, y, width, height] of each word, in ten-thousandths of the page as it is displayed. */
  boxes: [number, number, number, number][];
  /** As many as there are boxes, in reading order. */
  words: string[];
}

export interface NearDuplicate {
  /** Another document. To dismiss it, refuse the fact `looks_like` with this value. */
  document_id: string;
  title: string;
  /** Of equal words, in percent. */
  share: number;
}

export interface Suggestion {
  /**
   * title, document_date, sender, kind, amount, iban, invoice_number, customer_number, due_date; more may be added. A
   * fact may have several values.
   */
  fact: string;
  /** A date is YYYY-MM-DD; an amount has two decimals and, if known, an ISO 4217 code. */
  value: string;
  /** From 0 to 1. Unlikely values are left out. */
  confidence: number;
  /** The text around the value, and its label. */
  evidence: string;
  /** The first page is 1. Null, as `start` and `end`, for a property of the file. */
  page: number | null;
  /** In Unicode code points of the page's text. */
  start: number | null;
  end: number | null;
}

export interface Suggestions {
  /** Near-duplicates, such as another scan of the same letter; at most three. */
  looks_like: NearDuplicate[];
  suggestions: Suggestion[];
}

export interface StartBulk {
  ids?: string[];
  /** A query (docs/queries.md): everything that it matches now, at most 5000 documents. */
  query?: string;
  /** The time zone in which its days are meant. */
  zone?: string | null;
  changes: BulkChanges;
  /** Only count the documents; change nothing. */
  dry_run?: boolean;
}

export interface Bulk {
  /** How many documents were chosen. */
  total: number;
  /** Null in a dry run. */
  job: Job | null;
}

export interface Skipped {
  document_id: string;
  code: "not_found" | "not_archived" | "in_trash" | "too_many_tags" | "being_read" | "changed_since" | "name_deleted" | "value_unknown" | "not_undoable" | "busy";
}

export interface BulkReport {
  job: Job;
  /** Documents that were not changed, and why; at most 1000. */
  skipped: Skipped[];
}
