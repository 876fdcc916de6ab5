/** What can go wrong with a request, as a sentence for the person. */

import { isKey, language, reasonSentence, t } from "../ui/strings.js";

export class Problem extends Error {
  /**
   * @param {number} status 0: no response arrived, because the person is offline or the server is unavailable
   * @param {string} code of docs/openapi.json, "offline" or "unknown"
   * @param {string} detail a sentence for the person
   * @param {{ retryAfter?: number, id?: string }} [more] `retryAfter` in seconds; `id`: the correlation id
   */
  constructor(status, code, detail, { retryAfter = 0, id = "" } = {}) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.id = id;
  }

  /** Whether the request can be repeated because it had no effect. */
  get passes() {
    return [0, 429, 502, 503, 504].includes(this.status);
  }
}

export function offline() {
  return new Problem(0, "offline", t("error.offline"));
}

/**
 * From an unsuccessful response: a problem of the API (RFC 9457), or any other body that a gateway sends. The sentence
 * comes from the catalogue, in the person's language, if it has one for the code and the role, or at least for the
 * code. What the API says itself is in English, so other readers get general words instead (`refusal.<code>`).
 * @param {number} status
 * @param {string} body
 * @param {Headers} headers
 * @param {string} [role] in the library; empty while it is not known
 * @param {string} [reader] the language to use
 */
export function problemFrom(status, body, headers, role = "", reader = language) {
  const retryAfter = Number(headers.get("Retry-After") ?? 0) || 0;
  try {
    const parsed = JSON.parse(body);
    const kind = String(parsed.type ?? "");
    const code = kind.split(":").pop() || "unknown";
    const sentence = statedReason(parsed, reader) ?? explained(code, parsed.detail, role, reader) ?? t("error.unknown");
    return new Problem(status, code, sentence, { retryAfter, id: parsed.correlation_id ?? "" });
  } catch {
    return new Problem(status, "unknown", t("error.unknown"), { retryAfter });
  }
}

/**
 * What exactly is wrong, in the reader's language; undefined if the problem does not say it.
 * @param {any} problem
 * @param {string} reader
 */
function statedReason({ errors, reason_code, reason_values }, reader) {
  const part = (Array.isArray(errors) && errors[0]) || {};
  const named = reasonSentence(part.code, part.values) ?? reasonSentence(reason_code, reason_values);
  return named ?? (reader === "en" ? part.detail : undefined);
}

/**
 * What a code means, from the catalogue, or as the API says it to readers of English.
 * @param {string} code
 * @param {string | undefined} detail
 * @param {string} role
 * @param {string} reader
 */
function explained(code, detail, role, reader) {
  const key = [`problem.${code}.${role}`, `problem.${code}`].find(isKey);
  if (key) return t(key);
  const general = [`refusal.${code}`, "refusal.unknown"].find(isKey);
  return detail && reader !== "en" && general ? t(general) : detail;
}

/**
 * From an unsuccessful response of AWS's JSON protocol: `__type` is the name of the error, possibly after a prefix.
 * @param {number} status
 * @param {string} body
 * @param {Headers} headers
 */
export function problemOfAws(status, body, headers) {
  const problem = problemFrom(status, body, headers);
  try {
    problem.code =
      String(JSON.parse(body).__type ?? problem.code)
        .split("#")
        .pop() ?? "";
  } catch {
    // Not from AWS: the problem remains unknown.
  }
  return problem;
}

/** @param {unknown} error */
export function sentence(error) {
  return error instanceof Problem ? error.message : t("error.unknown");
}

/** @param {unknown} error whether a request was aborted on purpose */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}
