/** The only file that talks to servers: the API, the sign-in's token endpoint, presigned uploads, /config.json. */

import { offline, Problem, problemFrom, isAbort } from "./problems.js";
import { t } from "../ui/strings.js";

/** @typedef {import("../../types.js").Doc} Doc */

const ATTEMPTS = 4;
const FIRST_WAIT = 400;
const LONGEST_WAIT = 20_000;

/**
 * @param {string} url
 * @param {RequestInit} [options]
 */
async function answered(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw offline();
  }
}

/** @returns {Promise<import("../../types.js").Config>} */
export async function loadConfig() {
  const answer = await answered("/config.json", { cache: "no-cache" });
  if (!answer.ok) throw new Problem(answer.status, "config", t("config.missing"));
  return answer.json();
}

/**
 * The authorization server's token endpoint (RFC 6749, 4.1.3 and 6). Raises a Problem.
 * @param {string} authUrl
 * @param {Record<string, string>} form
 * @returns {Promise<{ id_token: string, refresh_token?: string, expires_in: number }>}
 */
export async function exchangeToken(authUrl, form) {
  const answer = await answered(`${authUrl}/oauth2/token`, { method: "POST", body: new URLSearchParams(form) });
  if (!answer.ok) throw problemFrom(answer.status, await answer.text(), answer.headers);
  return answer.json();
}

/**
 * Comes back early when the connection does. Rejects when it is called off.
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function wait(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const over = () => {
      clearTimeout(timer);
      globalThis.removeEventListener?.("online", over);
      signal?.removeEventListener("abort", over);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(over, milliseconds);
    globalThis.addEventListener?.("online", over);
    signal?.addEventListener("abort", over);
    if (signal?.aborted) over();
  });
}

/** How long to wait before the next attempt: what the server asks for, else doubling, never all at the same moment. */
function pause(/** @type {number} */ attempt, /** @type {number} */ retryAfter) {
  const own = Math.min(FIRST_WAIT * 2 ** attempt, LONGEST_WAIT);
  return Math.max(own, retryAfter * 1000) * (0.75 + Math.random() / 2);
}

export class Api {
  /**
   * @param {string} url without a slash at its end
   * @param {{ headers: () => Promise<Record<string, string>>, renew: () => Promise<unknown> }} auth `headers` say who is
   *   asking; `renew` is called once when they were refused, and raises when that is final
   */
  constructor(url, auth) {
    this.url = url;
    this.auth = auth;
    /** Requests the server has put off (429, 503) and that wait for their turn. */
    this.putOff = 0;
    /** @type {(putOff: number) => void} called when that number changes */
    this.onPutOff = () => {};
  }

  /** @param {number} change */
  putOffBy(change) {
    this.putOff += change;
    this.onPutOff(this.putOff);
  }

  /** @param {Problem} problem @param {number} attempt @param {AbortSignal} [signal] */
  async waitFor(problem, attempt, signal) {
    const told = problem.status === 0 ? 0 : 1;
    this.putOffBy(told);
    try {
      await wait(pause(attempt, problem.retryAfter), signal);
    } finally {
      this.putOffBy(-told);
    }
  }

  /**
   * One request, saying who asks; again after a wait when nothing was decided, and once when the sign-in was renewed.
   * Every request here may be repeated: creates carry an Idempotency-Key.
   * @param {string} method
   * @param {string} path
   * @param {{ query?: Record<string, string>, body?: unknown, headers?: Record<string, string>, signal?: AbortSignal,
   *           attempts?: number }} [options]
   * @returns {Promise<any>}
   */
  async request(method, path, { query, body, headers = {}, signal, attempts = ATTEMPTS } = {}) {
    const url = `${this.url}${path}${query ? `?${new URLSearchParams(query)}` : ""}`;
    // One id for this click and all its attempts: whatever follows from it says it in the logs, to the index's commit.
    const traced = { "Correlation-Id": crypto.randomUUID(), ...headers };
    let renewed = false;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.once(method, url, body, traced, signal);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        if (error.status === 401 && !renewed) {
          renewed = true;
          await this.auth.renew();
        } else if (error.passes && attempt + 1 < attempts) {
          await this.waitFor(error, attempt, signal);
        } else {
          throw error;
        }
      }
    }
  }

  /**
   * @param {string} method
   * @param {string} url
   * @param {unknown} body
   * @param {Record<string, string>} headers
   * @param {AbortSignal} [signal]
   */
  async once(method, url, body, headers, signal) {
    const answer = await answered(url, {
      method,
      signal,
      headers: {
        ...(await this.auth.headers()),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw problemFrom(answer.status, await answer.text(), answer.headers);
    return answer.json();
  }

  /** @returns {Promise<import("../../types.js").Me>} */
  me() {
    return this.request("GET", "/v1/me");
  }

  /**
   * @param {{ file_name: string, media_type: string, size: number, checksum_sha256: string }} file
   * @param {string} key the same for every attempt of the same upload
   * @param {AbortSignal} signal
   * @returns {Promise<{ document: Doc, upload: import("../../types.js").UploadForm | null }>}
   */
  createDocument(file, key, signal) {
    const headers = { "Idempotency-Key": key };
    return this.request("POST", "/v1/documents", { body: file, headers, signal, attempts: 8 });
  }

  /**
   * @param {Record<string, string>} query
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").Page>}
   */
  listDocuments(query, signal) {
    return this.request("GET", "/v1/documents", { query, signal });
  }

  /** @param {string} id @param {AbortSignal} [signal] @returns {Promise<Doc>} */
  findDocument(id, signal) {
    return this.request("GET", `/v1/documents/${id}`, { signal });
  }

  /**
   * @param {Doc} document as the person saw it: a change made since then is not overwritten (412)
   * @param {{ title?: string, document_date?: string | null }} changes
   * @returns {Promise<Doc>}
   */
  editDocument(document, changes) {
    const headers = { "If-Match": `"${document.version}"` };
    return this.request("PATCH", `/v1/documents/${document.id}`, { body: changes, headers });
  }

  /** @param {string} id @returns {Promise<Doc>} */
  trashDocument(id) {
    return this.request("POST", `/v1/documents/${id}/trash`);
  }

  /** @param {string} id @returns {Promise<Doc>} */
  restoreDocument(id) {
    return this.request("POST", `/v1/documents/${id}/restore`);
  }

  /** @param {string} id @returns {Promise<{ job: import("../../types.js").Job }>} */
  purgeDocument(id) {
    return this.request("DELETE", `/v1/documents/${id}`);
  }

  /** @param {string} id @returns {Promise<import("../../types.js").Job>} */
  findJob(id) {
    return this.request("GET", `/v1/jobs/${id}`);
  }

  /**
   * @param {string} id
   * @param {"inline" | "attachment"} disposition
   * @param {AbortSignal} [signal]
   * @returns {Promise<{ url: string, disposition: string, file_name: string }>}
   */
  original(id, disposition, signal) {
    return this.request("GET", `/v1/documents/${id}/original`, { query: { disposition }, signal });
  }

  /**
   * @param {string} id
   * @param {number} page from 1
   * @param {AbortSignal} [signal]
   * @returns {Promise<{ page: number, pages: number, text: string, truncated: boolean }>}
   */
  pageText(id, page, signal) {
    return this.request("GET", `/v1/documents/${id}/pages/${page}/text`, { signal });
  }

  /**
   * @param {string} words
   * @param {string | null} cursor
   * @param {AbortSignal} [signal]
   * @returns {Promise<import("../../types.js").SearchAnswer>}
   */
  search(words, cursor, signal) {
    return this.request("GET", "/v1/search", { query: { q: words, limit: "20", ...(cursor ? { cursor } : {}) }, signal });
  }

  /** @param {AbortSignal} [signal] @returns {Promise<{ drop_keys: import("../../types.js").DropKey[] }>} */
  listDropKeys(signal) {
    return this.request("GET", "/v1/drop-keys", { signal });
  }

  /**
   * @param {string} name
   * @param {string} key the same for every attempt to make the same one
   * @returns {Promise<import("../../types.js").MadeDropKey>} `key` is null when the answer that held it was lost
   */
  createDropKey(name, key) {
    return this.request("POST", "/v1/drop-keys", { body: { name }, headers: { "Idempotency-Key": key } });
  }

  /** @param {string} id @param {string} name @returns {Promise<import("../../types.js").DropKey>} */
  renameDropKey(id, name) {
    return this.request("PATCH", `/v1/drop-keys/${id}`, { body: { name } });
  }

  /** @param {string} id @returns {Promise<import("../../types.js").DropKey>} */
  revokeDropKey(id) {
    return this.request("DELETE", `/v1/drop-keys/${id}`);
  }

  /**
   * Sends a file straight to the bucket by its presigned form. XMLHttpRequest, because fetch tells no progress.
   * @param {import("../../types.js").UploadForm} form
   * @param {File} file
   * @param {(share: number) => void} onProgress from 0 to 1
   * @param {AbortSignal} signal
   * @returns {Promise<void>}
   */
  upload(form, file, onProgress, signal) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
      body.append("file", file);
      request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
      request.onload = () =>
        request.status < 300
          ? resolve()
          : reject(new Problem(request.status, request.status >= 500 ? "try-again" : "upload-refused", t("upload.refused")));
      request.onerror = () => reject(offline());
      request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
      signal.addEventListener("abort", () => request.abort());
      request.open("POST", form.url);
      request.send(body);
    });
  }
}
