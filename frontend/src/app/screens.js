/**
 * The screens of the site, one line each, in the order of the rail. To add one: docs/how-to/add-a-screen.md. Only the
 * modules of the first one are part of the first page. Those of the others are loaded when they are needed, from the
 * service worker's copy once there is one.
 */

import { library } from "../features/library/view.js";

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
  {
    name: "library",
    pattern: /^\/$/,
    view: library,
    title: "library.title",
    link: { menu: "first", address: "/", icon: "library", label: "nav.all" },
  },
  {
    name: "inbox",
    pattern: /^\/inbox$/,
    load: async () => (await import("../features/inbox/view.js")).inbox,
    title: "inbox.title",
    link: { menu: "first", address: "/inbox", icon: "inbox" },
  },
  {
    name: "attention",
    pattern: /^\/attention$/,
    load: async () => (await import("../features/attention/view.js")).attention,
    title: "attention.title",
    link: { menu: "first", address: "/attention", icon: "alert" },
  },
  {
    name: "retention",
    pattern: /^\/retention$/,
    load: async () => (await import("../features/retention/view.js")).retention,
    title: "retention.title",
    link: { menu: "last", address: "/retention", icon: "clock", onlyWithDocuments: true },
  },
  {
    name: "trash",
    pattern: /^\/trash$/,
    load: async () => (await import("../features/trash/view.js")).trash,
    title: "trash.title",
    link: { menu: "last", address: "/trash", icon: "trash" },
  },
  {
    name: "names",
    pattern: /^\/names$/,
    load: async () => (await import("../features/names/view.js")).names,
    title: "names.title",
    link: { menu: "account", address: "/names", icon: "tag" },
  },
  {
    name: "rules",
    pattern: /^\/rules$/,
    load: async () => (await import("../features/rules/view.js")).rules,
    title: "rules.title",
    link: { menu: "account", address: "/rules", icon: "rule" },
  },
  {
    name: "changes",
    pattern: /^\/changes$/,
    load: async () => (await import("../features/bulk-work/view.js")).bulkChanges,
    title: "bulk.title",
    link: { menu: "account", address: "/changes", icon: "list" },
  },
  {
    name: "keys",
    pattern: /^\/keys$/,
    load: async () => (await import("../features/drop-keys/view.js")).dropKeys,
    title: "keys.title",
    link: { menu: "account", address: "/keys", icon: "key", ownersOnly: true },
  },
  {
    name: "settings",
    pattern: /^\/settings$/,
    load: async () => (await import("../features/library-settings/view.js")).librarySettings,
    title: "settings.title",
    link: { menu: "account", address: "/settings", icon: "book", ownersOnly: true },
  },
  {
    name: "preferences",
    pattern: /^\/preferences$/,
    load: async () => (await import("../features/preferences/view.js")).preferences,
    title: "preferences.title",
    link: { menu: "account", address: "/preferences", icon: "sun" },
  },
  {
    name: "second-factor",
    pattern: /^\/two-step-sign-in$/,
    load: async () => (await import("../features/second-factor/view.js")).secondFactor,
    title: "factor.title",
    link: { menu: "account", address: "/two-step-sign-in", icon: "lock", signInBy: "tokens" },
  },
  {
    name: "pages",
    pattern: /^\/pages$/,
    load: async () => (await import("../features/page-editing/view.js")).pageEditing,
    title: "pages.title",
  },
  { name: "search", pattern: /^\/search$/, load: async () => (await import("../features/search/view.js")).search },
  {
    name: "document",
    pattern: /^\/documents\/([0-9A-Z]{26})$/,
    load: async () => (await import("../features/document/view.js")).documentView,
  },
];
