/** Every text of the site in one language, merged from the features. */

import app from "../app/strings.de.js";
import attention from "../features/attention/strings.de.js";
import bulkWork from "../features/bulk-work/strings.de.js";
import document from "../features/document/strings.de.js";
import dropKeys from "../features/drop-keys/strings.de.js";
import filing from "../features/filing/strings.de.js";
import history from "../features/history/strings.de.js";
import library from "../features/library/strings.de.js";
import librarySettings from "../features/library-settings/strings.de.js";
import names from "../features/names/strings.de.js";
import savedViews from "../features/saved-views/strings.de.js";
import search from "../features/search/strings.de.js";
import secondFactor from "../features/second-factor/strings.de.js";
import signIn from "../features/sign-in/strings.de.js";
import suggestions from "../features/suggestions/strings.de.js";
import trash from "../features/trash/strings.de.js";
import uploads from "../features/uploads/strings.de.js";
import ui from "./strings.de.js";

export default { ...ui, ...app, ...attention, ...bulkWork, ...document, ...dropKeys, ...filing, ...history, ...library, ...librarySettings, ...names, ...savedViews, ...search, ...secondFactor, ...signIn, ...suggestions, ...trash, ...uploads };
