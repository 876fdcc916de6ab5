/** Every text of the site in one language, merged from the features. */

import app from "../app/strings.en.js";
import attention from "../features/attention/strings.en.js";
import bulkWork from "../features/bulk-work/strings.en.js";
import capture from "../features/capture/strings.en.js";
import customFields from "../features/custom-fields/strings.en.js";
import document from "../features/document/strings.en.js";
import dropKeys from "../features/drop-keys/strings.en.js";
import fileVersions from "../features/file-versions/strings.en.js";
import filing from "../features/filing/strings.en.js";
import firstSteps from "../features/first-steps/strings.en.js";
import history from "../features/history/strings.en.js";
import inbox from "../features/inbox/strings.en.js";
import librarySettings from "../features/library-settings/strings.en.js";
import library from "../features/library/strings.en.js";
import names from "../features/names/strings.en.js";
import notes from "../features/notes/strings.en.js";
import pageEditing from "../features/page-editing/strings.en.js";
import preferences from "../features/preferences/strings.en.js";
import retention from "../features/retention/strings.en.js";
import rules from "../features/rules/strings.en.js";
import savedViews from "../features/saved-views/strings.en.js";
import search from "../features/search/strings.en.js";
import secondFactor from "../features/second-factor/strings.en.js";
import selection from "../features/selection/strings.en.js";
import shortcuts from "../features/shortcuts/strings.en.js";
import signIn from "../features/sign-in/strings.en.js";
import suggestions from "../features/suggestions/strings.en.js";
import trash from "../features/trash/strings.en.js";
import uploads from "../features/uploads/strings.en.js";
import ui from "./strings.en.js";

export default {
  ...ui,
  ...app,
  ...attention,
  ...bulkWork,
  ...capture,
  ...customFields,
  ...document,
  ...dropKeys,
  ...fileVersions,
  ...filing,
  ...firstSteps,
  ...history,
  ...inbox,
  ...library,
  ...librarySettings,
  ...names,
  ...notes,
  ...pageEditing,
  ...preferences,
  ...retention,
  ...rules,
  ...savedViews,
  ...search,
  ...secondFactor,
  ...selection,
  ...shortcuts,
  ...signIn,
  ...suggestions,
  ...trash,
  ...uploads,
};
