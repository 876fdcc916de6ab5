/** What the API answers (docs/openapi.json), as the site uses it. */

export interface Thumbnail {
  url: string;
  expires_at: string;
  width: number;
  height: number;
}

export type State = "awaiting_upload" | "received" | "working" | "ready" | "failed" | "rejected";

export interface Doc {
  id: string;
  state: State;
  title: string;
  file_name: string;
  media_type: string;
  size: number;
  checksum_sha256: string;
  pages: number | null;
  width: number | null;
  height: number | null;
  language: string | null;
  reason: string | null;
  duplicate_of: string | null;
  document_date: string | null;
  created_at: string;
  updated_at: string;
  trashed_at: string | null;
  has_text: boolean;
  thumbnail: Thumbnail | null;
  version: number;
}

export interface Page {
  documents: Doc[];
  cursor: string | null;
}

export interface UploadForm {
  url: string;
  fields: Record<string, string>;
  expires_at: string;
}

export interface Snippet {
  page: number;
  text: string;
  marks: [number, number][];
}

/** Text to mark in a text layer: see docs/openapi.json. */
export interface Term {
  text: string;
  whole: boolean;
}

export interface PageText {
  page: number;
  pages: number;
  text: string;
  truncated: boolean;
  marks: [number, number][];
  terms: Term[];
}

export interface Hit {
  document: Doc;
  page: number;
  snippets: Snippet[];
}

export interface SearchPage {
  hits: Hit[];
  total: number;
  cursor: string | null;
  corrected: string | null;
  ignored: string[];
}

export interface Job {
  id: string;
  kind: string;
  state: "queued" | "running" | "done" | "failed";
  done: number;
  total: number;
  document_id: string | null;
  reason: string | null;
}

export interface Accepted {
  media_type: string;
  label: string;
  name_key: string;
  badge: string;
  icon: string;
  extensions: string[];
  viewer: "pdf" | "image" | "text" | "none";
}

export interface Me {
  user: { id: string; email: string | null };
  library: { id: string; name: string; role: string };
  limits: { max_upload_bytes: number; accepted: Accepted[] };
}

export interface DropKey {
  id: string;
  name: string;
  created_at: string;
  last_used_on: string | null;
}

export interface MadeDropKey {
  drop_key: DropKey;
  key: string | null;
}

/** People sign in at the user pool's page. */
export interface PoolConfig {
  auth: "cognito";
  api_url: string;
  auth_url: string;
  client_id: string;
  user_pool_id: string;
  region: string;
}

/** One owner signs in with their key. */
export interface OwnerConfig {
  auth: "api_key";
  api_url: string;
  region: string;
}

export type Config = PoolConfig | OwnerConfig;

export type Auth = import("./src/api/tokens.js").TokenAuth | import("./src/api/owner-key.js").KeyAuth;

export interface Deps {
  api: import("./src/api/operations.js").Api;
  auth: Auth;
  store: import("./src/api/store.js").Store;
  router: import("./src/app/router.js").Router;
  uploads: import("./src/features/uploads/uploader.js").Uploader;
  watcher: import("./src/api/watcher.js").Watcher;
  me: Me;
  toast: (text: string, action?: { label: string; act: () => void }) => void;
  confirm: (question: { title: string; text: string; yes: string; danger?: boolean }) => Promise<boolean>;
}

export type Unmount = () => void;
export type View = (element: HTMLElement, deps: Deps, params: URLSearchParams, id: string) => Unmount;
