/** The shapes of requests and responses, written by `make tidy` from docs/openapi.json. Do not edit. */

export interface WrongPart {
  /** JSON pointer (RFC 6901) into the request. */
  pointer: string;
  detail: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  correlation_id: string;
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
  /** In English. */
  label: string;
  /** Key of its name in a catalogue of translations; see `label`. */
  name_key: string;
  /** A few characters, such as PDF. */
  badge: string;
  icon: string;
  /** With their dots. */
  extensions: string[];
  /** How the original can be shown; text: by the text of its pages. */
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

export interface CreateDocument {
  /** Shown to people after cleaning; never part of a key. */
  file_name: string;
  media_type: string;
  /** Bytes; the upload must have exactly this many. */
  size: number;
  /** Base64 of the SHA-256 of the bytes. */
  checksum_sha256: string;
}

export interface Thumbnail {
  url: string;
  expires_at: string;
  width: number;
  height: number;
}

export interface Document {
  /** ULID: sorts by time of making. */
  id: string;
  state: "awaiting_upload" | "received" | "working" | "ready" | "failed" | "rejected";
  title: string;
  file_name: string;
  /** Declared until the document is received; then what its bytes are. */
  media_type: string;
  size: number;
  checksum_sha256: string;
  pages: number | null;
  width: number | null;
  height: number | null;
  /** ISO 639-1 */
  language: string | null;
  /** Why it failed or was rejected, for people. */
  reason: string | null;
  duplicate_of: string | null;
  document_date: string | null;
  created_at: string;
  updated_at: string;
  trashed_at: string | null;
  has_text: boolean;
  thumbnail: Thumbnail | null;
  /** The ETag, without its quotes. */
  version: number;
}

export interface Upload {
  url: string;
  fields: Record<string, string>;
  expires_at: string;
}

export interface Created {
  document: Document;
  /** Null when nothing is to be uploaded: the library has these bytes. */
  upload: Upload | null;
}

export interface Dropped {
  id: string;
  state: "awaiting_upload" | "received" | "working" | "ready" | "failed" | "rejected";
}

export interface Drop {
  document: Dropped;
  /** Null when the bytes are here. */
  upload: Upload | null;
}

export interface Documents {
  documents: Document[];
  cursor: string | null;
}

export interface EditDocument {
  title?: string;
  /** The date on the document itself. */
  document_date?: string | null;
}

export interface Job {
  id: string;
  kind: "purge" | "reindex";
  state: "queued" | "running" | "done" | "failed";
  done: number;
  total: number;
  document_id: string | null;
  reason: string | null;
  created_at: string;
  updated_at: string;
}

export interface JobStarted {
  job: Job;
}

export interface Original {
  url: string;
  expires_at: string;
  disposition: "attachment" | "inline";
  media_type: string;
  file_name: string;
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

export interface MadeDropKey {
  drop_key: DropKey;
  /** To be sent as x-api-key. Nobody can show it again: write it down now. */
  key: string | null;
}

export interface Snippet {
  page: number;
  text: string;
  /** [start, end) of each found word, in Unicode code points of `text`. */
  marks: [number, number][];
}

export interface Hit {
  document: Document;
  /** Where to open the document. */
  page: number;
  snippets: Snippet[];
}

export interface SearchAnswer {
  hits: Hit[];
  total: number;
  cursor: string | null;
  /** The query as it was understood, when it was mended. */
  corrected: string | null;
  /** Sentences: what of the query was left out, and why. */
  ignored: string[];
}

export interface Term {
  text: string;
  /**
   * Begins and ends at word boundaries; every character of a script written without spaces is at one. Otherwise a run of
   * such a script, which may also be inside a longer run, with white space between its characters.
   */
  whole: boolean;
}

export interface PageText {
  page: number;
  pages: number;
  text: string;
  /** The page has more text than fits into one response. */
  truncated: boolean;
  /**
   * [start, end) of each place that matches `q`, in Unicode code points of `text`, in order, without overlaps; the first
   * 10,000.
   */
  marks: [number, number][];
  /**
   * What is marked on this page, for a text of the same page that is cut differently (a PDF's text layer): words, and
   * the words of phrases separated by one space; the first 1,000. To compare, replace each code point by its NFKD
   * decomposition in lower case, remove U+00AD, U+034F, U+0640, U+200B to U+200D, U+2060 and U+FEFF, remove a hyphen
   * with the line end after it between a letter and a lower-case letter, and replace everything between words by one
   * space.
   */
  terms: Term[];
}
