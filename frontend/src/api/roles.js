/** What the person's role in the library allows (docloft.roles). */

/** Whether the person may change the library. @param {Pick<import("../../types.js").Deps, "me">} deps */
export function mayChange({ me }) {
  return me.library.role !== "viewer";
}
