"""Throttling by the gateway."""

from concurrent.futures import ThreadPoolExecutor

import requests

REQUESTS = 120
"""Far more than the burst limit of the health check, even with the tokens that a slow machine regains meanwhile."""


def test_too_many_requests_get_a_problem_that_the_site_can_read(stack):
    def request(_):
        return requests.get(f"{stack['api_url']}/v1/health", headers={"Origin": stack["site_url"]}, timeout=30)

    with ThreadPoolExecutor(12) as together:
        responses = list(together.map(request, range(REQUESTS)))

    refused = [response for response in responses if response.status_code == 429]
    assert {response.status_code for response in responses} == {200, 429}
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert refused[0].headers["Content-Type"] == "application/problem+json"
    assert refused[0].headers["Access-Control-Allow-Origin"] == stack["site_url"]
    problem = refused[0].json()
    assert problem["type"] == "urn:docloft:problem:too-many-requests"
    assert problem["instance"] == f"urn:docloft:request:{problem['correlation_id']}"
