import js from "@eslint/js";
import globals from "globals";

// The rooms of the site, held: one file talks to servers, one makes markup from strings.
const onlyApiFetches = {
  "no-restricted-globals": [
    "error",
    { name: "fetch", message: "Only src/api/client.js talks to servers." },
    { name: "XMLHttpRequest", message: "Only src/api/client.js talks to servers." },
    { name: "event", message: "Take it as a parameter." },
  ],
};
const onlyHtmlMakesMarkup = {
  "no-restricted-properties": [
    "error",
    ...["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe"].map((property) => ({
      property,
      message: "Only src/ui/html.js makes markup from strings.",
    })),
  ],
};

export default [
  js.configs.recommended,
  {
    files: ["**/src/**/*.js", "**/theme.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    rules: { ...onlyApiFetches, ...onlyHtmlMakesMarkup, eqeqeq: "error", "no-var": "error", "prefer-const": "error" },
  },
  { files: ["**/src/api/client.js"], rules: { "no-restricted-globals": "off" } },
  { files: ["**/src/ui/html.js"], rules: { "no-restricted-properties": "off" } },
  { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs", globals: globals.node } },
  { files: ["**/tests/**/*.js"], languageOptions: { globals: globals.node } },
];
