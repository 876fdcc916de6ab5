"""The site as CloudFront serves it, without the proxy that `make run` puts in front of it."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

YEAR = "public, max-age=31536000, immutable"


@pytest.fixture
def cloudfront(stack):
    """CloudFront's address as browsers resolve it."""
    name = stack["site_domain"].removesuffix(".cloudfront.net")
    return f"http://{name}.cloudfront.localhost:{stack['endpoint_url'].rsplit(':', 1)[1]}"


def test_every_address_is_served_with_its_headers_and_cached_as_they_say(open_page, cloudfront):
    page = open_page()
    responses: dict[str, Any] = {}
    page.on("response", lambda response: responses.setdefault(response.url.removeprefix(cloudfront), response))

    # When someone opens the address of a document
    page.goto(f"{cloudfront}/documents/01JD0000000000000000000000?tab=text")

    # Then the page is shown and requires signing in
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    first = responses["/documents/01JD0000000000000000000000?tab=text"]
    assert first.status == 200
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    assert first.headers["cache-control"] == responses["/config.json"].headers["cache-control"] == "no-cache"
    modules = [response for address, response in responses.items() if re.match(r"/assets/[0-9a-f]{16}/", address)]
    assert {response.headers["content-type"].split(";")[0] for response in modules} == {"text/javascript", "text/css"}
    assert {response.headers["cache-control"] for response in modules} == {YEAR}
    for response in (first, *modules):
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in response.headers["content-security-policy"]
        assert response.headers["strict-transport-security"].startswith("max-age=63072000")
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"
        assert response.headers["referrer-policy"] == "no-referrer"
