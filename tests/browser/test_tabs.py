"""One sign-in for all tabs of a browser."""

from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import sign_out

KEPT = "JSON.stringify({ ...localStorage })"


def test_document_opens_in_a_new_tab_and_signing_out_in_one_signs_out_both(signed_in, stack):
    # Given a person who looks at their library
    page, person = signed_in(opens=False)
    document_id = person.drop("Deed.pdf", make_pdf(["The deed of a house."]))
    person.wait(document_id)
    page.goto(stack["site_url"])
    link = page.get_by_role("link", name="Deed").first
    expect(link).to_be_visible()

    # When they open a document in a new tab
    with page.context.expect_page() as opened:
        link.click(modifiers=["ControlOrMeta"])
    tab = opened.value

    # Then it is signed in
    expect(tab.get_by_role("heading", name="Deed", level=1)).to_be_visible()
    assert stack["auth_url"] not in tab.url
    # And no token is in the storage that tabs share
    assert "eyJ" not in page.evaluate(KEPT)

    # When they sign out in the new tab
    sign_out(tab)

    # Then the first one is signed out, too
    expect(page.get_by_role("alert")).to_contain_text("You signed out in another tab.")
    expect(tab.get_by_role("button", name="Sign in")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    # And nothing remains that could sign them in
    assert page.evaluate(KEPT) == "{}"


def test_address_that_is_opened_after_the_last_tab_was_closed_needs_no_password(signed_in, stack):
    page, _ = signed_in(by_password=True)
    context = page.context
    page.close()

    later = context.new_page()
    later.goto(stack["site_url"] + "/trash")

    expect(later.get_by_role("heading", name="The trash is empty")).to_be_visible()
    assert later.url == stack["site_url"] + "/trash"
