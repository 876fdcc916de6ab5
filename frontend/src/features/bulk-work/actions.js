/** What other features use of bulk changes. */

export { changeMany, followChange } from "./changing.js";
export { selectable } from "./selecting.js";
