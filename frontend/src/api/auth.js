/** Who may ask is the deployment's choice, so is how a person signs in. What the other way needs is not loaded. */

/**
 * @param {import("../../types.js").Config} config
 * @param {() => void} onSignedOut called when a sign-in is not accepted any more
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
