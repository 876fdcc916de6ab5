/** What a person does with the pages, by buttons, keys and dragging. */

import { dragging } from "./dragging.js";
import { extracted, joined, renamed, shifted, split, turnedBy, without } from "./plan.js";
import { allChosen, beside, chosen, redone, undone, withPlan } from "./state.js";

/**
 * @typedef {import("./state.js").State} State
 * @typedef {ReturnType<typeof editing>} Editing
 */

/**
 * @param {import("../../ui/screen.js").Screen<State>} shown
 * @param {HTMLElement} element
 * @param {() => number} nextKey
 */
export function editing(shown, element, nextKey) {
  const change = (
    /** @type {(plan: import("./plan.js").Plan, selected: Set<number>) => import("./plan.js").Plan} */ edit,
  ) => {
    const { state } = shown;
    if (state.selected.size) shown.update(withPlan(state, edit(state.plan, state.selected)));
  };
  const keepFocus = () => {
    shown.draw();
    /** @type {HTMLElement | null} */ (element.querySelector(`[data-sheet="${shown.state.focused}"]`))?.focus();
  };
  const steps = {
    turn: (/** @type {90 | -90} */ by) => change((plan, selected) => turnedBy(plan, selected, by)),
    shift: (/** @type {1 | -1} */ step) => change((plan, selected) => shifted(plan, selected, step)),
    remove: () => change(without),
    extract: () => {
      change(extracted);
      // Nothing is lost: the pages that are left out stay where they come from.
      shown.update({ trashes: false, asVersion: false });
    },
    split: () => change((plan, selected) => split(plan, selected, nextKey)),
    undo: () => shown.update(undone(shown.state)),
    redo: () => shown.update(redone(shown.state)),
    all: () => shown.update(allChosen(shown.state)),
  };
  const keys = (/** @type {KeyboardEvent} */ { key, ctrlKey, metaKey, altKey, shiftKey }) => {
    const isCommand = ctrlKey || metaKey;
    const step = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -rowLength(element),
      ArrowDown: rowLength(element),
      Home: -Infinity,
      End: Infinity,
    }[key];
    if (isCommand) return { a: steps.all, z: shiftKey ? steps.redo : steps.undo, y: steps.redo }[key.toLowerCase()];
    if (altKey) return step === 1 || step === -1 ? () => steps.shift(step) : undefined;
    if (step !== undefined) return () => focus(beside(shown.state, step), shiftKey);
    return {
      Delete: steps.remove,
      Backspace: steps.remove,
      r: () => steps.turn(90),
      R: () => steps.turn(-90),
      Escape: () => shown.update({ selected: new Set() }),
    }[key];
  };
  const focus = (/** @type {number | null} */ key, /** @type {boolean} */ isRange) => {
    if (key === null) return;
    const { state } = shown;
    shown.update(
      isRange ? chosen({ ...state, anchor: state.anchor ?? state.focused }, key, { isRange }) : { focused: key },
    );
  };
  /**
   * Runs a button's action. If that disables or removes the button, the focus moves to the page that Tab reaches, or to
   * the heading.
   * @param {() => void} act
   */
  const byButton = (act) => {
    act();
    shown.draw();
    const active = document.activeElement;
    if (active && active !== document.body && !active.matches(":disabled")) return;
    /** @type {HTMLElement | null} */ (
      element.querySelector("[data-sheet][tabindex='0']") ?? element.querySelector("h1")
    )?.focus();
  };
  return {
    turn: (/** @type {90 | -90} */ by) => byButton(() => steps.turn(by)),
    shift: (/** @type {1 | -1} */ step) => byButton(() => steps.shift(step)),
    remove: () => byButton(steps.remove),
    extract: () => byButton(steps.extract),
    split: () => byButton(steps.split),
    undo: () => byButton(steps.undo),
    redo: () => byButton(steps.redo),
    all: () => byButton(steps.all),
    join: (/** @type {number} */ key) =>
      byButton(() => shown.update(withPlan(shown.state, joined(shown.state.plan, key)))),
    rename: (/** @type {number} */ key, /** @type {string} */ title) =>
      shown.update(withPlan(shown.state, renamed(shown.state.plan, key, title))),
    press: (/** @type {MouseEvent} */ event, /** @type {number} */ key) => {
      // A finger has no Ctrl key: each page that it touches is chosen in addition.
      const isFinger = event instanceof PointerEvent && event.pointerType === "touch";
      shown.update(
        chosen(shown.state, key, { isRange: event.shiftKey, isToggle: isFinger || event.ctrlKey || event.metaKey }),
      );
    },
    key: (/** @type {KeyboardEvent} */ event) => {
      const key = Number(/** @type {HTMLElement} */ (event.target).dataset.sheet);
      if (!key) return;
      if (shown.state.focused !== key) shown.update({ focused: key });
      // A key acts on the page that has the focus when nothing is chosen.
      const isEdit = event.altKey || ["Delete", "Backspace", "r", "R"].includes(event.key);
      if (isEdit && !event.ctrlKey && !event.metaKey && !shown.state.selected.size)
        shown.update(chosen(shown.state, key));
      const isChoice = event.key === " " || event.key === "Enter";
      const act = isChoice
        ? () => shown.update(chosen(shown.state, key, { isToggle: true, isRange: event.shiftKey }))
        : keys(event);
      if (!act) return;
      event.preventDefault();
      act();
      keepFocus();
    },
    ...dragging(shown, element),
  };
}

/** How many sheets are side by side. @param {HTMLElement} element */
function rowLength(element) {
  const tops = [...element.querySelectorAll(".page-grid:has(> [tabindex='0']) > li")].map((one) =>
    Math.round(one.getBoundingClientRect().top),
  );
  const length = tops.findIndex((top) => top !== tops[0]);
  return length < 0 ? Math.max(1, tops.length) : length;
}
