/** Proof Key for Code Exchange (RFC 7636). Pure functions. */

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** 43 characters that are safe in an address. */
export function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** The S256 challenge (4.2). @param {string} verifier */
export async function challengeOf(verifier) {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}
