/** Every text of the site in one language, merged from the features. */

import app from "../app/strings.en.js";
import attention from "../features/attention/strings.en.js";
import bulkWork from "../features/bulk-work/strings.en.js";
import document from "../features/document/strings.en.js";
import dropKeys from "../features/drop-keys/strings.en.js";
import filing from "../features/filing/strings.en.js";
import history from "../features/history/strings.en.js";
import library from "../features/library/strings.en.js";
import librarySettings from "../features/library-settings/strings.en.js";
import names from "../features/names/strings.en.js";
import savedViews from "../features/saved-views/strings.en.js";
import search from "../features/search/strings.en.js";
import secondFactor from "../features/second-factor/strings.en.js";
import signIn from "../features/sign-in/strings.en.js";
import suggestions from "../features/suggestions/strings.en.js";
import trash from "../features/trash/strings.en.js";
import uploads from "../features/uploads/strings.en.js";
import ui from "./strings.en.js";

export default { ...ui, ...app, ...attention, ...bulkWork, ...document, ...dropKeys, ...filing, ...history, ...library, ...librarySettings, ...names, ...savedViews, ...search, ...secondFactor, ...signIn, ...suggestions, ...trash, ...uploads };
