/**
 * How a person signs in: the deployment decides. Both ways are part of the first page, because loading one later takes
 * two more round trips.
 */

import { KeyAuth } from "./owner-key.js";
import { TokenAuth } from "./tokens.js";

/**
 * @param {import("../../types.js").Config} config
 * @param {import("./tabs.js").Listener} listener
 * @returns {import("../../types.js").Auth}
 */
export function authFor(config, listener) {
  return config.auth === "api_key" ? new KeyAuth(config, listener) : new TokenAuth(config, listener);
}
