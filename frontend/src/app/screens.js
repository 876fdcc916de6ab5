/** The screens of the site, one line each, in the order of the rail. To add one: docs/how-to/add-a-screen.md. */

import { attention } from "../features/attention/view.js";
import { bulkChanges } from "../features/bulk-work/view.js";
import { documentView } from "../features/document/view.js";
import { dropKeys } from "../features/drop-keys/view.js";
import { inbox } from "../features/inbox/view.js";
import { library } from "../features/library/view.js";
import { librarySettings } from "../features/library-settings/view.js";
import { names } from "../features/names/view.js";
import { pageEditing } from "../features/page-editing/view.js";
import { preferences } from "../features/preferences/view.js";
import { retention } from "../features/retention/view.js";
import { rules } from "../features/rules/view.js";
import { search } from "../features/search/view.js";
import { secondFactor } from "../features/second-factor/view.js";
import { trash } from "../features/trash/view.js";

/**
 * @typedef {object} Link
 * @property {"first" | "last" | "account"} menu above or below the sections of the rail, or in the account menu
 * @property {import("../ui/strings.js").Key} [label] instead of the title
 * @property {string} address
 * @property {import("../ui/icons.js").IconName} icon
 * @property {boolean} [ownersOnly]
 * @property {boolean} [onlyWithDocuments] only while documents are there
 * @property {"tokens" | "key"} [signInBy] only where people sign in like this
 *
 * @typedef {import("./router.js").Route & { title?: import("../ui/strings.js").Key, link?: Link }} SiteScreen
 *   `title`: of the window and of the link; a screen without one sets the window's title itself
 */

/** @type {SiteScreen[]} the first one is also shown for addresses that match no pattern */
export const SCREENS = [
  { name: "library", pattern: /^\/$/, view: library, title: "library.title", link: { menu: "first", address: "/", icon: "library", label: "nav.all" } },
  { name: "inbox", pattern: /^\/inbox$/, view: inbox, title: "inbox.title", link: { menu: "first", address: "/inbox", icon: "inbox" } },
  { name: "attention", pattern: /^\/attention$/, view: attention, title: "attention.title", link: { menu: "first", address: "/attention", icon: "alert" } },
  { name: "retention", pattern: /^\/retention$/, view: retention, title: "retention.title", link: { menu: "last", address: "/retention", icon: "clock", onlyWithDocuments: true } },
  { name: "trash", pattern: /^\/trash$/, view: trash, title: "trash.title", link: { menu: "last", address: "/trash", icon: "trash" } },
  { name: "names", pattern: /^\/names$/, view: names, title: "names.title", link: { menu: "account", address: "/names", icon: "tag" } },
  { name: "rules", pattern: /^\/rules$/, view: rules, title: "rules.title", link: { menu: "account", address: "/rules", icon: "rule" } },
  { name: "changes", pattern: /^\/changes$/, view: bulkChanges, title: "bulk.title", link: { menu: "account", address: "/changes", icon: "list" } },
  { name: "keys", pattern: /^\/keys$/, view: dropKeys, title: "keys.title", link: { menu: "account", address: "/keys", icon: "key", ownersOnly: true } },
  { name: "settings", pattern: /^\/settings$/, view: librarySettings, title: "settings.title", link: { menu: "account", address: "/settings", icon: "book", ownersOnly: true } },
  { name: "preferences", pattern: /^\/preferences$/, view: preferences, title: "preferences.title", link: { menu: "account", address: "/preferences", icon: "sun" } },
  { name: "second-factor", pattern: /^\/two-step-sign-in$/, view: secondFactor, title: "factor.title", link: { menu: "account", address: "/two-step-sign-in", icon: "lock", signInBy: "tokens" } },
  { name: "pages", pattern: /^\/pages$/, view: pageEditing, title: "pages.title" },
  { name: "search", pattern: /^\/search$/, view: search },
  { name: "document", pattern: /^\/documents\/([0-9A-Z]{26})$/, view: documentView },
];
