/** Menus and other popovers over the page. */

/** Closes all of them: the person goes to another screen. */
export function closeMenus() {
  for (const menu of document.querySelectorAll("[popover]:popover-open")) /** @type {HTMLElement} */ (menu).hidePopover();
}

/**
 * Closes those that the focus leaves: they would cover what has it (WCAG 2.2, 2.4.11). A browser closes them only for Escape and for a
 * click elsewhere.
 */
export function watchMenus() {
  document.addEventListener("focusin", ({ target }) => {
    for (const menu of document.querySelectorAll("[popover]:popover-open")) {
      const isOwn = target instanceof Element && (menu.contains(target) || target.closest(`[popovertarget="${menu.id}"]`));
      if (!isOwn) /** @type {HTMLElement} */ (menu).hidePopover();
    }
  });
}
