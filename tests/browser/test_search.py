"""A search in a wide window: completed, narrowed, ordered, read in the pane, saved, and followed from hit to hit."""

import re

from playwright.sync_api import expect

from local.samples import make_pdf


def test_search_is_completed_narrowed_read_saved_and_followed(signed_in):
    page, person = signed_in(viewport={"width": 1500, "height": 900})
    files = {
        "Atlas.pdf": (make_pdf(["Maps.", "The capybara swims."]), "application/pdf"),
        "Zoo.txt": (b"A capybara sleeps.", "text/plain"),
    }
    ids = {name: person.drop(name, content, kind) for name, (content, kind) in files.items()}
    for document_id in ids.values():
        person.wait(document_id)
        person.find("capybara", document_id)
    box, main = page.get_by_role("searchbox"), page.get_by_role("main")
    hits = page.locator(".hit h2")

    # The last word is completed while it is typed
    box.press_sequentially("capyb")
    main.get_by_role("button", name="capybara", exact=True).click()
    expect(box).to_have_value("capybara")
    expect(hits).to_have_count(2)

    # Hits are ordered, and narrowed by a filter that appears in the box
    main.get_by_label("Sort by").select_option("Title")
    expect(hits).to_have_text(["Atlas", "Zoo"])
    main.get_by_role("checkbox", name=re.compile("^Text")).first.click()
    expect(box).to_have_value("capybara type:text")
    expect(hits).to_have_text(["Zoo"])
    main.get_by_role("checkbox", name=re.compile("^Text")).first.click()
    expect(hits).to_have_count(2)

    # The arrow keys read hits in the pane, with the words marked; so they do when nothing has the focus
    pane = page.get_by_role("region", name="Reading pane")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowDown")
    expect(pane.get_by_role("heading")).to_have_text("Atlas")
    box.press("ArrowDown")
    expect(pane.get_by_role("heading")).to_have_text("Atlas")
    page.keyboard.press("ArrowDown")
    expect(pane.get_by_role("heading")).to_have_text("Zoo")
    expect(pane.locator("mark")).to_have_text("capybara")

    # The search is saved, deleted, and restored by undo
    main.get_by_role("button", name="Save this search").click()
    page.get_by_role("textbox", name="Name").fill("Rodents")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(main.get_by_role("heading", name="Rodents")).to_be_visible()
    main.get_by_role("button", name="Delete this view").click()
    page.get_by_role("button", name="Undo").click()
    rail = page.get_by_role("navigation", name="Main")
    expect(rail.get_by_role("link", name="Rodents 2")).to_be_visible()

    # An opened hit leads to the next one, even after a reload
    main.get_by_role("link", name="Atlas").dblclick()
    place = page.get_by_role("navigation", name="Search hits")
    expect(place).to_contain_text("1 of 2")
    page.reload()
    expect(place).to_contain_text("1 of 2")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Zoo", level=1)).to_be_visible()
    expect(place).to_contain_text("2 of 2")

    # Clicking an example on the help sheet searches for it
    box.fill("capybara")
    main.get_by_role("button", name="Search tips").click()
    page.get_by_role("link", name="pages:>10").click()
    expect(box).to_have_value("pages:>10")
