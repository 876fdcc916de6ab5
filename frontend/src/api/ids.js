/** Ids of records that the site creates: ULIDs (https://github.com/ulid/spec). */

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** @param {number} [moment] in milliseconds since 1970 */
export function newId(moment = Date.now()) {
  const time = Array.from({ length: 10 }, (_, place) => DIGITS[Math.floor(moment / 32 ** (9 - place)) % 32]);
  const chance = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => DIGITS[byte % 32]);
  return [...time, ...chance].join("");
}
