"""The site as CloudFront serves it, without the door that `make run` puts in front of it."""

import re

import pytest
from playwright.sync_api import expect

YEAR = "public, max-age=31536000, immutable"


@pytest.fixture
def cloudfront(stack):
    """Its address as browsers resolve it."""
    name = stack["site_domain"].removesuffix(".cloudfront.net")
    return f"http://{name}.cloudfront.localhost:{stack['endpoint_url'].rsplit(':', 1)[1]}"


def test_any_address_of_the_site_opens_with_its_headers_and_is_kept_as_it_says(open_page, cloudfront):
    page = open_page()
    responses = {}
    page.on("response", lambda answer: responses.setdefault(answer.url.removeprefix(cloudfront), answer))

    # When someone opens the address of a document
    page.goto(f"{cloudfront}/documents/01JD0000000000000000000000?tab=text")

    # Then the page is shown and requires signing in
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    first = responses["/documents/01JD0000000000000000000000?tab=text"]
    assert first.status == 200
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    assert first.headers["cache-control"] == responses["/config.json"].headers["cache-control"] == "no-cache"
    modules = [answer for address, answer in responses.items() if re.match(r"/assets/[0-9a-f]{16}/", address)]
    assert {answer.headers["content-type"].split(";")[0] for answer in modules} == {"text/javascript", "text/css"}
    assert {answer.headers["cache-control"] for answer in modules} == {YEAR}
    for answer in (first, *modules):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
