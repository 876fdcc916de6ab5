/** Just enough of a browser for modules that listen to it: events, timers and animation frames are under the test's control. */

export class FakeWindow extends EventTarget {
  scrollY = 0;
  innerHeight = 800;
  scrolls = [];
  scrollTo(_x, y) {
    this.scrolls.push(y);
  }
}

/** @returns {{ window: FakeWindow, document: EventTarget & { hidden: boolean }, frame: () => void, restore: () => void }} */
export function installBrowser() {
  const window = new FakeWindow();
  const document = Object.assign(new EventTarget(), { hidden: false, activeElement: null });
  const frames = [];
  const before = new Map();
  const globals = { window, document, requestAnimationFrame: (act) => frames.push(act) };
  for (const [name, value] of Object.entries(globals)) {
    before.set(name, globalThis[name]);
    globalThis[name] = value;
  }
  return {
    window,
    document,
    frame: () => {
      for (const act of frames.splice(0)) act();
    },
    restore: () => {
      for (const [name, value] of before) globalThis[name] = value;
    },
  };
}

/** Runs everything that waits for promises, and nothing that waits for a timer. */
export async function settle() {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
