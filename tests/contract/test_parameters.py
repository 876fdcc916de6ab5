"""Every documented value of every stage parameter is in a template that the rules and linters check."""

from typing import Any

import pytest

from tests.contract.copies import parameters_of
from tests.contract.rules import STAGES
from tests.contract.rules.deployment import Deployment
from tools.settings_page import stage_parameters

VALUES = [(one.name, value) for one in stage_parameters() for value in one.values]


def text(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_documented_value_is_packaged(name, value):
    assert value in {text(parameters_of(kind).get(name)) for kind in STAGES} - {"${env:DOCLOFT_AUTH, 'cognito'}"}


@pytest.mark.parametrize("name", [one.name for one in stage_parameters()])
def test_parameter_is_packaged_with_two_values(name):
    assert len({text(parameters_of(kind)[name]) for kind in STAGES}) > 1


def test_enumerations_are_documented_with_their_values():
    assert len(VALUES) >= 20
    defaults = {one.name: one.default.strip('`"') for one in stage_parameters()}
    assert [(name, values) for name, values in grouped().items() if defaults[name] not in values] == []


def grouped():
    found: dict[str, Any] = {}
    for name, value in VALUES:
        found.setdefault(name, []).append(value)
    return found


def test_provisioned_tables_and_indexes_have_throughput_within_the_free_units(packages):
    """25 units of each kind are free. https://aws.amazon.com/dynamodb/pricing/provisioned/"""
    deployment = Deployment.of("alternatives", packages.templates["alternatives"])

    tables = [one.properties for one in deployment.of_kind("DynamoDB::Table")]
    indexes = [index for table in tables for index in table.get("GlobalSecondaryIndexes", [])]
    throughput = [one.get("ProvisionedThroughput") for one in (*tables, *indexes)]
    assert {table["BillingMode"] for table in tables} == {"PROVISIONED"}
    assert all(throughput)
    assert len(throughput) == 8
    for unit in ("ReadCapacityUnits", "WriteCapacityUnits"):
        assert sum(int(one[unit]) for one in throughput) <= 25


@pytest.mark.parametrize("kind", [kind for kind in STAGES if kind != "alternatives"])
def test_tables_billed_by_request_have_no_throughput(packages, kind):
    deployment = Deployment.of(kind, packages.templates[kind])

    for table in deployment.of_kind("DynamoDB::Table"):
        parts = [table.properties, *table.properties.get("GlobalSecondaryIndexes", [])]
        assert table.properties["BillingMode"] == "PAY_PER_REQUEST"
        assert [part for part in parts if "ProvisionedThroughput" in part] == []


@pytest.mark.parametrize("kind", STAGES)
def test_textract_is_allowed_only_where_it_recognises_pages(packages, kind):
    deployment = Deployment.of(kind, packages.templates[kind])

    allowed = [
        (role.name, statement["Action"])
        for role in deployment.of_kind("IAM::Role")
        for statement in deployment.statements(role)
        if any(action.startswith("textract:") for action in statement["Action"])
    ]

    chosen = parameters_of(kind)["ocr"] == "textract"
    assert allowed == ([("worker/WorkRole", ["textract:DetectDocumentText"])] if chosen else [])
    [work] = [one for one in deployment.functions() if one.properties["FunctionName"].endswith("-work")]
    assert work.properties["Environment"]["Variables"]["OCR_ENGINE"] == ("textract" if chosen else "tesseract")


@pytest.mark.parametrize("kind", STAGES)
def test_opensearch_is_allowed_only_where_search_uses_it(packages, kind):
    deployment = Deployment.of(kind, packages.templates[kind])
    parameters = parameters_of(kind)

    allowed = {
        role.name: sorted(
            f"{action} {resource.split(parameters['opensearch_name'])[1]}"
            for statement in deployment.statements(role)
            for action in statement["Action"]
            for resource in statement["Resource"]
            if action.startswith(("es:", "aoss:"))
        )
        for role in deployment.of_kind("IAM::Role")
    }

    index = "/docloft-prod-v*"
    search = [f"es:ESHttpGet {index}/_settings", f"es:ESHttpPost {index}/_search"]
    writes = [f"es:ESHttpPost {index}/_bulk", f"es:ESHttpPost {index}/_mget", f"es:ESHttpPut {index}"]
    both = ["aoss:APIAccessAll "]
    expected = {
        ("opensearch", "es"): {"search": search, "index": sorted(search + writes), "work": sorted(search + writes)},
        ("opensearch", "aoss"): {"search": both, "index": both, "work": both},
    }.get((parameters["search"], parameters["opensearch_service"]), {})
    assert {name: found for name, found in allowed.items() if found} == {
        {"search": "api/SearchRole", "index": "worker/IndexRole", "work": "worker/WorkRole"}[function]: found
        for function, found in expected.items()
    }
    for function in deployment.functions():
        variables = function.properties["Environment"]["Variables"]
        if function.properties["FunctionName"].endswith(("-search", "-work", "-index")):
            assert variables["SEARCH_ENGINE"] == parameters["search"]
            assert variables["OPENSEARCH_ENDPOINT"] == parameters["opensearch_endpoint"]
            assert variables["OPENSEARCH_SERVICE"] == parameters["opensearch_service"]
        else:
            assert "SEARCH_ENGINE" not in variables


def test_other_parameters_reach_the_templates(packages):
    deployment = Deployment.of("alternatives", packages.templates["alternatives"])

    assert deployment.resources["api/UserPool"].properties["MfaConfiguration"] == "ON"
    groups = deployment.of_kind("Logs::LogGroup")
    assert {str(group.properties["RetentionInDays"]) for group in groups} == {"90"}
    assert all(alarm.properties["AlarmActions"] for alarm in deployment.of_kind("CloudWatch::Alarm"))
    functions = [deployment.resources[f"worker/{name}LambdaFunction"].properties for name in ("Work", "Index")]
    assert [function["MemorySize"] for function in functions] == [1769, 1769]
    assert functions[0]["Environment"]["Variables"]["OCR_PAGES_A_DAY"] == "100"
    [(mapping, _, _)] = deployment.mappings("SQS::Queue")
    assert mapping.properties["ScalingConfig"] == {"MaximumConcurrency": 2}
