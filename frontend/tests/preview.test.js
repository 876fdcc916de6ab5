import assert from "node:assert/strict";
import { test } from "node:test";

import { failed } from "../src/features/document/preview.js";
import { t } from "../src/ui/strings.js";

/** The texts in the template. */
const shown = (/** @type {unknown} */ error) => JSON.stringify(failed(error));

test("a preview that needs a password says so, and every other failure says that the original is safe", () => {
  const locked = Object.assign(new Error("No password given"), { name: "PasswordException" });

  assert.ok(shown(locked).includes(t("document.locked")));
  assert.ok(shown(new Error("Invalid PDF")).includes(t("document.previewFailed")));
  assert.ok(shown(undefined).includes(t("document.previewFailed")));
});
