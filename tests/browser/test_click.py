"""The correlation id that the site creates for a click reaches the commit of the index."""

from base64 import b64encode

from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.test_uploading import DROP
from tests.e2e.logs import Logs


def test_correlation_id_of_a_click_is_in_the_log_of_every_function(signed_in, stack):
    page, person = signed_in()
    logs = Logs(stack)
    clicks = []
    page.on(
        "request",
        lambda request: (
            clicks.append(request.headers["correlation-id"])
            if request.method == "POST" and request.url.endswith("/v1/documents")
            else None
        ),
    )

    content = b64encode(make_pdf(["A word to follow: oystercatcher."])).decode()
    page.evaluate(DROP, [[["Letter.pdf", "application/pdf", content]]])
    expect(page.locator("[data-row]")).to_have_count(1)
    (document,) = person.get("/v1/documents")["documents"]
    person.wait(document["id"])
    person.find("oystercatcher", document["id"])

    (click,) = clicks
    assert [name for name in ("api", "receive", "work", "index") if not logs.wait_for(name, click)] == []
