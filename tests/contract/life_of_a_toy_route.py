"""Everything that works for a route after adding one entry and one function. test_routes.py runs this with a copy of
the API that contains the toy route.
"""

import json

import pytest

from docloft import tables
from docloft.clock import timestamp
from docloft.tables.jobs import Job
from docloft_api import handler
from services.api import checklist, derived
from services.api.tests.conftest import Caller
from tests.fixtures import LIBRARY
from tests.lambda_context import Context

pytestmark = pytest.mark.usefixtures("cloud")
PATH = "/v1/toys/{job_id}"


def content(name):
    return derived.contents()[derived.ROOT / name]


def test_toy_is_served_by_the_function_of_its_feature():
    # Not with the fixture `call`, which checks responses against the description: it does not contain this route yet.
    caller = Caller(handler.handle)
    job = Job(LIBRARY, "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z", kind="bulk", state="done")
    job.created_at, job.updated_at, job.expires_at = (timestamp(), timestamp(), 2_000_000_000)
    tables.jobs.save(job)
    event = caller.event("POST", f"/v1/toys/{job.job_id}")

    response = handler.handle(event, Context())
    event["httpMethod"] = "GET"
    refused = handler.handle(event, Context())

    assert response["statusCode"] == 202
    assert [one["id"] for one in json.loads(response["body"])["jobs"]] == [job.job_id]
    assert refused["statusCode"] == 405


def test_toy_is_a_guarded_route_of_the_gateway_with_its_throttling():
    routes = json.loads(content("services/api/routes.json"))
    [event] = [one["http"] for one in routes["events"]["api"] if one["http"]["path"] == PATH]

    assert event["method"] == "post"
    assert event["authorizer"] == "${self:custom.auth.authorizer, null}"
    assert event["private"] == "${self:custom.auth.private}"
    assert routes["throttling"][f"POST {PATH}"] == {"rate": 3, "burst": 7}


def test_toy_has_a_sample_event_and_a_line_in_the_readme():
    event = json.loads(content("services/api/events/count_jobs.json"))

    assert (event["httpMethod"], event["resource"]) == ("POST", PATH)
    assert event["path"] == "/v1/toys/01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"
    assert "| `api` | `events/count_jobs.json` | A toy |" in content("services/api/README.md")


def test_toy_is_described():
    described = json.loads(content("docs/openapi.json"))["paths"][PATH]["post"]

    assert described["summary"] == "A toy"
    assert described["security"] == [{"person": []}]
    assert {"202", "401", "403", "404", "429", "500", "503"} <= set(described["responses"])


def test_missing_parts_of_the_toy_are_listed():
    lines = checklist.missing()

    assert "count_jobs" in lines[0]
    assert "has no test" in lines[0]
    assert "services/api/events/count_jobs.json is out of date: run make tidy" in lines
