/** How a person signs in: the deployment decides. Only the module that is needed is loaded. */

/**
 * @param {import("../../types.js").Config} config
 * @param {() => void} onSignedOut called when the sign-in is no longer valid
 * @returns {Promise<import("../../types.js").Auth>}
 */
export async function authFor(config, onSignedOut) {
  if (config.auth === "api_key") {
    const { KeyAuth } = await import("./owner-key.js");
    return new KeyAuth(config, onSignedOut);
  }
  const { TokenAuth } = await import("./tokens.js");
  return new TokenAuth(config, onSignedOut);
}
