"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const kept = require("../kept_packages.cjs");

const FILES = {
  "services/work/docloft_work/handler.py": "handler",
  "services/work/docloft_work/tests/data.json": "part of the package",
  "services/work/requirements.txt": "one==1",
  "services/work/resources/roles.yml": "roles",
  "services/work/tests/test_handler.py": "test",
  "packages/shared/src/docloft/ids.py": "ids",
  "packages/shared/tests/test_ids.py": "test",
  "packaging/requirements.cjs": "plugin",
  "package.json": "{}",
  ".venv/pyvenv.cfg": "version = 3.13",
};

function repository() {
  const root = fs.mkdtempSync(path.join(tmpdir(), "repository-"));
  for (const [name, content] of Object.entries(FILES)) write(root, name, content);
  return root;
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string} content
 */
function write(root, name, content) {
  fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  fs.writeFileSync(path.join(root, name), content);
}

/**
 * @param {string} root
 * @param {unknown} [options]
 */
const nameOf = (root, options = {}) => kept.nameOf(path.join(root, "services/work"), options, root);

test("a copy of the repository has packages of the same name", () => {
  assert.equal(nameOf(repository()), nameOf(repository()));
  assert.match(nameOf(repository()), /^work-[0-9a-f]{32}\.zip$/);
});

for (const name of Object.keys(FILES).filter((one) => !/resources|test_/.test(one))) {
  test(`a change of ${name} needs another package`, () => {
    const root = repository();
    const before = nameOf(root);

    write(root, name, "changed");

    assert.notEqual(nameOf(root), before);
  });
}

test("new files and other options need another package, and what is not packaged does not", () => {
  const root = repository();
  const before = nameOf(root);

  assert.notEqual(nameOf(root, { slim: true }), before);
  for (const name of [
    "services/work/resources/roles.yml",
    "packages/shared/tests/test_ids.py",
    "services/work/README.md",
  ]) {
    write(root, name, "changed");
    write(root, "services/work/docloft_work/__pycache__/handler.pyc", "compiled");
  }
  assert.equal(nameOf(root), before);
  write(root, "services/work/docloft_work/new.py", "");
  assert.notEqual(nameOf(root), before);
});

test("a file that a link names is part of the package", () => {
  const root = repository();
  fs.symlinkSync(path.join(root, "package.json"), path.join(root, "services/work/docloft_work/openapi.json"));
  fs.symlinkSync(path.join(root, "nowhere"), path.join(root, "services/work/docloft_work/.#lock"));
  const before = nameOf(root);

  write(root, "package.json", '{"changed": true}');

  assert.notEqual(nameOf(root), before);
});

test("a package that was kept is used, and the four that were used last remain", () => {
  const folder = path.join(fs.mkdtempSync(path.join(tmpdir(), "kept-")), "packages");
  const target = path.join(folder, "../service/.serverless/package.zip");
  const built = path.join(folder, "../built.zip");
  assert.equal(kept.use(folder, "work-1.zip", target), false);

  for (const number of [1, 2, 3, 4, 5, 6]) {
    fs.writeFileSync(built, `package ${number}`);
    kept.keep(folder, `work-${number}.zip`, built);
    const moment = new Date(Date.now() - 60_000 + number);
    fs.utimesSync(path.join(folder, `work-${number}.zip`), moment, moment);
    if (number === 4) assert.equal(kept.use(folder, "work-1.zip", target), true);
  }
  fs.writeFileSync(built, "another service");
  kept.keep(folder, "api-1.zip", built);

  assert.deepEqual(fs.readdirSync(folder).sort(), [
    "api-1.zip",
    "work-1.zip",
    "work-4.zip",
    "work-5.zip",
    "work-6.zip",
  ]);
  assert.equal(fs.readFileSync(target, "utf8"), "package 1");
});
