/** No module of the site imports itself through others: each can be read after those that it imports. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";

const SRC = new URL("../src/", import.meta.url);

/** @returns {Map<string, string[]>} the modules that each module imports or exports from */
function imports() {
  const modules = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  return new Map(
    modules.map((name) => {
      const text = readFileSync(new URL(name, SRC), "utf8");
      const targets = [...text.matchAll(/^(?:import|export|\}) ?[^"'`;]*?"(\.[^"]+\.js)";/gm)].map(
        ([, target]) => target,
      );
      return [name, targets.map((target) => posix.join(posix.dirname(name), target))];
    }),
  );
}

/** @param {Map<string, string[]>} graph @returns {string[] | null} a circle, if there is one */
function circleOf(graph) {
  const done = new Set();
  /** @type {(name: string, path: string[]) => string[] | null} */
  const visit = (name, path) => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return null;
    for (const target of graph.get(name) ?? []) {
      const found = visit(target, [...path, name]);
      if (found) return found;
    }
    done.add(name);
    return null;
  };
  for (const name of graph.keys()) {
    const found = visit(name, []);
    if (found) return found;
  }
  return null;
}

test("modules import each other in one direction", () => {
  const graph = imports();
  assert.ok(graph.size > 100);
  assert.ok([...graph.values()].flat().length > 500);
  assert.equal(circleOf(graph)?.join(" > "), undefined);
});

test("a circle is found", () => {
  assert.deepEqual(
    circleOf(
      new Map([
        ["a", ["b"]],
        ["b", ["c"]],
        ["c", ["b"]],
      ]),
    ),
    ["b", "c", "b"],
  );
});
