import { t } from "../ui/strings.js";

/**
 * What went wrong, in words for a person. `status` 0: no answer came at all (offline, or the server is away).
 */
export class Problem extends Error {
  /**
   * @param {number} status
   * @param {string} code of docs/openapi.json, "offline" or "unknown"
   * @param {string} detail
   * @param {{ retryAfter?: number, id?: string }} [more]
   */
  constructor(status, code, detail, { retryAfter = 0, id = "" } = {}) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.id = id;
  }

  /** Worth trying again by itself: nothing was decided, only not answered. */
  get passes() {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

export function offline() {
  return new Problem(0, "offline", t("error.offline"));
}

/** What the API can say of these is the same every time, so it is said in the person's language. */
const SAID_HERE = new Set(["unauthorized", "forbidden", "not-found", "too-many-requests", "internal-error", "try-again"]);

/**
 * From an answer that is not a success (RFC 9457, or whatever a gateway says in its place).
 * @param {number} status
 * @param {string} body
 * @param {Headers} headers
 */
export function problemFrom(status, body, headers) {
  const retryAfter = Number(headers.get("Retry-After") ?? 0) || 0;
  try {
    const told = JSON.parse(body);
    const code = String(told.type ?? "").split(":").pop() || "unknown";
    const first = Array.isArray(told.errors) ? told.errors[0]?.detail : undefined;
    const detail = first ?? (SAID_HERE.has(code) ? t(/** @type {any} */ (`problem.${code}`)) : told.detail) ?? t("error.unknown");
    return new Problem(status, code, detail, { retryAfter, id: told.correlation_id ?? "" });
  } catch {
    return new Problem(status, "unknown", t("error.unknown"), { retryAfter });
  }
}

/** @param {unknown} error */
export function sentence(error) {
  return error instanceof Problem ? error.message : t("error.unknown");
}

/** @param {unknown} error a request that was called off on purpose */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}
