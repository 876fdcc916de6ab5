/** Every text of the site in one language, merged from the features. */

import app from "../app/strings.de.js";
import attention from "../features/attention/strings.de.js";
import bulkWork from "../features/bulk-work/strings.de.js";
import capture from "../features/capture/strings.de.js";
import customFields from "../features/custom-fields/strings.de.js";
import document from "../features/document/strings.de.js";
import dropKeys from "../features/drop-keys/strings.de.js";
import fileVersions from "../features/file-versions/strings.de.js";
import filing from "../features/filing/strings.de.js";
import firstSteps from "../features/first-steps/strings.de.js";
import history from "../features/history/strings.de.js";
import inbox from "../features/inbox/strings.de.js";
import librarySettings from "../features/library-settings/strings.de.js";
import library from "../features/library/strings.de.js";
import names from "../features/names/strings.de.js";
import notes from "../features/notes/strings.de.js";
import pageEditing from "../features/page-editing/strings.de.js";
import preferences from "../features/preferences/strings.de.js";
import retention from "../features/retention/strings.de.js";
import rules from "../features/rules/strings.de.js";
import savedViews from "../features/saved-views/strings.de.js";
import search from "../features/search/strings.de.js";
import secondFactor from "../features/second-factor/strings.de.js";
import selection from "../features/selection/strings.de.js";
import shortcuts from "../features/shortcuts/strings.de.js";
import signIn from "../features/sign-in/strings.de.js";
import suggestions from "../features/suggestions/strings.de.js";
import trash from "../features/trash/strings.de.js";
import uploads from "../features/uploads/strings.de.js";
import ui from "./strings.de.js";

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
