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
  /** Whether new documents are collected in the inbox. */
  inbox: boolean;
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
  /** Whether a page can be made that shows the original with its formatting. */
  has_rendition: boolean;
  /** Whether its pages can become pages of new PDFs (`/v1/assemblies`). */
  assembles: boolean;
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
  /** Whether new documents enter the inbox. */
  inbox: boolean;
  /** The ETag without quotes. */
  version: number;
}

export interface EditLibrarySettings {
  /** Empty: all that are available. Pages that were recognised before stay as they are. */
  ocr_languages?: string[];
  /** Whether new documents enter the inbox. */
  inbox?: boolean;
}

export interface Option {
  id: string;
  name: string;
}

export interface Name {
  id: string;
  what: "sender" | "kind" | "tag" | "field";
  name: string;
  /** Of a tag: `#rrggbb`. */
  colour: string | null;
  /** The tag that it is nested in. */
  parent_id: string | null;
  /** Of a field: what its values are. It cannot be changed. */
  type: "text" | "number" | "money" | "date" | "boolean" | "choice" | "link" | "document" | null;
  /** Of a field of type `choice`, in their order. Documents contain the id of an option. */
  options: Option[];
  /**
   * Of a kind: `is:expired` lists its documents when this many years have passed since their date. Nothing is deleted
   * automatically.
   */
  keep_years: number | null;
  /** Ids of names that were merged into it. Documents may still contain them. */
  aliases: string[];
  created_at: string;
  /** The ETag without quotes. */
  version: number;
}

export interface Names {
  names: Name[];
}

export interface CreateOption {
  name: string;
}

export interface CreateName {
  what: "sender" | "kind" | "tag" | "field";
  name: string;
  colour?: string | null;
  /** The tag that it is nested in. */
  parent_id?: string | null;
  /** Of a field: what its values are. It cannot be changed. */
  type?: "text" | "number" | "money" | "date" | "boolean" | "choice" | "link" | "document" | null;
  /** Of a field of type `choice`, in their order. Documents contain the id of an option. */
  options?: CreateOption[];
  /**
   * Of a kind: `is:expired` lists its documents when this many years have passed since their date. Nothing is deleted
   * automatically.
   */
  keep_years?: number | null;
}

export interface EditOption {
  name: string;
  /** Of an option that the field has, to rename or keep it. */
  id?: string;
}

export interface EditName {
  name?: string;
  colour?: string | null;
  /** The tag that it is nested in. */
  parent_id?: string | null;
  /**
   * Of a kind: `is:expired` lists its documents when this many years have passed since their date. Nothing is deleted
   * automatically.
   */
  keep_years?: number | null;
  /** They replace the options of the field. Documents keep the id of one that is missing. */
  options?: EditOption[];
}

export interface MergeName {
  /** The id of the name that replaces it. */
  into: string;
}

export interface CreateTaggedDocument {
  /** Shown to people after cleaning; never part of an object key. */
  file_name: string;
  media_type: string;
  /** In bytes; the upload must have exactly this size. */
  size: number;
  /** SHA-256 of the bytes, in base64. */
  checksum_sha256: string;
  /** Ids of GET /v1/names. A document that has these bytes already does not get them. */
  tags?: string[];
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
  /** Which version of the file is read: a `number` of its files. */
  file_number: number;
  /** How many versions of the file are kept. */
  file_count: number;
  /** The document for which this upload is a new version. It is deleted when received. */
  replaces: string | null;
  pages: number | null;
  width: number | null;
  height: number | null;
  /** ISO 639-1 */
  language: string | null;
  /** Why it failed or was rejected, as a sentence for people, in English. */
  reason: string | null;
  /** The same for programs. Null in documents of releases that did not have it yet. */
  reason_code: "announced_too_large" | "attempts_exhausted" | "bytes_gone" | "changed" | "complex_layout" | "crashed" | "damaged" | "damaged_archive" | "damaged_attachments" | "damaged_image" | "damaged_message" | "damaged_office" | "damaged_page" | "damaged_pdf" | "deleted" | "duplicate" | "duplicate_in_trash" | "empty" | "entities" | "field_of_another_type" | "file_elsewhere" | "given_up" | "incomplete" | "index_rebuilding" | "invisible" | "job_running" | "key_revoked" | "large_assembly" | "large_office" | "large_page" | "large_pdf" | "larger_than_limit" | "locked" | "locked_archive" | "locked_office" | "lost" | "name_length" | "name_merged" | "name_taken" | "never_archived" | "never_came" | "no_date" | "no_help" | "no_link" | "no_model" | "no_rendition" | "no_words" | "not_accepted" | "not_in_trash" | "not_purgeable" | "not_started" | "not_taken" | "not_undone" | "note_length" | "nothing_to_show" | "password_length" | "query_bad_value" | "query_bad_zone" | "query_empty" | "query_no_value" | "query_punctuation" | "query_star" | "query_too_long" | "query_too_many" | "query_too_many_ranges" | "query_unknown_field" | "query_unknown_name" | "rejected_assembly" | "replaced_deleted" | "replaced_in_trash" | "rules_changed" | "same_file" | "sent_too_large" | "sent_wrongly" | "settings_changed" | "stalled" | "text_unreadable" | "title_length" | "too_busy" | "too_heavy" | "too_large" | "too_many_chosen" | "too_many_files" | "too_many_keys" | "too_many_names" | "too_many_notes" | "too_many_pixels" | "too_many_rules" | "too_many_values" | "too_many_views" | "too_much_memory" | "too_much_text" | "too_slow" | "unindexable" | "unknown_encryption" | "unknown_placeholder" | "unreadable" | "unusable_pages" | "upload_deleted" | "value_length" | "wrong_password" | null;
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
  /** How many notes people wrote about it. */
  note_count: number;
  document_date: string | null;
  /** An id of GET /v1/names, or of the `aliases` there; an id that is in neither was deleted and means nothing. */
  sender: string | null;
  /** An id of GET /v1/names, or of the `aliases` there; an id that is in neither was deleted and means nothing. */
  kind: string | null;
  /** Like `sender`. */
  tags: string[];
  due_date: string | null;
  /** Until when it is kept in any case; 9999-12-31 is permanently. Null: as its kind says. */
  keep_until: string | null;
  /** In hundredths of the currency's unit. */
  amount: number | null;
  /** ISO 4217 */
  currency: string | null;
  /**
   * Values by the ids of the fields of GET /v1/names; an id that is not there was deleted and means nothing. A text,
   * number, date, link or boolean is itself, a choice the id of an option, a document its id, and money an object with
   * `amount` in hundredths and `currency`.
   */
  custom_fields: Record<string, unknown>;
  /** No one has filed it yet. The query `is:inbox` finds it. */
  inbox: boolean;
  created_at: string;
  updated_at: string;
  trashed_at: string | null;
  /**
   * The e-mail address of the person who moved it to the trash. Null if it is not in the trash, was moved there with its
   * mail or archive, or the person is no longer a member.
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

export interface CreateDocument {
  /** Shown to people after cleaning; never part of an object key. */
  file_name: string;
  media_type: string;
  /** In bytes; the upload must have exactly this size. */
  size: number;
  /** SHA-256 of the bytes, in base64. */
  checksum_sha256: string;
}

export interface AnnouncedFile {
  /**
   * The id that the version has among the document's files once it is received. Until then, and if it is refused, the id
   * of a document that says why, with `replaces`.
   */
  upload_id: string;
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
  /** In any state, including the trash. Null if it was deleted permanently. */
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
  /**
   * By the id of a field of GET /v1/names. Only the given values are changed; null removes one. A text, number, date,
   * link or boolean is itself, a choice the id of an option, a document its id, and money an object with `amount` in
   * hundredths and `currency`.
   */
  custom_fields?: Record<string, unknown>;
  /** False once someone has filed it. */
  inbox?: boolean;
  /** When it has to be paid or answered. */
  due_date?: string | null;
  /** Until when it is kept before `is:expired` lists it; 9999-12-31 is permanently. Null: as its kind says. */
  keep_until?: string | null;
  /** In hundredths of the currency's unit: 1234 is 12.34. */
  amount?: number | null;
  /** ISO 4217 */
  currency?: string | null;
}

export interface AppliedRule {
  id: string;
  name: string;
}

export interface BulkChanges {
  add_tags?: string[];
  remove_tags?: string[];
  sender?: string | null;
  kind?: string | null;
  document_date?: string | null;
  due_date?: string | null;
  /** Null: as its kind says. */
  keep_until?: string | null;
  /**
   * By the id of a field of GET /v1/names. Only the given values are changed; null removes one. A text, number, date,
   * link or boolean is itself, a choice the id of an option, a document its id, and money an object with `amount` in
   * hundredths and `currency`.
   */
  custom_fields?: Record<string, unknown>;
  /** Filled with what was found in the text, where a document has no value yet. */
  use_found?: ("title" | "document_date" | "due_date" | "amount")[];
  /** False files it, true puts it back into the inbox. */
  inbox?: boolean;
  /** True moves to the trash, false takes out of it. */
  in_trash?: boolean;
  read_again?: boolean;
  /** Deletes what is in the trash or was never archived. Only owners may; there is no undo. */
  delete_permanently?: boolean;
  /** The rule that the job applies: POST /v1/rules/{rule_id}/run. */
  rule?: AppliedRule;
}

export interface Job {
  id: string;
  kind: "make_searchable" | "make_rendition" | "assemble" | "purge" | "reindex" | "bulk" | "export";
  /**
   * A job without progress for six hours counts as `failed`, with the code `stalled`. It is `running` again if it goes
   * on after all.
   */
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
  /** What a bulk job changes, in the form of the request that starts one. Null in other jobs. */
  changes: BulkChanges | null;
  /** An export contains chosen documents, not the whole library. */
  is_selection: boolean;
  created_at: string;
  updated_at: string;
}

export interface JobStarted {
  job: Job;
}

export interface RefuseSuggestion {
  fact: "title" | "document_date" | "sender" | "kind" | "amount" | "iban" | "invoice_number" | "customer_number" | "due_date" | "tag" | "looks_like";
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

export interface Rendition {
  /**
   * A page of sanitised HTML that loads nothing and has no scripts. Show it in a frame with the attribute `sandbox`,
   * without `allow-scripts`. Null until it is made.
   */
  url: string | null;
  expires_at: string | null;
  /**
   * `end`: only the beginning is shown; `pictures`: some pictures of the file are not shown; `remote_pictures`: pictures
   * of other servers are not loaded. Later versions may add others.
   */
  missing: string[];
  /** When a mail was sent, with the time zone of its sender, if it says so. */
  sent_at: string | null;
}

export interface StartExport {
  ids?: string[];
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

export interface PageRange {
  document_id: string;
  /** Counted from 1. */
  first: number;
  /** The last page, included. */
  last: number;
  /** Degrees clockwise, in addition to how the page is turned already. */
  turn?: 0 | 90 | 180 | 270;
}

export interface NewDocument {
  title: string;
  /** In the order that they have in the new document. A page may occur several times. */
  pages: PageRange[];
}

export interface Assemble {
  documents: NewDocument[];
  /**
   * The document of which the only new file becomes a version, instead of a new document: one of those that the pages
   * come from. Its title and everything else that is known about it stay.
   */
  version_of?: string | null;
  /** Whether the documents that the pages come from are moved to the trash after all new ones have been received. */
  trash_sources?: boolean;
}

export interface Assembled {
  job: Job;
  /** The ids that the new documents will have, in the order of the request. */
  document_ids: string[];
}

export interface Actor {
  kind: "person" | "drop_key" | "rule" | "program";
  /**
   * Of a person the e-mail address, of a drop key and a rule its name, of Docloft the function. Null when the person is
   * no longer a member, the key was revoked, or the rule was deleted.
   */
  name: string | null;
  is_me: boolean;
}

export interface Values {
  field: "title" | "document_date" | "sender" | "kind" | "tags" | "due_date" | "amount" | "currency" | "inbox" | "keep_until" | "custom_fields" | "in_trash" | "note" | "file" | "added";
  /** In the form that the document has it. Sender, kind and tags are ids. */
  before: unknown;
  after: unknown;
}

export interface Imported {
  at: string;
  by: Actor;
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
  /** Fields whose values were not recorded: by an early release, or in the archive an entry was imported from. */
  without_values: string[];
  /** The job that made the change. */
  job_id: string | null;
  /** The entry that it reverted. */
  reverts: string | null;
  /**
   * Null for what happened in this library. Otherwise who imported the entry, and when; its `actor` is a name from the
   * other library, and `version` is 0.
   */
  imported: Imported | null;
}

export interface History {
  entries: Entry[];
  cursor: string | null;
}

export interface Left {
  field: "title" | "document_date" | "sender" | "kind" | "tags" | "due_date" | "amount" | "currency" | "inbox" | "keep_until" | "custom_fields" | "in_trash" | "note" | "file" | "added";
  code: "changed_since" | "name_deleted" | "too_many_values" | "value_unknown" | "not_here";
}

export interface Reverted {
  document: Document;
  /** What could not be restored, or not completely, and why. Other fields were. */
  left: Left[];
}

export interface OriginFile {
  checksum_sha256: string;
  /** In the past. */
  added_at: string;
}

export interface OriginValues {
  field: "title" | "document_date" | "sender" | "kind" | "tags" | "due_date" | "amount" | "currency" | "inbox" | "keep_until" | "custom_fields" | "in_trash" | "note" | "file" | "added";
  before: unknown;
  /** Values as in GET …/history, with ids of this library. */
  after: unknown;
}

export interface OriginNote {
  id: string;
  /** In the past. */
  origin_at?: string | null;
  origin_by?: string | null;
}

export interface OriginEntry {
  /** Its id in the other library. An entry that the document already has is not changed. */
  id: string;
  event: string;
  /** In the past. */
  at: string;
  by_kind?: "person" | "drop_key" | "rule" | "program";
  by_name?: string | null;
  changes?: OriginValues[];
  without_values?: ("title" | "document_date" | "sender" | "kind" | "tags" | "due_date" | "amount" | "currency" | "inbox" | "keep_until" | "custom_fields")[];
  reverts?: string | null;
  /** The note that a change of `note` is about. */
  note?: OriginNote | null;
}

export interface WriteOrigin {
  /** In the past. */
  added_at?: string | null;
  files?: OriginFile[];
  entries?: OriginEntry[];
  /** Suggestions that people refused there, as in an export. */
  refused_suggestions?: string[];
}

export interface OriginWritten {
  document: Document;
  /** How many entries were added; the document had the others already. */
  added: number;
}

export interface Note {
  id: string;
  /** Markdown. */
  text: string;
  author: Actor;
  created_at: string;
  edited_at: string | null;
  edited_by: Actor | null;
  /** When it was written, in the program it was imported from. */
  origin_at: string | null;
  /** Who wrote it there. */
  origin_by: string | null;
  /** Whether the caller may edit and delete it: its author, and owners. */
  may_change: boolean;
  /** The ETag without quotes. */
  version: number;
}

export interface Notes {
  /** Oldest first; at most 50. */
  notes: Note[];
}

export interface WriteNote {
  /** Markdown. HTML in it is shown as text. */
  text: string;
  /** When it was written in the program that it is imported from; only for a new note. */
  origin_at?: string | null;
  /** Who wrote it there. */
  origin_by?: string | null;
}

export interface WrittenNote {
  note: Note;
  document: Document;
}

export interface File {
  /** The `upload_id` that announced it; the document's id for its first file. */
  id: string;
  /** Counted from 1 in the order of arrival. */
  number: number;
  file_name: string;
  media_type: string;
  size: number;
  checksum_sha256: string;
  pages: number | null;
  added_at: string;
  added_by: Actor | null;
  /** Whether it is the one that is read. */
  is_current: boolean;
}

export interface Files {
  /** Newest first. */
  files: File[];
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
  code: "too_long" | "too_many" | "too_many_ranges" | "star" | "punctuation" | "no_value" | "bad_value" | "unknown_name" | "unknown_field" | "bad_zone";
  values: Record<string, string>;
}

export interface FacetField {
  /** Of the field, as in GET /v1/names. */
  id: string;
  name: string;
  type: "boolean" | "choice" | "date" | "document" | "link" | "money" | "number" | "text";
}

export interface FacetValue {
  /**
   * The id of a kind, sender, tag, option or document; a year; an ISO 639-1 code; a word for a type; a state; `true` and
   * `false`; a number, or a range of numbers such as `10..49.99`, `..9.99` and `50..`; or a text, without what makes no
   * difference.
   */
  id: string;
  /** Of a kind, sender, tag or option; the title of a document; a text or link; otherwise null. */
  name: string | null;
  /** Hits with this value, if nothing of this facet were selected. */
  count: number;
  /** The filter that selects it, in the query language. To select several, write `(kind:Invoice OR kind:Letter)`. */
  filter: string;
  /** Whether the query selects it. */
  selected: boolean;
}

export interface Facet {
  facet: "kind" | "sender" | "tag" | "type" | "language" | "year" | "is" | "has" | "field";
  /** Of a `field`. */
  field: FacetField | null;
  /**
   * At most 30 and the selected ones, most frequent first; years latest first, numbers in ascending order. Texts and
   * links of at most 60 characters, and documents, that at least two hits have.
   */
  values: FacetValue[];
  /**
   * [start, end) of each part of the query that selects values of this facet, in Unicode code points of `q`. Places of
   * different parts may overlap. A part may also have values that do not exist, such as a deleted name; the search
   * ignores them. To select nothing of the facet, take them out and write ` AND ` between what remains before and after
   * one.
   */
  places: [number, number][];
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
   * To add a filter to the query, write these two texts before and after the query, then a space and the filter: `(water
   * OR bill) kind:Invoice`. Leave both out if a part at the end of the query was taken out (see `places` of a facet):
   * they would open a quotation mark instead of closing it. Leave them out as well if nothing remains. Both are empty
   * when nothing is needed, and without `facets`.
   */
  around: [string, string];
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
  /** The best place of each page, in order. May be empty even if more follow. */
  matches: PageMatch[];
  cursor: string | null;
}

export interface Similar {
  /** The most similar first. Empty for a document without text. */
  documents: Document[];
}

export interface Rows {
  /** Fewer than `limit` at the end, or when some were deleted a moment ago. */
  documents: Document[];
  /** All documents that match. */
  total: number;
  /** As of GET /v1/search. */
  incomplete: "rebuilding" | null;
}

export interface Month {
  /** YYYY-MM */
  month: string;
  count: number;
  /** The filter that finds only these, in the query language. */
  filter: string;
}

export interface Months {
  /** Those with documents, latest first. */
  months: Month[];
  /** All documents that match. Those without a date, `-has:date`, are in no month. */
  total: number;
}

export interface Group {
  /** Of the sender, kind or tag. */
  id: string;
  name: string;
  count: number;
  /** The filter that finds only these, in the query language. */
  filter: string;
}

export interface Groups {
  /** Those with documents, in the order of their names. */
  groups: Group[];
  /** All documents that match. Those without a sender, `-has:from`, or without a kind, `-has:kind`, are in no group. */
  total: number;
}

export interface Sum {
  /** ISO 4217. Null for amounts without a currency. */
  currency: string | null;
  /** Documents with an amount in this currency. */
  documents: number;
  /** In hundredths of the currency's unit. */
  amount: number;
}

export interface Totals {
  documents: number;
  pages: number;
  /** Bytes of the original files. */
  size: number;
  /** One for each currency, the most frequent first. Nothing is converted. */
  amounts: Sum[];
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

export interface Like {
  document_id: string;
  title: string;
}

export interface Suggestion {
  /**
   * title, document_date, sender, kind, amount, iban, invoice_number, customer_number, due_date, tag; more may be added.
   * A fact may have several values.
   */
  fact: string;
  /** A date is YYYY-MM-DD; an amount has two decimals and, if known, an ISO 4217 code. */
  value: string;
  /** From 0 to 1. Unlikely values are left out. */
  confidence: number;
  /** The text around the value, and its label. Empty for a learned value. */
  evidence: string;
  /** The first page is 1. Null, as `start` and `end`, if the value is not in the text. */
  page: number | null;
  /** In Unicode code points of the page's text. */
  start: number | null;
  end: number | null;
  /**
   * The documents that a value was learned from: similar ones that a person gave it. At most three; empty for a value
   * that was found in the text.
   */
  like: Like[];
}

export interface Suggestions {
  /** Near-duplicates, such as another scan of the same letter; at most three. */
  looks_like: NearDuplicate[];
  suggestions: Suggestion[];
}

export interface StartBulk {
  ids?: string[];
  /** A query (docs/queries.md): everything that it matches now, at most 50000 documents. */
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
  code: "not_found" | "not_archived" | "in_trash" | "not_in_trash" | "too_many_tags" | "too_many_values" | "being_read" | "changed_since" | "already_set" | "set_by_person" | "nothing_found" | "name_deleted" | "value_unknown" | "not_undoable" | "busy";
}

export interface BulkReport {
  job: Job;
  /** Documents that were not changed, and why; at most 1000. */
  skipped: Skipped[];
}

export interface RuleActions {
  add_tags?: string[];
  /** An id of GET /v1/names. It is set in documents that have none. */
  sender?: string;
  /** An id of GET /v1/names. It is set in documents that have none. */
  kind?: string;
  /** `found`: the date that was found in the text. `added`: the day it was added. */
  document_date?: "found" | "added";
  /**
   * By the id of a field of GET /v1/names. Each is set in documents that have none. A text, number, date, link or
   * boolean is itself, a choice the id of an option, a document its id, and money an object with `amount` in hundredths
   * and `currency`.
   */
  custom_fields?: Record<string, unknown>;
  /**
   * A template with the placeholders {sender}, {kind}, {date}, {title}. It replaces a title that is still that of the
   * file.
   */
  title?: string;
  /** False files it, true puts it into the inbox. */
  inbox?: boolean;
  in_trash?: boolean;
}

export interface RuleProblem {
  code: string;
  /** A sentence in English. */
  detail: string;
  values: Record<string, string>;
}

export interface Rule {
  id: string;
  name: string;
  query: string;
  zone: string | null;
  actions: RuleActions;
  is_on: boolean;
  /** Set when its query is no longer understood, as after a tag in it was deleted. */
  problem: RuleProblem | null;
  /** Actions with a sender, kind, tag, field or option that was deleted since. They do nothing. */
  deleted_names: ("add_tags" | "sender" | "kind" | "document_date" | "custom_fields" | "title" | "inbox" | "in_trash")[];
  created_at: string;
  /** The ETag without quotes. */
  version: number;
}

export interface Rules {
  /** In the order in which they are applied; at most 50. */
  rules: Rule[];
}

export interface SaveRule {
  /** In the query language (docs/queries.md). Every part of it must be understood. */
  query: string;
  /** The time zone in which its days are meant; UTC without one. */
  zone?: string | null;
  name: string;
  actions: RuleActions;
  /** Apply it to new documents. */
  is_on?: boolean;
}

export interface OrderRules {
  /** The ids of all rules, in the new order. */
  ids: string[];
}

export interface TryRule {
  /** In the query language (docs/queries.md). Every part of it must be understood. */
  query: string;
  /** The time zone in which its days are meant; UTC without one. */
  zone?: string | null;
  actions: RuleActions;
  /** Of the first document to show; `next` of the previous response. */
  offset?: number;
}

export interface RuleEffect {
  action: "add_tags" | "sender" | "kind" | "document_date" | "custom_fields" | "title" | "inbox" | "in_trash";
  /** As in the history. */
  before: unknown;
  after: unknown;
}

export interface LeftAction {
  action: "add_tags" | "sender" | "kind" | "document_date" | "custom_fields" | "title" | "inbox" | "in_trash";
  code: "already_set" | "set_by_person" | "name_deleted" | "nothing_found" | "too_many_tags" | "too_many_values";
}

export interface RuleChange {
  document: Document;
  /** Empty when nothing would change. */
  effects: RuleEffect[];
  /** Actions that do nothing, and why. */
  left: LeftAction[];
}

export interface Trial {
  /** How many documents the query finds. */
  total: number;
  /** Some of them, newest first, with changes. */
  documents: RuleChange[];
  /** The offset of those after them; null if there are none that a rule could change. */
  next: number | null;
}

export interface Run {
  /** How many documents the query finds. */
  total: number;
  job: Job;
}
