/** How a person signs in: the deployment decides. Only the module that is needed is loaded. */

/**
 * @param {import("../../types.js").Config} config
 * @param {import("./tabs.js").Listener} listener
 * @returns {Promise<import("../../types.js").Auth>}
 */
export async function authFor(config, listener) {
  if (config.auth === "api_key") {
    const { KeyAuth } = await import("./owner-key.js");
    return new KeyAuth(config, listener);
  }
  const { TokenAuth } = await import("./tokens.js");
  return new TokenAuth(config, listener);
}
