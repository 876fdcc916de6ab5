"""The import rules in pyproject.toml name every module that they are about."""

import tomllib

from tests.conftest import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_all_of_search_but_its_public_module_is_protected():
    [rule] = [one for one in CONTRACTS if one["name"] == "Other packages import only the public module of search"]
    modules = {
        f"docloft.search.{path.stem}"
        for path in (ROOT / "packages/shared/src/docloft/search").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert modules - set(rule["protected_modules"]) == {"docloft.search.__init__", "docloft.search.api"}
