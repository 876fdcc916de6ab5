"""Names that one file uses and another must define: handlers, variables, routes, calls of the site."""

import importlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from docloft import formats
from docloft_api.features import all_operations, function_of
from docloft_api.http.headers import REQUEST_HEADERS
from tests.conftest import ROOT
from tests.contract.templates import SERVICES, load_yaml, serverless

SHARED_NAMES = {
    "__init__": "required by Python",
    "__main__": "required by Python",
    "handler": "the entry of each service",
    "operations": "the routes of each feature, and how they are declared",
    "schemas": "the requests and responses of each feature",
}
"""Names of modules that exist more than once, with the reason."""

FUNCTIONS = [
    (service, name, function) for service in SERVICES for name, function in serverless(service)["functions"].items()
]


@pytest.mark.parametrize(("service", "name", "function"), FUNCTIONS)
def test_handler_exists(service, name, function):
    module, attribute = function["handler"].rsplit(".", 1)

    assert callable(getattr(importlib.import_module(module), attribute))


def test_only_settings_read_the_environment():
    # The sandbox passes on variables of the system, such as TZ.
    allowed = {"settings.py", "sandbox.py", "conftest.py"}
    found = [
        str(path.relative_to(ROOT))
        for folder in (
            "packages/shared/src",
            *(f"services/{service}/docloft_{service}" for service in SERVICES),
            "local",
            "operate",
            "tools",
        )
        for path in (ROOT / folder).rglob("*.py")
        if "tests" not in path.parts and "os.environ" in path.read_text() and path.name not in allowed
    ]

    assert sorted(found) == [
        "local/emulator.py",  # passes an environment to the emulator
        "local/launcher.py",  # runs inside the emulator and reads what emulator.py passed
        "operate/diffing.py",  # reads NO_COLOR, and AWS_REGION for a diff without credentials
        "operate/packaged.py",  # passes its environment on to packaging/package
        "operate/stage.py",  # sets variables for docloft.settings, as serverless.yml does
        "tools/checks.py",  # passes its environment on to the tools
        "tools/local_stage.py",  # reads the local stage's port
        "tools/mutant_runs.py",  # names the mutant that the tests run against
        "tools/mutation.py",  # reads the name of the mutant in the changed module
    ]


def test_no_two_modules_or_packages_share_a_name():
    modules = [
        path.relative_to(ROOT)
        for folder in (
            "packages/shared/src/docloft",
            *(f"services/{service}" for service in SERVICES),
            *("local", "operate", "tools", "bench", "packages/uploader"),
        )
        for path in (ROOT / folder).rglob("*.py")
        if not {"tests", "node_modules", ".serverless"} & set(path.parts)
    ]
    packages = {path.parent for path in modules if path.name == "__init__.py"}
    places: dict[str, list[str]] = {}
    for place in [*modules, *packages]:
        places.setdefault(place.stem, []).append(str(place))
    shared = {name: found for name, found in places.items() if len(found) > 1}

    assert len(modules) > 150
    assert {name: found for name, found in shared.items() if name not in SHARED_NAMES} == {}
    assert SHARED_NAMES.keys() <= shared.keys()


def test_no_two_modules_that_every_screen_uses_share_a_name():
    """A feature may have the name of a module: it is the screen of that thing. Its own modules are named within it."""
    modules = [path for folder in ("app", "api", "ui") for path in (ROOT / "frontend/src" / folder).rglob("*.js")]
    texts = re.compile(r"strings\.[a-z]{2}")  # each folder has its own
    names = Counter(path.stem for path in modules if not texts.fullmatch(path.stem))

    assert len(names) > 70
    assert [name for name, count in names.items() if count > 1] == []


def test_no_python_code_depends_on_the_stage():
    sources = [*(ROOT / "packages/shared/src").rglob("*.py"), *(ROOT / "services").glob("*/docloft_*/**/*.py")]

    assert len(sources) > 40
    assert [str(path) for path in sources if re.search(r"\bif .*\bstage\b", path.read_text())] == []


def test_routes_of_the_gateway_match_the_operations_of_each_function():
    functions = serverless("api")["functions"]
    routes = {
        (name, event["http"]["method"].upper(), event["http"]["path"])
        for name, function in functions.items()
        for event in function["events"]
    }

    assert routes == {(function_of(one), one.method, one.path) for one in all_operations()}


def test_description_of_the_api_matches_its_operations():
    described = json.loads((ROOT / "docs/openapi.json").read_text())
    paths = {(method.upper(), path) for path, methods in described["paths"].items() for method in methods}

    assert described["openapi"].startswith("3.1")
    assert paths == {(operation.method.upper(), operation.path) for operation in all_operations()}


def test_every_call_of_the_site_exists():
    source = (ROOT / "frontend/src/api/operations.js").read_text()
    calls = re.findall(r'this\.request\(\s*"([A-Z]+)",\s*["`]([^"`]+)["`]', source)

    assert len(calls) >= 12
    for method, path in calls:
        pattern = re.sub(r"\$\{[\w.]+\}", "[^/]+", path)
        assert [
            operation
            for operation in all_operations()
            if operation.method.upper() == method and re.fullmatch(pattern, re.sub(r"\{\w+\}", "x", operation.path))
        ], f"{method} {path}"


def test_only_one_file_of_the_site_fetches():
    files = list((ROOT / "frontend/src").rglob("*.js"))
    found = {path.name for path in files if re.search(r"\bfetch\(|XMLHttpRequest", path.read_text())}

    assert found == {"client.js"}


def test_make_targets_are_few_and_documented():
    lines = Path(ROOT / "Makefile").read_text().splitlines()
    verbs = [line for line in lines if re.match(r"^[a-z]+:", line)]

    assert len(verbs) <= 22
    assert [line for line in verbs if "## " not in line] == []


def test_short_names_of_benchmarks_are_those_of_modules():
    short = dict(re.findall(r"^bench_(\w+) := (\w+)$", Path(ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(short) == {"reading", "search", "facts"}
    assert [module for module in short.values() if not (ROOT / f"bench/{module}.py").is_file()] == []


def test_rule_for_stage_names_is_the_same_everywhere():
    from operate.stage import NAME

    guard = (ROOT / "packaging/guard.cjs").read_text()
    role = (ROOT / ".github/deploy-role.yml").read_text()

    assert f"const STAGE = /^{NAME.pattern}$/;" in guard
    assert f'AllowedPattern: "{NAME.pattern}"' in role


@pytest.mark.parametrize("service", ["frontend", *(f"services/{service}" for service in SERVICES)])
def test_guard_is_the_first_plugin_of_every_service(service):
    described = load_yaml(Path(service) / "serverless.yml")

    guard = described["plugins"][0]
    assert guard.endswith("/guard.cjs")
    assert "packaging/guard.cjs" in (ROOT / service / guard).read_text()


def test_files_sent_to_the_inbox_reach_the_function_as_bytes():
    """services/api/tests/test_derived.py compares the list itself with the table of operations."""
    described = serverless("api")

    assert described["custom"]["files_as_they_are"] == "${file(binary_media_types.json)}"
    provider = load_yaml(Path("serverless.common.yml"))["api_provider"]
    assert provider["apiGateway"]["binaryMediaTypes"] == "${self:custom.files_as_they_are}"


def test_preflight_allows_the_headers_the_api_reads():
    assert load_yaml(Path("services/api/serverless.yml"))["custom"]["cors"]["headers"] == (
        "${file(routes.json):request_headers}"
    )
    assert serverless("api")["custom"]["cors"]["headers"] == REQUEST_HEADERS


def test_throttling_names_existing_routes():
    api = serverless("api")
    limits = api["custom"]["throttling"]
    routes = {
        f"{event['http']['method'].upper()} {event['http']['path']}"
        for function in api["functions"].values()
        for event in function["events"]
    }

    assert set(limits) - {"default"} <= routes
    # Anyone can cause costs with public routes.
    public = {f"{one.method} {one.path}" for one in all_operations() if one.is_public}
    assert public
    assert all(limits[name]["rate"] <= 10 for name in public)
    assert all(limit["burst"] >= limit["rate"] > 0 for limit in limits.values())


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_format_has_a_name_and_an_icon_on_the_site(language):
    names = (ROOT / f"frontend/src/ui/strings.{language}.js").read_text()
    icons = (ROOT / "frontend/src/ui/icons.js").read_text()

    assert [one.name for one in formats.FORMATS if f'"{one.name_key}":' not in names] == []
    assert [one.name for one in formats.FORMATS if f"  {one.icon}:" not in icons] == []
