"""What a person chooses for their browser, the list of shortcuts, and the first steps."""

import pytest
from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.site_without_stage import Library
from tests.narrowing import present


def test_choices_are_applied_at_once_and_kept(signed_in, stack):
    page, _ = signed_in(timezone_id="Europe/Berlin")
    page.get_by_role("button", name="Account").click()
    page.get_by_role("link", name="Preferences").click()

    page.get_by_role("radio", name="Dark").check()
    page.get_by_role("radio", name="Spacious").check()
    expect(page.locator("html[data-theme=dark][data-density=comfortable]")).to_have_count(1)
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    page.get_by_role("radio", name="Deutsch").check()

    # The site is then loaded in German, and requests days in that time zone
    expect(page.get_by_role("heading", name="Voreinstellungen")).to_be_visible()
    expect(page.get_by_label("Zeitzone")).to_have_value("Asia/Tokyo")
    with page.expect_request(lambda request: "/v1/search/months" in request.url) as asked:
        page.goto(stack["site_url"])
    assert "zone=Asia%2FTokyo" in asked.value.url
    expect(page.locator("html[lang=de][data-theme=dark][data-density=comfortable]")).to_have_count(1)

    page.goto(stack["site_url"] + "/preferences")
    page.get_by_role("radio", name="Wie im System").check()
    expect(page.locator("html[data-theme]")).to_have_count(0)


def test_question_mark_opens_the_shortcuts_and_escape_closes_them(signed_in):
    page, _ = signed_in()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("searchbox").press("?")
    expect(page.get_by_role("searchbox")).to_have_value("?")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_first_steps_end_when_a_paper_is_filed(signed_in):
    page, person = signed_in()
    steps = page.get_by_role("region", name="Get started in three steps")
    expect(steps).to_be_visible()

    document = person.drop("First.pdf", make_pdf(["The first one."]))
    person.wait(document)
    person.find("first", document)
    page.reload()
    expect(steps.get_by_text("(done)")).to_have_count(1)
    etag = person.request("GET", f"/v1/documents/{document}").headers["ETag"]
    edit = person.request("PATCH", f"/v1/documents/{document}", json={"inbox": False}, headers={"If-Match": etag})
    edit.raise_for_status()
    person.find("-is:inbox first", document)
    page.reload()

    expect(page.get_by_role("grid", name="Documents").get_by_role("link", name="First")).to_be_visible()
    expect(steps).to_have_count(0)


@pytest.mark.parametrize("size", [1_000, 1])
def test_first_steps_are_as_wide_as_the_list(open_page, serve, size):
    page = open_page()
    serve(page, Library(size, inbox=size))
    page.locator("[data-row]").first.wait_for()
    steps, rows = page.get_by_role("region", name="Get started in three steps"), page.locator(".rows")
    expect(page.locator(".scrubber")).to_have_count(int(size > 1))

    at, below = present(steps.bounding_box()), present(rows.bounding_box())
    assert (at["x"], at["width"]) == (below["x"], below["width"])
    assert at["y"] + at["height"] < below["y"]
    frame = present(page.locator(".rows-bar").bounding_box())
    right = page.locator(".scrubber") if size > 1 else rows
    end = present(right.bounding_box())
    assert abs(end["x"] + end["width"] - frame["x"] - frame["width"]) < 1
    if size > 1:
        page.mouse.wheel(0, 9000)
        # One that did not stay would be above the window now
        page.wait_for_function("top => scrollY > top", arg=end["y"])
        assert present(page.locator(".scrubber").bounding_box())["y"] > 0
