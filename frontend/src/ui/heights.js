/** Heights of what covers a part of the page, for stylesheets: nothing ends below it. */

/**
 * Keeps a custom property of the page at the height of an element, which depends on the window and the language.
 * Returns a function that ends this.
 * @param {HTMLElement} element @param {string} property such as "--uploads"
 */
export function publishHeight(element, property) {
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => style.setProperty(property, `${element.offsetHeight}px`));
  observer.observe(element);
  return () => {
    observer.disconnect();
    style.removeProperty(property);
  };
}
