/** Menus and other popovers over the page. */

/** Closes all of them when the person goes to another screen. */
export function closeMenus() {
  for (const menu of document.querySelectorAll("[popover]:popover-open"))
    /** @type {HTMLElement} */ (menu).hidePopover();
}

/**
 * Closes those that the focus has left, because they could cover the element that has it now (WCAG 2.2, 2.4.11). A
 * browser closes them only for Escape and for a click elsewhere. A link closes its menu at once, not when the next
 * screen has been loaded.
 */
export function watchMenus() {
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[popover] a[href]")) closeMenus();
  });
  document.addEventListener("focusin", ({ target }) => {
    for (const menu of document.querySelectorAll("[popover]:popover-open")) {
      const isOwn =
        target instanceof Element && (menu.contains(target) || target.closest(`[popovertarget="${menu.id}"]`));
      if (!isOwn) /** @type {HTMLElement} */ (menu).hidePopover();
    }
  });
}
