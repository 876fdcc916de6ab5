/** Light or dark. If the person has not chosen, the system decides (theme.js applies the choice before the first
 * paint). */

import { prefer } from "../api/preferences.js";

export function switchTheme() {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = (root.dataset.theme ?? system) === "dark" ? "light" : "dark";
  prefer("theme", root.dataset.theme);
}
