/**
 * The rail: links to the screens and to filtered lists, with numbers of documents. On a phone it opens as a sheet above
 * the bottom bar.
 */

import { count as number } from "../ui/format.js";
import { dot, nameWith } from "../ui/names.js";
import { html, nothing, repeat } from "../ui/html.js";
import { icon } from "../ui/icons.js";
import { filterAddress, searchAddress } from "../ui/search-address.js";
import { t } from "../ui/strings.js";

/**
 * @typedef {import("../../types.js").Deps} Deps
 * @typedef {import("../api/overview.js").Value} Value
 * @typedef {"views" | "sender" | "kind" | "tag" | "year"} Section
 * @typedef {{ href: string, label: string, name?: string, mark?: import("../ui/html.js").Markup, count?: number |
 *   undefined, fresh?: string, depth?: number }} Entry `name`: of the screen; `fresh`: what is new there
 * @typedef {{ address: string, open: readonly Section[], toggle: (section: Section, isOpen: boolean) => void }} Options
 *   `address`: the current one
 */

const OPENED = "docloft-rail";
/** @type {readonly Section[]} */
const FIRST_OPEN = ["views"];
/** Sections of names, which the screen of names lists completely. */
const OF_NAMES = ["sender", "kind", "tag"];

/** The sections that the person has left open. @returns {readonly Section[]} */
export function savedSections() {
  try {
    const saved = JSON.parse(localStorage.getItem(OPENED) ?? "");
    return Array.isArray(saved) ? saved : FIRST_OPEN;
  } catch {
    return FIRST_OPEN;
  }
}

/** @param {readonly Section[]} sections @param {Section} section @param {boolean} isOpen */
export function withSection(sections, section, isOpen) {
  const others = sections.filter((other) => other !== section);
  const changed = isOpen ? [...others, section] : others;
  localStorage.setItem(OPENED, JSON.stringify(changed));
  return changed;
}

/**
 * @param {Pick<Deps, "overview" | "views">} deps
 * @param {{ first: Entry[], last: Entry[] }} places the screens above and below the sections
 * @param {Options} options
 */
export function rail({ overview, views }, { first, last }, options) {
  const facets = overview.numbers?.facets ?? {};
  const saved = views.all.map((view) => viewEntry(view, views.counts.get(view.id)));
  return html`<nav class="rail" id="rail" aria-label=${t("nav.main")}>
    <ul>
      ${first.map((entry) => row(entry, options))}
    </ul>
    ${section("views", saved, options)} ${section("sender", (facets.sender ?? []).map(named), options)}
    ${section("kind", (facets.kind ?? []).map(named), options)} ${section("tag", inTree(facets.tag ?? []), options)}
    ${section("year", (facets.year ?? []).map(named), options)}
    <ul>
      ${last.map((entry) => row(entry, options))}
    </ul>
  </nav>`;
}

/** @param {Section} name @param {Entry[]} entries @param {Options} options */
function section(name, entries, options) {
  if (!entries.length) return nothing;
  const isOpen = options.open.includes(name);
  const fresh = entries.filter((entry) => entry.fresh).length;
  const toggle = (/** @type {Event} */ event) =>
    options.toggle(name, /** @type {HTMLDetailsElement} */ (event.currentTarget).open);
  return html`<details class="rail-section" data-section=${name} ?open=${isOpen} @toggle=${toggle}>
    <summary>
      ${icon("chevron")}<span>${t(`rail.${name}`)}</span>${
        fresh && !isOpen
          ? html`<b class="rail-dot" title=${t("rail.fresh")}><span class="unseen">${t("rail.fresh")}</span></b>`
          : nothing
      }
    </summary>
    <ul>
      ${
        isOpen
          ? repeat(
              entries,
              ({ href }) => href,
              (entry) => row(entry, options),
            )
          : nothing
      }
      ${isOpen && OF_NAMES.includes(name) ? html`<li><a class="rail-all" href="/names">${t("rail.names")}</a></li>` : nothing}
    </ul>
  </details>`;
}

/** @param {Entry} entry @param {Options} options */
function row({ href, label, name, mark = nothing, count, fresh = "", depth = 0 }, { address }) {
  // The accessible name must begin with the visible text (WCAG 2.2, 2.5.3).
  const spoken = [label, fresh, count === undefined ? "" : number(count)].filter(Boolean).join(" ");
  return html`<li>
    <a
      href=${href}
      data-place=${name ?? nothing}
      data-depth=${depth || nothing}
      aria-label=${spoken}
      aria-current=${address === href ? "page" : nothing}
    >
      ${mark}<span class="rail-label">${label}</span>
      ${fresh ? html`<b class="places-count">${fresh}</b>` : nothing}
      ${count === undefined ? nothing : html`<span class="rail-count">${number(count)}</span>`}
    </a>
  </li>`;
}

/** @param {Value} value @returns {Entry} */
function named({ id, name, count, filter }) {
  return { href: filterAddress(filter), label: name ?? id, count };
}

/** Tags below the tags that contain them. @param {Value[]} values @returns {Entry[]} */
function inTree(values) {
  const entries = values.map((value) => {
    const path = pathOf(value.id, value.name ?? value.id);
    /** @type {Entry} */
    const entry = { ...named(value), mark: tagDot(value.id), depth: Math.min(path.length - 1, 3) };
    return { path, entry };
  });
  return entries
    .sort((one, other) => one.path.join("\0").localeCompare(other.path.join("\0")))
    .map(({ entry }) => entry);
}

/** @param {string} id @param {string} label @returns {string[]} the names from the outermost tag to this one */
function pathOf(id, label) {
  const path = [label];
  const seen = new Set([id]);
  for (let one = nameWith(nameWith(id)?.parent_id ?? null); one && !seen.has(one.id); one = nameWith(one.parent_id)) {
    seen.add(one.id);
    path.unshift(one.name);
  }
  return path;
}

/** @param {string} id @returns {import("../ui/html.js").Markup} */
function tagDot(id) {
  const name = nameWith(id);
  return name ? dot(name) : nothing;
}

/**
 * @param {import("../../types.js").SavedView} view
 * @param {import("../api/saved-views.js").Count | undefined} count
 * @returns {Entry}
 */
function viewEntry({ name, query, exact, order, layout }, count) {
  const href = searchAddress({ query, isExact: exact, order: order === "relevance" ? "" : order, layout });
  return { href, label: name, count: count?.total, fresh: count?.new ? t("views.new", { n: count.new }) : "" };
}
