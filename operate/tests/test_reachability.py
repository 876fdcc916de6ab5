"""The API and the site of a stage respond as they have to."""

import pytest

from operate import reachability
from operate.findings import Level
from operate.tests.clients import only


class Response:
    def __init__(self, status, body=None):
        self.status_code, self.ok, self._body = status, status < 400, body or {}

    def json(self):
        return self._body


@pytest.fixture
def reach(monkeypatch):
    def install(response, **outputs):
        found = {"ApiUrl": "https://api", "SiteOrigin": "https://site", **outputs}
        monkeypatch.setattr(reachability, "outputs_of", lambda _stack: {k: v for k, v in found.items() if v})

        def get(_url, timeout):
            if isinstance(response, Exception):
                raise response
            return response

        monkeypatch.setattr(reachability.requests, "get", get)

    return install


@pytest.mark.parametrize(
    ("status", "level"),
    [(401, Level.OK), (403, Level.OK), (404, Level.PROBLEM), (500, Level.PROBLEM), (200, Level.PROBLEM)],
)
def test_api_has_to_refuse_a_request_without_a_caller(stage, reach, status, level):
    reach(Response(status))

    assert only(reachability.api, stage)[0] == level


def test_address_that_does_not_respond_is_a_problem(stage, reach):
    reach(reachability.requests.ConnectTimeout())

    assert only(reachability.api, stage)[0] == only(reachability.site, stage)[0] == Level.PROBLEM


@pytest.mark.parametrize(
    ("response", "level"),
    [
        (Response(200, {"api_url": "https://api"}), Level.OK),
        (Response(200, {"api_url": "https://other"}), Level.PROBLEM),
        (Response(403), Level.PROBLEM),
    ],
)
def test_site_has_to_be_published_and_use_this_api(stage, reach, response, level):
    reach(response)

    assert only(reachability.site, stage)[0] == level
