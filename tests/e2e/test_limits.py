"""Throttling by the gateway."""

from concurrent.futures import ThreadPoolExecutor

import requests

from tests.conftest import PATIENCE_SECONDS
from tools.api_client import attempts

REQUESTS = 60
"""Far more than the burst limit of the health check. They are sent at once, and again if need be: one after the other,
a slow machine sends fewer than the gateway lets through.
"""


def test_too_many_requests_get_a_problem_that_the_site_can_read(stack):
    def request(_):
        return requests.get(f"{stack['api_url']}/v1/health", headers={"Origin": stack["site_url"]}, timeout=120)

    responses: list[requests.Response] = []
    with ThreadPoolExecutor(REQUESTS) as together:
        for _ in attempts(PATIENCE_SECONDS):
            responses += together.map(request, range(REQUESTS))
            if any(response.status_code == 429 for response in responses):
                break

    refused = [response for response in responses if response.status_code == 429]
    assert {response.status_code for response in responses} == {200, 429}
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert refused[0].headers["Content-Type"] == "application/problem+json"
    assert refused[0].headers["Access-Control-Allow-Origin"] == stack["site_url"]
    problem = refused[0].json()
    assert problem["type"] == "urn:docloft:problem:too-many-requests"
    assert problem["instance"] == f"urn:docloft:request:{problem['correlation_id']}"
