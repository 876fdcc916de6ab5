/** What other features use of bulk changes. */

export { changeMany, changeMatching, followChange } from "./changing.js";
export { selectable } from "./selecting.js";
