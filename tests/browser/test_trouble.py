"""What the site shows when something fails."""

import re

from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import PATIENCE_SECONDS, Held, lengthened


def choose(page, *paths):
    page.locator("[data-files]").set_input_files(list(paths))


def test_refused_file_shows_the_reason_and_does_not_block_others(signed_in, file_at):
    page, _ = signed_in()

    choose(page, file_at("setup.pdf", b"MZ\x90\x00\x03" * 300), file_at("Fine.pdf", make_pdf(["All is well."])))

    uploads = page.get_by_role("region", name="Uploads")
    expect(uploads).to_contain_text("This is a program. Docloft cannot read it, but it can be kept as it is.")
    expect(uploads.get_by_role("link", name="Fine.pdf")).to_be_visible()


def test_empty_file_is_refused_before_anything_is_sent(signed_in, file_at):
    page, person = signed_in()

    choose(page, file_at("nothing.pdf", b""))

    expect(page.get_by_role("region", name="Uploads")).to_contain_text("This file is empty.")
    assert person.get("/v1/documents", state="awaiting_upload")["documents"] == []


def test_duplicate_upload_links_to_the_existing_document(signed_in, file_at):
    page, person = signed_in()
    content = make_pdf(["There can be only one."])
    first = person.drop("First.pdf", content)
    person.wait(first)

    choose(page, file_at("Second name.pdf", content))

    uploads = page.get_by_role("region", name="Uploads")
    expect(uploads).to_contain_text("Already in your library.")
    uploads.get_by_role("link", name="Open it").click()
    page.wait_for_url(re.compile(first))


def test_file_name_is_shown_as_text_whatever_it_contains(signed_in, file_at):
    page, _ = signed_in()
    page.on("dialog", lambda dialog: dialog.dismiss())

    choose(page, file_at("<img src=x onerror=document.title='pwned'>.pdf", make_pdf(["Careful."])))

    expect(
        page.get_by_role("grid", name="Documents").get_by_role("link", name=re.compile("<img src=x"))
    ).to_be_visible()
    assert page.locator("img[src='x']").count() == 0
    assert "pwned" not in page.title()


def test_upload_continues_when_the_connection_is_back(signed_in, file_at):
    page, _ = signed_in()
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline. Lists may be incomplete")).to_be_visible()

    choose(page, file_at("Patience.pdf", make_pdf(["Sent later."])))
    page.wait_for_timeout(800)
    page.context.set_offline(False)

    expect(page.get_by_role("region", name="Uploads").get_by_role("link", name="Patience.pdf")).to_be_visible()


def test_cancelled_upload_leaves_nothing_behind(signed_in, file_at):
    page, person = signed_in()
    # Given a bucket that does not respond yet
    upload = Held(page, "docloft-local-files", "POST")

    choose(page, file_at("Slow.pdf", make_pdf(["On its way."])))
    upload.wait()
    page.get_by_role("button", name="Cancel Slow.pdf").click()

    expect(page.get_by_role("region", name="Uploads")).to_contain_text("Cancelled")
    page.get_by_role("button", name="Try Slow.pdf again").click()
    page.unroute_all(behavior="ignoreErrors")
    expect(page.get_by_role("region", name="Uploads").get_by_role("link", name="Slow.pdf")).to_be_visible()
    assert len(person.get("/v1/documents")["documents"]) == 1


def test_expired_picture_links_are_renewed_with_one_request(signed_in, stack):
    # Given documents whose picture links are refused until they are renewed. Refusing a fixed number of requests would
    # not work: a row that moves to its month in the meantime requests its picture twice.
    page, person = signed_in(opens=False)
    for number in range(3):
        person.wait(person.drop(f"Old link {number}.pdf", make_pdf([f"Picture {number}."])))
    renewed = []
    page.on("request", lambda request: renewed.append(request.url) if "ids=" in request.url else None)
    page.route(re.compile("/thumbnails/"), lambda route: route.fallback() if renewed else route.fulfill(status=403))
    # All three of them fail in this time.
    page.add_init_script(lengthened("ui/thumbnail-links.js", "COLLECT_MS", 5_000))

    page.goto(stack["site_url"])

    loaded = "pictures => pictures.filter(({ complete, naturalWidth }) => complete && naturalWidth > 0).length"
    expect(page.locator("[data-row]")).to_have_count(3)
    for _ in range(PATIENCE_SECONDS * 10):
        if page.locator("img.thumb").evaluate_all(loaded) == 3:
            break
        page.wait_for_timeout(100)
    assert page.locator("img.thumb").evaluate_all(loaded) == 3
    assert len(renewed) == 1


def test_unknown_document_is_reported(signed_in, stack):
    page, _ = signed_in(opens=False)

    page.goto(stack["site_url"] + "/documents/01JD0000000000000000000000")

    expect(page.get_by_role("heading", name="This document is not in your library")).to_be_visible()


def test_unreachable_server_leads_to_an_offer_to_try_again(signed_in, stack):
    page, _ = signed_in()
    page.route(re.compile("/v1/documents"), lambda route: route.fulfill(status=500, body="{}"))
    page.get_by_role("link", name="Trash").click()
    expect(page.get_by_role("heading", name="That didn\u2019t work")).to_be_visible()

    page.unroute_all()
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()


def test_nothing_found_says_what_to_try(signed_in):
    page, _ = signed_in()

    page.get_by_role("searchbox").fill("qwertzuiop")

    expect(page.get_by_role("heading", name="No results for “qwertzuiop”")).to_be_visible()


def test_busy_server_is_reported_and_retried(signed_in, stack):
    # Given a gateway that delays the first request by three seconds
    page, _ = signed_in()
    put_off = {
        "status": 429,
        "headers": {
            "Access-Control-Allow-Origin": stack["site_url"],
            "Access-Control-Expose-Headers": "Retry-After",
            "Retry-After": "3",
        },
        "body": "{}",
    }
    page.route(re.compile("/v1/documents"), lambda route: route.fulfill(**put_off), times=2)

    page.get_by_role("link", name="Trash").click()

    busy = page.get_by_text("The server is busy. Nothing is lost")
    expect(busy).to_be_visible()
    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()
    expect(busy).to_be_hidden()


def test_page_that_failed_offline_loads_by_itself_once_the_connection_is_back(signed_in):
    page, _ = signed_in()
    page.context.set_offline(True)
    page.get_by_role("link", name="Trash").click()
    expect(page.get_by_role("heading", name="That didn\u2019t work")).to_be_visible()

    page.context.set_offline(False)

    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()


def test_file_that_failed_offline_is_sent_when_the_connection_is_back(signed_in, file_at):
    page, _ = signed_in()
    uploads = page.get_by_role("region", name="Uploads")
    # Given a bucket that cannot be reached during all attempts
    page.route(re.compile("docloft-local-files"), lambda route: route.abort("internetdisconnected"))
    choose(page, file_at("Stranded.pdf", make_pdf(["Sent at last."])))
    expect(uploads).to_contain_text("You are offline, or the server cannot be reached")

    page.unroute_all(behavior="ignoreErrors")
    page.context.set_offline(True)
    page.context.set_offline(False)

    expect(uploads.get_by_role("link", name="Stranded.pdf")).to_be_visible()


def test_files_that_a_reload_stopped_are_listed_and_sent_when_they_are_chosen_again(signed_in, file_at):
    page, person = signed_in()
    page.on("dialog", lambda dialog: dialog.accept())
    paths = [file_at("First.pdf", make_pdf(["The first."])), file_at("Second.pdf", make_pdf(["The second."]))]
    uploads = page.get_by_role("region", name="Uploads")
    sending = Held(page, "docloft-local-files", "POST")
    choose(page, *paths)
    sending.wait()

    page.reload()

    expect(uploads.get_by_role("heading")).to_have_text("2 not sent")
    expect(uploads.get_by_role("listitem").filter(has_text="Second.pdf")).to_contain_text("Choose the file again.")
    page.unroute_all(behavior="ignoreErrors")
    with page.expect_file_chooser() as chooser:
        uploads.get_by_role("button", name="Choose the files again").click()
    chooser.value.set_files(paths)

    expect(uploads.get_by_role("heading")).to_have_text("2 documents added")
    expect(uploads.get_by_role("link", name="First.pdf")).to_be_visible()
    assert len(person.get("/v1/documents")["documents"]) == 2


def test_leaving_before_the_trash_has_responded_shows_only_the_new_page(signed_in, stack):
    page, person = signed_in()
    document_id = person.drop("Hasty.pdf", make_pdf(["In a hurry."]))
    person.wait(document_id)
    page.goto(f"{stack['site_url']}/documents/{document_id}")
    request = Held(page, "/trash$", "POST")

    page.get_by_role("button", name="Move to trash").click()
    request.wait()
    page.get_by_role("link", name="Trash").click()
    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()
    request.release()

    expect(page.get_by_role("button", name="Restore: Hasty")).to_be_visible()
    assert page.url == f"{stack['site_url']}/trash"


def test_expired_sign_in_leads_back_to_the_same_page(signed_in, stack):
    # Given a person whose tokens have all expired
    page, person = signed_in(opens=False)
    document_id = person.drop("Left open.pdf", make_pdf(["Still here tomorrow."]))
    person.wait(document_id)
    page.goto(f"{stack['site_url']}/documents/{document_id}")
    expect(page.get_by_role("heading", name="Left open", level=1)).to_be_visible()
    elsewhere = {"Access-Control-Allow-Origin": stack["site_url"]}
    page.route(re.compile("/v1/"), lambda route: route.fulfill(status=401, headers=elsewhere, body="{}"))
    page.route(re.compile("/oauth2/token"), lambda route: route.fulfill(status=400, headers=elsewhere, body="{}"))

    page.get_by_role("button", name="Download").click()
    expect(page.get_by_role("alert")).to_contain_text("Your session has expired")
    page.unroute_all()
    page.get_by_role("button", name="Sign in").click()
    page.locator("input[name=username]").fill(person.email)
    page.locator("input[name=password]").fill(person.password)
    page.locator("[type=submit]").first.click()

    expect(page.get_by_role("heading", name="Left open", level=1)).to_be_visible()
    assert page.url.startswith(f"{stack['site_url']}/documents/{document_id}")
