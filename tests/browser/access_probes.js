/** Checks of accessibility that run in the page. Each returns the elements that fail, described in a few words. */

globalThis.probes = (() => {
  const LEAST = 24;
  const FOCUSABLE =
    "a[href], button:not(:disabled), input:not([type=hidden], :disabled), select, textarea, summary, [tabindex='0']";
  const SELECTED =
    "[aria-current]:not([aria-current=false]), [aria-pressed=true], [aria-selected=true], [aria-checked=true], :checked:not(option)";
  const STATES = ["aria-current", "aria-pressed", "aria-selected", "aria-checked"];

  const named = (element) => element.outerHTML.replaceAll(/<!--.*?-->|\s+/g, " ").slice(0, 140);
  /** What is below a modal dialog cannot be used, and what is below an open menu can once it is closed. */
  const isBelow = (element) =>
    document.querySelector("dialog:modal, [popover]:popover-open")?.contains(element) === false;
  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert], .skip") && !isBelow(element);
  const isEmpty = ({ width, height }) => width <= 1 || height <= 1;

  /** What a person points at: the label of a box that is hidden or has one, or the element. */
  const targetOf = (element) => {
    const label = element.matches("[type=checkbox], [type=radio], [type=file]") ? element.labels?.[0] : null;
    return label ?? element;
  };
  /** Its rectangle, without what its ancestors clip. */
  const shownPart = (element) => {
    let { left, top, right, bottom } = element.getBoundingClientRect();
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (!/hidden|clip/.test(getComputedStyle(up).overflowX)) continue;
      const box = up.getBoundingClientRect();
      [left, top, right, bottom] = [
        Math.max(left, box.left),
        Math.max(top, box.top),
        Math.min(right, box.right),
        Math.min(bottom, box.bottom),
      ];
    }
    return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  };
  const areas = (element) => {
    const own = shownPart(element);
    const rect = shownPart(targetOf(element));
    return rect.width * rect.height > own.width * own.height ? rect : own;
  };

  const isInText = (element) => {
    const isInline = getComputedStyle(element).display === "inline";
    const around = element.parentElement?.textContent?.trim().length ?? 0;
    return isInline && around > (element.textContent?.trim().length ?? 0);
  };

  /** Whether all of a square around the middle belongs to the element, as when a layer extends it. */
  const isHitAround = (element, { x, y }) => {
    const reach = LEAST / 2 - 1;
    return [-reach, 0, reach].every((right) =>
      [-reach, 0, reach].every((down) => {
        const hit = document.elementFromPoint(x + right, y + down);
        return hit && (targetOf(element).contains(hit) || element.contains(hit));
      }),
    );
  };
  const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });
  const isSmall = ({ width, height }) => width < LEAST - 0.1 || height < LEAST - 0.1;
  const distance = (point, { left, right, top, bottom }) =>
    Math.hypot(Math.max(left - point.x, 0, point.x - right), Math.max(top - point.y, 0, point.y - bottom));

  /** The exception for spacing of SC 2.5.8: a circle around it touches no other target, nor the circle of a small one. */
  const hasSpace = (element, rect, others) => {
    const at = middle(rect);
    // A layer of another target, such as one that covers a whole row, is not in that one's own rectangle.
    const isOnOther = [
      [-1, 0],
      [1, 0],
      [0, -1],
      [0, 1],
    ].some(([x, y]) => {
      const hit = document.elementFromPoint(at.x + (x * LEAST) / 2, at.y + (y * LEAST) / 2)?.closest(FOCUSABLE);
      return hit && hit !== element && !hit.contains(element);
    });
    return (
      !isOnOther &&
      others.every(({ element: other, rect: area }) => {
        if (other === element || other.contains(element) || element.contains(other)) return true;
        const from = middle(area);
        if (isSmall(area)) return Math.hypot(at.x - from.x, at.y - from.y) >= LEAST;
        return distance(at, area) >= LEAST / 2;
      })
    );
  };

  function smallTargets() {
    const all = [...document.querySelectorAll(FOCUSABLE)].filter(isShown);
    const known = () => all.map((element) => ({ element, rect: areas(element) })).filter(({ rect }) => !isEmpty(rect));
    return known().flatMap(({ element, rect }) => {
      if (!isSmall(rect) || isInText(element)) return [];
      element.scrollIntoView({ block: "center" });
      const now = areas(element);
      if (isHitAround(element, middle(now)) || hasSpace(element, now, known())) return [];
      return [`${Math.round(rect.width)}×${Math.round(rect.height)} ${named(element)}`];
    });
  }

  const FOCUS_LOOK = [
    "outlineStyle",
    "outlineWidth",
    "outlineColor",
    "boxShadow",
    "borderTopColor",
    "borderBottomColor",
  ];
  const lookOf = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    if (pseudo && style.content === "none") return "";
    const look = FOCUS_LOOK.map((name) =>
      style.outlineStyle === "none" && name.startsWith("outline") ? "" : style[name],
    );
    return look.join(" ");
  };
  /** Where the focus may be shown: on it, its layers, what contains it or its active row. */
  const around = (element) => {
    const found = [element, element.nextElementSibling, ...(element.labels ?? [])];
    for (let up = element.parentElement, n = 0; up && n < 4; up = up.parentElement, n += 1) found.push(up);
    const active = element.querySelector("[data-active]");
    const owned = document.getElementById(element.getAttribute("aria-activedescendant") ?? "");
    return [...found, active, owned].filter((one) => one instanceof Element);
  };
  const looks = (elements) =>
    elements.map((one) => [null, "::before", "::after"].map((pseudo) => lookOf(one, pseudo)).join("|"));

  /** How much of an outline's four sides an ancestor clips. */
  const isClipped = (element) => {
    const style = getComputedStyle(element);
    if (style.outlineStyle === "none") return false;
    const near = parseFloat(style.outlineOffset);
    const far = near + parseFloat(style.outlineWidth);
    const rect = element.getBoundingClientRect();
    let position = style.position;
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      const above = getComputedStyle(up);
      if (position === "fixed") return false;
      const clips = above.overflowX !== "visible" || /paint|strict|content/.test(above.contain);
      if (clips && !(position === "absolute" && above.position === "static")) {
        const box = up.getBoundingClientRect();
        const shown = [
          rect.left - near > box.left,
          rect.right + near < box.right,
          rect.top - near > box.top,
          rect.bottom + near < box.bottom,
        ];
        const isScrolled = up.scrollWidth > up.clientWidth + 1 || up.scrollHeight > up.clientHeight + 1;
        if (far > 0 && shown.filter((one) => !one).length > (isScrolled ? 1 : 0)) return true;
      }
      position = above.position;
    }
    return false;
  };

  const isCovered = (element) => {
    const rect = areas(element);
    const left = Math.max(rect.left, 0);
    const top = Math.max(rect.top, 0);
    const right = Math.min(rect.right, innerWidth);
    const bottom = Math.min(rect.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return true;
    const points = [0.5, 0.25, 0.75].flatMap((x) =>
      [0.5, 0.25, 0.75].map((y) => [left + (right - left) * x, top + (bottom - top) * y]),
    );
    const seen = points.filter(([x, y]) => {
      const hit = document.elementFromPoint(x, y);
      return hit && (targetOf(element).contains(hit) || element.contains(hit) || hit.contains(element));
    });
    const part = ((right - left) * (bottom - top)) / (rect.width * rect.height);
    return seen.length === 0 || (rect.height < innerHeight / 2 && (seen.length < 5 || part < 0.6));
  };

  let last = null;
  let first = null;
  function startFocus() {
    document.activeElement?.blur();
    scrollTo(0, 0);
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    [first, last] = [null, null];
  }

  /** Checks the focused element, and that the one before it looks different without the focus. */
  function focused() {
    const element = document.activeElement;
    const faults = [];
    // A date has several stops.
    if (element === last?.element) return { faults, isAtEnd: false };
    if (last?.element.isConnected) {
      const now = looks(last.around);
      if (now.join() === last.looks.join()) faults.push(`looks the same: ${named(last.element)}`);
    }
    last = null;
    if (!element || element === document.body || element === first) return { faults, isAtEnd: true };
    first ??= element;
    if (isCovered(element)) faults.push(`covered: ${named(element)}`);
    if (isClipped(element)) faults.push(`clipped outline: ${named(element)}`);
    const shown = around(element);
    last = { element, around: shown, looks: looks(shown) };
    return { faults, isAtEnd: false };
  }

  /** The ground that is seen below it. */
  const groundOf = (element) => {
    const { backgroundColor } = getComputedStyle(element);
    const isClear = /^rgba.*, 0\)$/.test(backgroundColor);
    return isClear && element.parentElement ? groundOf(element.parentElement) : backgroundColor;
  };
  const FORCED_LOOK = [
    "borderTopStyle",
    "borderTopWidth",
    "borderTopColor",
    "borderBottomWidth",
    "borderBottomColor",
    "borderLeftWidth",
    "borderLeftColor",
    "outlineStyle",
    "color",
    "textDecorationLine",
  ];
  const groundAndOutline = (element) => {
    const { outlineStyle, outlineColor } = getComputedStyle(element);
    return `${groundOf(element)} ${outlineStyle === "none" ? "" : outlineColor}`;
  };
  const forcedLook = (element) =>
    [groundAndOutline(element), ...FORCED_LOOK.map((name) => getComputedStyle(element)[name])].join(" ");
  const isSelected = (element) => element.matches(SELECTED);
  const peersOf = (element) => {
    for (let up = element.parentElement, n = 0; up && n < 4; up = up.parentElement, n += 1) {
      const peers = [...up.querySelectorAll(element.localName)].filter(
        (one) =>
          one !== element &&
          !isSelected(one) &&
          isShown(one) &&
          STATES.every((state) => element.hasAttribute(state) === one.hasAttribute(state) || state === "aria-current"),
      );
      if (peers.length) return peers;
    }
    return [];
  };
  const isVisibleBorder = (style) => style.borderBottomStyle !== "none" && parseFloat(style.borderBottomWidth) > 0;

  function lostInForcedColours() {
    const faults = [];
    for (const element of document.querySelectorAll(SELECTED)) {
      if (!isShown(element)) continue;
      const isNative =
        element.matches("input") &&
        getComputedStyle(element).appearance !== "none" &&
        getComputedStyle(element).opacity !== "0" &&
        !isEmpty(element.getBoundingClientRect());
      const target = element.matches("input") ? targetOf(element) : element;
      const peer = element.matches("input") ? peersOf(element).map(targetOf)[0] : peersOf(element)[0];
      if (!isNative && peer && forcedLook(target) === forcedLook(peer))
        faults.push(`looks unselected: ${named(target)}`);
    }
    for (const box of document.querySelectorAll(".select input:checked, [data-row] input:checked")) {
      const row = box.closest("[data-row], li");
      const other = [...(row?.parentElement?.children ?? [])].find(
        (one) => one.matches("[data-row], li") && !one.querySelector("input:checked"),
      );
      const parts = (one) => [one, ...one.querySelectorAll(".hit-row, .card-picture")].map(groundAndOutline).join("|");
      if (row && other && parts(row) === parts(other)) faults.push(`row looks unselected: ${named(row)}`);
    }
    for (const mark of document.querySelectorAll("mark")) {
      if (groundOf(mark) === groundOf(mark.parentElement)) faults.push(`unmarked: ${named(mark)}`);
    }
    for (const button of document.querySelectorAll(".button, input, select, textarea, [type=submit]")) {
      const style = getComputedStyle(button);
      if (!isShown(button) || isEmpty(button.getBoundingClientRect()) || style.opacity === "0") continue;
      const box = button.matches("input") ? [style, getComputedStyle(button.parentElement)] : [style];
      const isDrawn =
        button.matches("[type=checkbox], [type=radio], [type=range], [type=color]") && style.appearance !== "none";
      if (!isDrawn && !box.some(isVisibleBorder)) faults.push(`no border: ${named(button)}`);
    }
    return faults;
  }

  /** What is wider than the window, or scrolls sideways in it without being made for that. */
  function tooWide() {
    const { scrollWidth, clientWidth } = document.documentElement;
    const faults = scrollWidth > clientWidth ? [`page: ${scrollWidth} > ${clientWidth}`] : [];
    for (const element of document.querySelectorAll("main *, header *, nav *")) {
      const isScroller = /auto|scroll/.test(getComputedStyle(element).overflowX);
      if (isScroller && isShown(element) && element.scrollWidth > element.clientWidth + 1)
        faults.push(`scrolls: ${named(element)}`);
    }
    return faults;
  }

  return { smallTargets, startFocus, focused, lostInForcedColours, tooWide };
})();
