import { html } from "./html.js";

/** 24 x 24, drawn with strokes in the colour of the text. */
export const PATHS = {
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M16 16l4.500 4.500",
  upload: "M12 16V5M7.500 9.500 12 5l4.500 4.500M5 15v3a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-3",
  grid: "M4 4h6.500v6.500H4zM13.500 4H20v6.500h-6.500zM4 13.500h6.500V20H4zM13.500 13.500H20V20h-6.500z",
  list: "M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01",
  trash:
    "M4.500 7h15M10 11v6M14 11v6M6 7l1 12a1.500 1.500 0 0 0 1.500 1.400h7A1.500 1.500 0 0 0 17 19l1-12M9 7V4.600h6V7",
  restore: "M4 5v5h5M4.600 10A8 8 0 1 1 4 13.500",
  download: "M12 4v11M7.500 10.500 12 15l4.500-4.500M5 19.500h14",
  back: "M19 12H5.500M11 5.500 4.500 12l6.500 6.500",
  close: "M6 6l12 12M18 6 6 18",
  pencil: "M5 19h3.500L19 8.500 15.500 5 5 15.500zM13 7.500l3.500 3.500",
  file: "M6 3.500h8l4.500 4.500v12.500H6zM14 3.500V8h4.500M9 12.500h6M9 16h6",
  folder: "M3.500 6.500h6l2 2.500h9v10h-17z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 2.500-2.500L20 17M15.500 9h.01",
  table: "M4 5h16v14H4zM4 10h16M4 14.500h16M10 5v14",
  slides: "M4 4.500h16v11.500H4zM12 16v4M8.500 20h7M8 9h8M8 12h5",
  book: "M5 6.500A2.500 2.500 0 0 1 7.500 4H19v16H7.500A2.500 2.500 0 0 1 5 17.500zM5 17.500A2.500 2.500 0 0 1 7.500 15H19",
  check: "M5 12.500l4.500 4.500L19 7.500",
  inbox: "M4 13.500h4.500l1.500 2.500h4l1.500-2.500H20M4 13.500 6.500 5.500h11L20 13.500V19H4z",
  camera: "M4 8h3.500L9 5.500h6L16.500 8H20v11H4zM12 10a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7",
  alert: "M12 4 2.800 19.500h18.400zM12 10v4M12 17h.01",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 8v4.500l3 1.800",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
  moon: "M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z",
  out: "M14 4.500H6v15h8M10.500 12h9.500M16 8l4 4-4 4",
  retry: "M20 5v5h-5M19.400 10A8 8 0 1 0 20 13.500",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  library: "M4 11 12 4.500 20 11M6.500 10v9.500h11V10M10 14h4M10 17h4",
  previous: "M14.500 6l-6 6 6 6",
  next: "M9.500 6l6 6-6 6",
  chevron: "M7 10l5 5 5-5",
  key: "M8 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 12h9M17 12v3.500M21 12v2.500",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3M12 14.500v2",
  star: "M12 4l2.500 5.300 5.800.700-4.300 4 1.100 5.700L12 16.900l-5.100 2.800L8 14 3.700 10l5.800-.700z",
  tag: "M4 4h7.500l8.500 8.500-7.500 7.500L4 11.500zM8 8h.01",
  merge: "M6 4v4l6 6v6M18 4v4l-6 6",
  rule: "M4 6h16M7 12h10M10 18h4",
  copy: "M9 9h10.500v10.500H9zM15 9V4.500H4.500V15H9",
  more: "M4.500 12h2M11 12h2M17.500 12h2",
  print: "M7 8V4h10v4M7 17H4V9.500h16V17h-3M7 14h10v6H7z",
  turn: "M19 5v5h-5M18.600 9.600A7.500 7.500 0 1 0 19.500 13",
  turnLeft: "M5 5v5h5M5.400 9.600A7.500 7.500 0 1 1 4.500 13",
  screen: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  width: "M4 5v14M20 5v14M8 12h8M10.500 9 7.500 12l3 3M13.500 9l3 3-3 3",
  page: "M6.500 3.500h11v17h-11zM12 7v10M9.500 9.500 12 7l2.500 2.500M9.500 14.500 12 17l2.500-2.500",
  strip: "M4 4h5v7H4zM4 13h5v7H4zM12 4h8v16h-8z",
  pages: "M8 7.500h11V20H8zM5 16.500V4h11",
  cut: "M12 4v3M12 10v4M12 17v3M4 6h5v12H4zM15 6h5v12h-5z",
  extract: "M5 4h9v16H5zM10 12h10.500M17 8.500l3.500 3.500-3.500 3.500",
  undo: "M8.500 5 4 9.500 8.500 14M4 9.500h10a5.500 5.500 0 0 1 0 11h-3",
  redo: "M15.500 5 20 9.500 15.500 14M20 9.500H10a5.500 5.500 0 0 0 0 11h3",
  keyboard: "M3 6.500h18v11H3zM6.500 10h.01M10 10h.01M14 10h.01M17.500 10h.01M8 14h8",
  offline:
    "M3 4l18 17M8.500 12.800a5 5 0 0 1 3-1.300M5.500 9.600A10 10 0 0 1 9 7.700M13 7.300a10 10 0 0 1 5.500 2.300M12 17h.01",
};

/** @typedef {keyof typeof PATHS} IconName */

/** @param {IconName} name */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d="${PATHS[name]}" />
  </svg>`;
}

/** The logo: a page under a roof. */
export const MARK = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
  <rect width="32" height="32" rx="8" />
  <path d="M6 15 16 7l10 8M10 15.500V25h12v-9.500" />
  <path class="mark-lines" d="M13.500 17.500h5M13.500 21h5" />
</svg>`;
