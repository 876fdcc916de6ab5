"""Throttling by the gateway."""

import requests

from tests.e2e.bursts import send_until_throttled


def test_too_many_requests_get_a_problem_that_the_site_can_read(stack):
    def request():
        return requests.get(f"{stack['api_url']}/v1/health", headers={"Origin": stack["site_url"]}, timeout=120)

    responses = send_until_throttled(request)

    refused = [response for response in responses if response.status_code == 429]
    assert {response.status_code for response in responses} == {200, 429}
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert refused[0].headers["Content-Type"] == "application/problem+json"
    assert refused[0].headers["Access-Control-Allow-Origin"] == stack["site_url"]
    problem = refused[0].json()
    assert problem["type"] == "urn:docloft:problem:too-many-requests"
    assert problem["instance"] == f"urn:docloft:request:{problem['correlation_id']}"
