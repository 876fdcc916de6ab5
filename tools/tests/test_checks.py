"""`make check` keeps results, but none that are outdated."""

import subprocess

from tools import checks

CONFIG = """
const rule = {{ create: (context) => ({{ Program: (node) => {{ {body} }} }}) }};
export default [{{ plugins: {{ site: {{ rules: {{ rule }} }} }}, rules: {{ "site/rule": "error" }} }}];
"""


def test_changed_rule_of_the_site_is_applied_to_files_that_passed_before(tmp_path):
    folder = tmp_path / "frontend"
    folder.mkdir()
    (folder / "page.js").write_text("export const one = 1;\n")
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "package.json").write_text('{"type": "module"}')

    def found(body):
        (folder / "eslint.config.js").write_text(CONFIG.format(body=body))
        command = [str(checks.ROOT / "node_modules/.bin/eslint"), "frontend/page.js", *checks.eslint_options(tmp_path)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout

    assert found("") == ""
    assert "forbidden" in found('context.report({ node, message: "forbidden" });')


def test_results_of_other_versions_are_not_used(tmp_path):
    names = set()
    (tmp_path / "frontend").mkdir()
    for config, lock in (("a", "b"), ("b", "b"), ("a", "c"), ("ab", "")):
        (tmp_path / "frontend/eslint.config.js").write_text(config)
        (tmp_path / "package-lock.json").write_text(lock)
        names.add(checks.eslint_options(tmp_path)[-1])

    assert len(names) == 4


def test_results_of_other_versions_are_deleted_when_there_are_new_ones(tmp_path):
    (tmp_path / "frontend").mkdir()
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "frontend/eslint.config.js").write_text("a")
    old = tmp_path / checks.eslint_options(tmp_path)[-1]
    prettier = old.parent / "prettier"
    old.parent.mkdir(parents=True)
    for file in (old, prettier):
        file.write_text("results")

    checks.eslint_options(tmp_path)
    assert (old.exists(), prettier.exists()) == (True, True)
    (tmp_path / "frontend/eslint.config.js").write_text("b")
    checks.eslint_options(tmp_path)
    assert (old.exists(), prettier.exists()) == (False, True)
