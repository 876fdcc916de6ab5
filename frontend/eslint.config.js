import js from "@eslint/js";
import globals from "globals";

/** `import("./state.js").State` in a comment reaches into a module as much as an import does. */
const typeImports = {
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        for (const [, path] of comment.value.matchAll(/\bimport\("([^"]+)"\)/g)) {
          const broken = context.options.find(({ regex }) => new RegExp(regex, "u").test(path));
          if (broken) context.report({ loc: comment.loc, message: broken.message });
        }
      }
    },
  }),
  meta: { schema: false },
};

/** Which folder may import what (README.md). @param {...{ regex: string, message: string }} patterns */
const imports = (...patterns) => ({
  "no-restricted-imports": ["error", { patterns }],
  "site/type-imports": ["error", ...patterns],
  // That rule does not look at import(), with which a module is loaded when it is needed.
  "no-restricted-syntax": [
    "error",
    ...patterns.map(({ regex, message }) => {
      const forbidden = `/${regex.replaceAll("/", "\\u002F")}/`;
      return {
        selector: `ImportExpression > :matches(Literal[value=${forbidden}], TemplateLiteral[quasis.0.value.raw=${forbidden}])`,
        message,
      };
    }),
  ],
});
const noLit = { regex: "^lit-html", message: "Only src/ui/html.js makes markup: import from it." };
const noOtherFeature = {
  regex: "(?:^(?:\\./)*\\.\\./|/features/)[a-z-]+/(?!actions\\.js$)",
  message: "A feature may import only the actions.js of another one.",
};
const noApp = { regex: "/app/", message: "src/app puts the parts together; they must not import it." };
const noFeature = { regex: "/features/", message: "What every feature uses must not depend on one." };
const noUi = { regex: "/ui/(?!strings\\.js$)", message: "src/api shows nothing; it uses src/ui/strings.js only." };

/** What a feature offers to others is defined in its actions.js. Passed on from its views, those would be open to all. */
const defined = ({ "no-restricted-syntax": syntax, ...others }) => ({
  ...others,
  "no-restricted-syntax": [
    ...syntax,
    {
      selector: "ExportAllDeclaration, ExportNamedDeclaration[declaration=null]",
      message: "Define it here, or move what is shared to src/ui.",
    },
  ],
});

const onlyApiSendsRequests = {
  "no-restricted-globals": [
    "error",
    { name: "fetch", message: "Only src/api/client.js sends requests; the service worker passes them on." },
    { name: "XMLHttpRequest", message: "Only src/api/client.js sends requests; the service worker passes them on." },
    { name: "event", message: "Take it as a parameter." },
  ],
};
const noMarkupFromText = {
  "no-restricted-properties": [
    "error",
    ...["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe"].map((property) => ({
      property,
      message: "Only src/ui/html.js makes markup.",
    })),
  ],
};
/** A view fits on a screen; a module has one subject. */
const sizes = {
  complexity: ["error", 15],
  "max-lines": ["error", { max: 250 }],
  "max-lines-per-function": ["error", { max: 115, skipBlankLines: true, skipComments: true }],
  "max-len": ["error", { code: 140, ignoreUrls: true }],
  "no-nested-ternary": "error",
};

export default [
  js.configs.recommended,
  {
    files: ["**/src/**/*.js", "**/theme.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "module", globals: globals.browser },
    plugins: { site: { rules: { "type-imports": typeImports } } },
    rules: {
      ...onlyApiSendsRequests,
      ...noMarkupFromText,
      ...sizes,
      ...imports(noLit),
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  // It passes requests on, so it sends them itself. It is a classic script without imports.
  {
    files: ["**/worker/*.js"],
    languageOptions: { ecmaVersion: 2024, sourceType: "script", globals: globals.serviceworker },
    rules: { ...noMarkupFromText, ...sizes, eqeqeq: "error", "no-var": "error", "prefer-const": "error" },
  },
  { files: ["**/src/features/**/*.js"], rules: imports(noLit, noApp, noOtherFeature) },
  { files: ["**/src/features/*/actions.js"], rules: defined(imports(noLit, noApp, noOtherFeature)) },
  { files: ["**/src/ui/**/*.js"], rules: imports(noLit, noApp, noFeature) },
  { files: ["**/src/api/**/*.js"], rules: imports(noLit, noApp, noFeature, noUi) },
  { files: ["**/src/api/client.js"], rules: { "no-restricted-globals": "off" } },
  { files: ["**/src/ui/html.js"], rules: imports(noApp, noFeature) },
  // One text per line.
  { files: ["**/strings.*.js"], rules: { "max-len": "off", "max-lines": "off" } },
  // Icons are paths in one line.
  { files: ["**/src/ui/icons.js"], rules: { "max-len": "off" } },
  { files: ["**/src/ui/catalogue.*.js"], rules: { "no-restricted-imports": "off" } },
  { files: ["**/*.cjs"], languageOptions: { sourceType: "commonjs", globals: globals.node } },
  // Run by tests/browser: one in the page, the other by Node.
  { files: ["**/access_probes.js"], languageOptions: { globals: globals.browser } },
  { files: ["**/http2_front.mjs"], languageOptions: { globals: globals.node } },
  { files: ["**/tests/**/*.js"], languageOptions: { globals: globals.node } },
];
