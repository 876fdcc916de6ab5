/** The mark that a person has come to, among those of the search or of what is looked for in the document. */

/**
 * Makes a mark the current one, and scrolls to it unless it can be seen well.
 * @param {HTMLElement} scroller
 * @param {Element} mark
 */
export function chooseMark(scroller, mark) {
  for (const other of scroller.querySelectorAll("mark[data-current]")) other.removeAttribute("data-current");
  mark.setAttribute("data-current", "");
  const [{ top, bottom, left, right }, area] = [mark.getBoundingClientRect(), scroller.getBoundingClientRect()];
  if (top < area.top || bottom > area.top + scroller.clientHeight * 0.85)
    scroller.scrollTop += top - area.top - scroller.clientHeight / 3;
  if (left < area.left || right > area.right) scroller.scrollLeft += left - area.left - scroller.clientWidth / 3;
}

/**
 * The mark after or before the current one on its page.
 * @param {Element | undefined} sheet
 * @param {1 | -1} step
 */
export function markBeside(sheet, step) {
  const marks = [...(sheet?.querySelectorAll("mark") ?? [])];
  const at = marks.findIndex((mark) => mark.hasAttribute("data-current"));
  return at < 0 ? undefined : marks[at + step];
}
