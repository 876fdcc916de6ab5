/** The photo of a page with its four corners, which are moved by a finger, the mouse or the arrow keys. */

import { html } from "../../ui/html.js";
import { t } from "../../ui/strings.js";
import { moved } from "./geometry.js";

/** @typedef {import("./geometry.js").Corners} Corners */

/** The height of the photo in the drawing's own units; its width follows. */
const HEIGHT = 1000;
/** The margin around the photo, so that a handle at its edge is completely visible. */
const MARGIN = 50;
/** How far an arrow key moves a corner, as a share of the photo. The first value applies with Shift. */
const FAR = 0.05;
const NEAR = 0.005;
/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const NAMES = /** @type {const} */ ([
  "capture.topLeft",
  "capture.topRight",
  "capture.bottomRight",
  "capture.bottomLeft",
]);

/**
 * @param {import("./state.js").Page} page that has its picture
 * @param {(corners: Corners) => void} change
 */
export function cornerEditor({ picture, ratio, corners }, change) {
  const width = HEIGHT * ratio;
  const at = ({ x = 0, y = 0 }) => `${x * width},${y * HEIGHT}`;
  const outline = corners.map(at).join(" ");
  const box = `${-MARGIN} ${-MARGIN} ${width + 2 * MARGIN} ${HEIGHT + 2 * MARGIN}`;
  return html`<svg
    class="corner-editor"
    viewBox=${box}
    role="group"
    aria-label=${t("capture.corners")}
    @pointerdown=${(/** @type {PointerEvent} */ event) => drag(event, { width, corners, change })}
    @keydown=${(/** @type {KeyboardEvent} */ event) => step(event, corners, change)}
  >
    <image href=${picture} width=${width} height=${HEIGHT} role="img" aria-label=${t("capture.photo")} />
    <path class="corner-veil" fill-rule="evenodd" d="M0,0 ${width},0 ${width},${HEIGHT} 0,${HEIGHT}z M${outline}z" />
    <polygon class="corner-outline" points=${outline} />
    ${handles(corners, width)}
  </svg>`;
}

/** @param {Corners} corners @param {number} width */
function handles([a, b, c, d], width) {
  const label = (/** @type {0 | 1 | 2 | 3} */ index, { x = 0, y = 0 }) =>
    t(NAMES[index], { across: Math.round(x * 100), down: Math.round(y * 100) });
  const place = ({ x = 0, y = 0 }) => `translate(${x * width} ${y * HEIGHT})`;
  return html`<svg x="0" y="0" overflow="visible">
    <g class="corner-handle" data-corner="0" tabindex="0" role="button" aria-label=${label(0, a)} transform=${place(a)}>
      <circle class="corner-reach" r="60" />
      <circle class="corner-dot" r="28" />
    </g>
    <g class="corner-handle" data-corner="1" tabindex="0" role="button" aria-label=${label(1, b)} transform=${place(b)}>
      <circle class="corner-reach" r="60" />
      <circle class="corner-dot" r="28" />
    </g>
    <g class="corner-handle" data-corner="2" tabindex="0" role="button" aria-label=${label(2, c)} transform=${place(c)}>
      <circle class="corner-reach" r="60" />
      <circle class="corner-dot" r="28" />
    </g>
    <g class="corner-handle" data-corner="3" tabindex="0" role="button" aria-label=${label(3, d)} transform=${place(d)}>
      <circle class="corner-reach" r="60" />
      <circle class="corner-dot" r="28" />
    </g>
  </svg>`;
}

/** @param {Event} event @returns {number} -1 outside of the handles */
function indexOf(event) {
  const handle = /** @type {SVGElement | null} */ (/** @type {Element} */ (event.target).closest("[data-corner]"));
  return handle ? Number(handle.dataset.corner) : -1;
}

/**
 * Until the pointer is released. A finger may leave the handle.
 * @param {PointerEvent} event
 * @param {{ width: number, corners: Corners, change: (corners: Corners) => void }} editor `width` of the photo in the
 *   drawing
 */
function drag(event, { width, corners, change }) {
  const index = indexOf(event);
  const corner = corners[index];
  const surface = /** @type {SVGSVGElement} */ (event.currentTarget);
  const toDrawing = surface.getScreenCTM()?.inverse();
  if (!corner || !toDrawing || event.button !== 0) return;
  const placeOf = (/** @type {PointerEvent} */ { clientX, clientY }) => {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(toDrawing);
    return { x: x / width, y: y / HEIGHT };
  };
  const start = placeOf(event);
  surface.setPointerCapture(event.pointerId);
  let current = corners;
  const move = (/** @type {PointerEvent} */ moving) => {
    const { x, y } = placeOf(moving);
    // The handle does not jump to the finger.
    current = moved(current, index, { x: corner.x + x - start.x, y: corner.y + y - start.y });
    change(current);
  };
  const end = () => {
    surface.removeEventListener("pointermove", move);
    surface.removeEventListener("pointerup", end);
    surface.removeEventListener("pointercancel", end);
  };
  surface.addEventListener("pointermove", move);
  surface.addEventListener("pointerup", end);
  surface.addEventListener("pointercancel", end);
}

/** @param {KeyboardEvent} event @param {Corners} corners @param {(corners: Corners) => void} change */
function step(event, corners, change) {
  const index = indexOf(event);
  const corner = corners[index];
  const arrow = ARROWS[event.key];
  if (!corner || !arrow || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const far = event.shiftKey ? FAR : NEAR;
  change(moved(corners, index, { x: corner.x + arrow[0] * far, y: corner.y + arrow[1] * far }));
}
