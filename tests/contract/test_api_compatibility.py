"""What the API promised in the last release still holds: a change that breaks a program that uses it is reported."""

import json
from copy import deepcopy
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.contract import released
from tests.contract.compatibility import breaks


def description() -> Any:
    return json.loads((ROOT / "docs/openapi.json").read_text())


def test_api_keeps_what_the_last_release_promised():
    """The site, scripts and scanners are not deployed with the API."""
    assert breaks(released.load(), description()) == []


def test_contract_of_a_release_has_all_that_is_compared():
    reduced = released.reduced(description())

    assert breaks(description(), reduced) == breaks(reduced, description()) == []
    for sentence, change in BREAKS.items():
        changed = deepcopy(description())
        change(changed)
        assert sentence in breaks(reduced, released.reduced(changed))


def schema(new, name):
    return new["components"]["schemas"][name]


def drop_parameter(new, path, name):
    operation = new["paths"][path]["get"]
    operation["parameters"] = [one for one in operation["parameters"] if one.get("name") != name]


def require_parameter(new, path, name):
    [parameter] = [one for one in new["paths"][path]["get"]["parameters"] if one.get("name") == name]
    parameter["required"] = True


def require(new, name, field):
    schema(new, name)["properties"][field] = {"type": "string"}
    schema(new, name)["required"].append(field)


def remove(new, name, field):
    del schema(new, name)["properties"][field]
    schema(new, name)["required"].remove(field)


def make_optional(new, name, field):
    schema(new, name)["required"].remove(field)


def retype(new, name, field, kind):
    schema(new, name)["properties"][field]["type"] = kind


def drop_header(new):
    del new["paths"]["/v1/documents/{document_id}"]["get"]["responses"]["200"]["headers"]["ETag"]


BREAKS = {
    "GET /v1/jobs is gone": lambda new: new["paths"].pop("/v1/jobs"),
    "GET /v1/search: the parameter q is gone": lambda new: drop_parameter(new, "/v1/search", "q"),
    "GET /v1/search: the parameter q is required now": lambda new: require_parameter(new, "/v1/search", "q"),
    "POST /v1/documents body: colour is required now": lambda new: require(new, "CreateTaggedDocument", "colour"),
    "POST /v1/documents body: size is no longer accepted": lambda new: remove(new, "CreateTaggedDocument", "size"),
    "GET /v1/jobs/{job_id} 200: state is gone": lambda new: remove(new, "Job", "state"),
    "GET /v1/jobs/{job_id} 200: state may be missing now": lambda new: make_optional(new, "Job", "state"),
    "GET /v1/jobs/{job_id} 200.done: string may be returned now": lambda new: retype(new, "Job", "done", "string"),
    "GET /v1/documents/{document_id} 200: the header ETag is gone": drop_header,
    "GET /v1/me: the security requirements have changed": lambda new: new["paths"]["/v1/me"]["get"].update(security=[]),
}


@pytest.mark.parametrize("sentence", BREAKS)
def test_breaking_change_is_reported(sentence):
    changed = deepcopy(description())

    BREAKS[sentence](changed)

    assert sentence in breaks(description(), changed)


def test_additions_are_compatible():
    grown = deepcopy(description())
    grown["paths"]["/v1/tags"] = grown["paths"]["/v1/jobs"]
    schema(grown, "Document")["properties"]["mood"] = {"type": "string"}
    schema(grown, "EditDocument")["properties"]["mood"] = {"type": "string"}

    assert breaks(description(), grown) == []


def test_new_value_of_an_enum_is_compatible_in_a_response_only():
    wider, narrower = deepcopy(description()), deepcopy(description())
    schema(wider, "Job")["properties"]["kind"]["enum"].append("ocr")
    disposition = narrower["paths"]["/v1/documents/{document_id}/original"]["get"]["parameters"]
    [values] = [one["schema"] for one in disposition if one.get("name") == "disposition"]
    values["enum"].remove("inline")

    assert breaks(description(), wider) == []
    assert breaks(description(), narrower) == [
        "GET /v1/documents/{document_id}/original disposition: inline is no longer accepted"
    ]
