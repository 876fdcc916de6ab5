/** Types of the whole site. Those of requests and responses are in api.d.ts, written from docs/openapi.json. */

import type { Me } from "./api.js";

export type * from "./api.js";
/** Under names that the DOM and the site do not have. */
export type { Document as Doc, View as SavedView } from "./api.js";

/** People sign in at the user pool's page. */
export interface PoolConfig {
  auth: "cognito";
  api_url: string;
  auth_url: string;
  /** The user pools API. */
  user_pools_url: string;
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

/**
 * `progress`: the message stays until it is changed to one without. `dismiss`: called when the message is closed without the action; it is
 * not closed by time.
 */
export interface ToastOptions {
  action?: { label: string; act: () => void; dismiss?: () => void };
  link?: { label: string; address: string };
  progress?: { done: number; total: number };
}

export interface Deps {
  api: import("./src/api/operations.js").Api;
  auth: Auth;
  store: import("./src/api/store.js").Store;
  router: import("./src/app/router.js").Router;
  uploads: import("./src/features/uploads/uploader.js").Uploader;
  watcher: import("./src/api/watcher.js").Watcher;
  overview: import("./src/api/overview.js").Overview;
  views: import("./src/api/saved-views.js").SavedViews;
  me: Me;
  toast: (text: string, action?: ToastOptions["action"]) => void;
  /** A message that something else may make untrue. Returns a function that removes it then. */
  toastUntil: (text: string, action?: ToastOptions["action"]) => () => void;
  /** A message that stays while something is in progress. Returns a function that changes it; one that was closed comes back with the result. */
  toastProgress: (text: string, progress: ToastOptions["progress"]) => (text: string, options?: ToastOptions) => void;
  confirm: (question: { title: string; text: string; yes: string; danger?: boolean }) => Promise<boolean>;
}

export type Unmount = () => void;
export type View = (element: HTMLElement, deps: Deps, params: URLSearchParams, id: string) => Unmount;
