/** The part of bulk changes that other features use. */

export { changeMany, changeMatching, followChange } from "./changing.js";
export { selectable } from "./selecting.js";
