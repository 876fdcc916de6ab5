"""What the gateway holds back, and how it says so."""

from concurrent.futures import ThreadPoolExecutor

import requests

ASKED = 120
"""Far more than the moment's burst of the health check, and what comes back to it meanwhile on a slow machine."""


def test_too_many_requests_are_refused_by_a_problem_the_page_may_read(stack):
    def ask(_):
        return requests.get(f"{stack['api_url']}/v1/health", headers={"Origin": stack["site_url"]}, timeout=30)

    with ThreadPoolExecutor(12) as together:
        answers = list(together.map(ask, range(ASKED)))

    refused = [answer for answer in answers if answer.status_code == 429]
    assert {answer.status_code for answer in answers} == {200, 429}
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert refused[0].headers["Content-Type"] == "application/problem+json"
    assert refused[0].headers["Access-Control-Allow-Origin"] == stack["site_url"]
    assert refused[0].json()["type"] == "urn:docloft:problem:too-many-requests"
