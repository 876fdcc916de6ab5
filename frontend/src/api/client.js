/** The only module that sends requests: to the API, the token endpoint of the sign-in, the bucket, and /config.json. */

import { isOffline } from "./connection.js";
import { offline, Problem, problemFrom, problemOfAws, isAbort } from "./problems.js";
import { t } from "../ui/strings.js";
import { wait } from "./wait.js";

const ATTEMPTS = 4;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 20_000;

/**
 * @param {string} url
 * @param {RequestInit} [options]
 */
async function responseOf(url, options) {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw offline();
  }
}

/** @returns {Promise<import("../../types.js").Config>} */
export async function loadConfig() {
  const response = await responseOf("/config.json", { cache: "no-cache" });
  if (!response.ok) throw new Problem(response.status, "config", t("config.missing"));
  return response.json();
}

/**
 * @typedef {{ id_token: string, access_token: string, refresh_token?: string, expires_in: number }} Tokens
 *   `expires_in`: seconds
 */

/**
 * The authorization server's token endpoint (RFC 6749, 4.1.3 and 6). Raises a Problem.
 * @param {string} authUrl
 * @param {Record<string, string>} form
 * @returns {Promise<Tokens>}
 */
export async function exchangeToken(authUrl, form) {
  const response = await responseOf(`${authUrl}/oauth2/token`, { method: "POST", body: new URLSearchParams(form) });
  if (!response.ok) throw problemFrom(response.status, await response.text(), response.headers);
  return response.json();
}

/**
 * Revokes a refresh token (RFC 7009). Does not wait for the response, because the page is being left.
 * @param {string} authUrl
 * @param {{ client_id: string, token: string }} form
 */
export function revokeToken(authUrl, form) {
  const options = { method: "POST", body: new URLSearchParams(form), keepalive: true };
  fetch(`${authUrl}/oauth2/revoke`, { ...options, mode: "no-cors" }).catch(() => {});
}

/**
 * An operation of the user pools API (AWS: Amazon Cognito user pools API). Raises a Problem with the name that AWS
 * gives the error.
 * @param {string} url
 * @param {string} operation
 * @param {Record<string, unknown>} parameters
 * @returns {Promise<any>}
 */
export async function callUserPool(url, operation, parameters) {
  const response = await responseOf(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-amz-json-1.1",
      "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(parameters),
  });
  const body = await response.text();
  if (!response.ok) throw problemOfAws(response.status, body, response.headers);
  return JSON.parse(body || "{}");
}

/**
 * How long to wait before the next attempt: as long as the server says, else doubling; randomised to spread the load.
 */
function pause(/** @type {number} */ attempt, /** @type {number} */ retryAfter) {
  const own = Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS);
  return Math.max(own, retryAfter * 1000) * (0.75 + Math.random() / 2);
}

/**
 * @typedef {{ query?: Record<string, string> | undefined, body?: unknown, headers?: Record<string, string>, signal?:
 *   AbortSignal | undefined, attempts?: number }} RequestOptions
 */

export class Client {
  /**
   * @param {string} url without a slash at its end
   * @param {{ headers: () => Promise<Record<string, string>>, renew: () => Promise<unknown> }} auth `headers` identify
   *   the person; `renew` is called once when they are rejected, and raises when there are no others
   */
  constructor(url, auth) {
    this.url = url;
    this.auth = auth;
    /** The person's role in the library, to explain what it forbids; empty until it is known. */
    this.role = "";
    /** Requests that the server rejected for now (429, 503) and that are waiting to be repeated. */
    this.delayed = 0;
    /** @type {(delayed: number) => void} called when that number changes */
    this.onDelayed = () => {};
    /**
     * What can be read without a connection; null if nothing can.
     * @type {Pick<import("./offline-copy.js").OfflineCopy, "find" | "keep"> | null}
     */
    this.copy = null;
  }

  /** @param {number} change */
  countDelayed(change) {
    this.delayed += change;
    this.onDelayed(this.delayed);
  }

  /** @param {Problem} problem @param {number} attempt @param {AbortSignal} [signal] */
  async waitFor(problem, attempt, signal) {
    // A request that reached no server does not count as delayed.
    const count = problem.status === 0 ? 0 : 1;
    this.countDelayed(count);
    try {
      await wait(pause(attempt, problem.retryAfter), signal);
    } finally {
      this.countDelayed(-count);
    }
  }

  /**
   * The response of the server. What is on this device is returned only if there is no connection.
   * @param {string} method
   * @param {string} path
   * @param {RequestOptions} [options]
   * @returns {Promise<any>}
   */
  async request(method, path, options = {}) {
    const copy = method === "GET" ? this.copy : null;
    if (!copy) return this.send(method, path, options);
    const kept = isOffline() ? await copy.find(path, options.query ?? {}) : undefined;
    if (kept !== undefined) return kept;
    try {
      const response = await this.send(method, path, options);
      void copy.keep(path, response);
      return response;
    } catch (error) {
      const found =
        error instanceof Problem && error.status === 0 ? await copy.find(path, options.query ?? {}) : undefined;
      if (found === undefined) throw error;
      return found;
    }
  }

  /**
   * Sends a request. Repeats it after a wait when the server could not handle it, and once after renewing the sign-in.
   * Every request may be repeated: creates carry an Idempotency-Key.
   * @param {string} method
   * @param {string} path
   * @param {RequestOptions} options
   * @returns {Promise<any>}
   */
  async send(method, path, { query, body, headers = {}, signal, attempts = ATTEMPTS }) {
    const url = `${this.url}${path}${query ? `?${new URLSearchParams(query)}` : ""}`;
    // One id for all attempts: it is in the log line of every function that works on this request.
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
    // Without asking for a token, which could not be renewed either.
    if (isOffline()) throw offline();
    const response = await responseOf(url, {
      method,
      signal,
      headers: {
        ...(await this.auth.headers()),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) throw problemFrom(response.status, await response.text(), response.headers, this.role);
    return response.json();
  }
}

/**
 * Sends a file straight to the bucket by its presigned form. XMLHttpRequest, because fetch reports no upload progress.
 * @param {import("../../types.js").Upload} form
 * @param {File} file
 * @param {(share: number) => void} onProgress from 0 to 1
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function sendForm(form, file, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    body.append("file", file);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () =>
      request.status < 300
        ? resolve()
        : reject(
            new Problem(request.status, request.status >= 500 ? "try-again" : "upload-refused", t("upload.refused")),
          );
    request.onerror = () => reject(offline());
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", form.url);
    request.send(body);
  });
}
