/** Revoking a drop key. Idempotent. */

import { Problem } from "../../api/problems.js";

/**
 * @param {import("../../api/operations.js").Api} api
 * @param {string} id a key that no longer exists counts as revoked
 */
export async function revoke(api, id) {
  try {
    await api.revokeDropKey(id);
  } catch (error) {
    if (!(error instanceof Problem && error.status === 404)) throw error;
  }
}
