/**
 * The person's own account at the user pool (AWS: Amazon Cognito user pools API), with an access token that they
 * confirmed for this. Every method raises a Problem.
 */

import { callUserPool } from "./client.js";

const TOTP = "SOFTWARE_TOKEN_MFA";

export class Account {
  /**
   * @param {string} url of the user pools API
   * @param {string} accessToken with the scope aws.cognito.signin.user.admin
   */
  constructor(url, accessToken) {
    this.url = url;
    this.accessToken = accessToken;
  }

  /** @returns {Promise<boolean>} whether signing in requires a code of an authenticator app */
  async hasSecondFactor() {
    const { UserMFASettingList = [] } = await this.call("GetUser");
    return UserMFASettingList.includes(TOTP);
  }

  /**
   * A new secret for an authenticator app, in base32. The old one stays valid until `turnOn`.
   * @returns {Promise<string>}
   */
  async newSecret() {
    return (await this.call("AssociateSoftwareToken")).SecretCode;
  }

  /** Requires codes from now on. @param {string} code that the app shows for the new secret */
  async turnOn(code) {
    await this.call("VerifySoftwareToken", { UserCode: code });
    await this.prefer(true);
  }

  /** The password alone is enough from now on. */
  turnOff() {
    return this.prefer(false);
  }

  /** @param {boolean} isOn */
  async prefer(isOn) {
    await this.call("SetUserMFAPreference", { SoftwareTokenMfaSettings: { Enabled: isOn, PreferredMfa: isOn } });
  }

  /** @param {string} operation @param {Record<string, unknown>} [parameters] */
  call(operation, parameters = {}) {
    return callUserPool(this.url, operation, { AccessToken: this.accessToken, ...parameters });
  }
}
