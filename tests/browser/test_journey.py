"""What a person does on the first day, from signing in to the trash and back."""

import re

from playwright.sync_api import expect

from local.samples import make_pdf

DROP = """([files]) => {
  const transfer = new DataTransfer();
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  for (const kind of ["dragenter", "dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}"""

WORDS = {7: "marzipan", 23: "thunderclap", 41: "peregrine"}


def letters():
    from base64 import b64encode

    for number in range(50):
        pages = [f"Letter number {number}.", "Nothing on this page.", f"At last: {WORDS.get(number, 'ordinary')}."]
        yield [f"Letter {number:02}.pdf", "application/pdf", b64encode(make_pdf(pages)).decode()]


def test_fifty_files_dropped_at_once_become_ready_and_are_found(signed_in, stack):
    # Given a new person
    page, person = signed_in()
    expect(page.get_by_role("heading", name="Your library is empty")).to_be_visible()

    # When they drop fifty files together
    page.evaluate(DROP, [list(letters())])

    # Then all become ready
    uploads = page.get_by_role("region", name="Uploads")
    expect(uploads.get_by_role("heading")).to_have_text(re.compile("50 documents added"), timeout=120_000)
    documents, total = page.get_by_role("grid", name="Documents"), page.locator(".rows-total")
    expect(total).to_have_text("50 documents")
    uploads.get_by_role("button", name="Close the list of uploads").click()

    # And three are found by words inside them, each opening at its third page
    by_title = {document["title"]: document["id"] for document in person.get("/v1/documents", limit=50)["documents"]}
    for number, word in WORDS.items():
        person.find(word, by_title[f"Letter {number:02}"])
        page.get_by_role("searchbox").fill(word)
        hit = page.get_by_role("main").get_by_role("listitem").filter(has_text=f"Letter {number:02}")
        expect(hit.locator("mark").first).to_have_text(word)
        expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    hit.get_by_role("link", name="Letter 41").click()
    expect(page.get_by_role("spinbutton", name="Page")).to_have_value("3")
    expect(page.locator("[data-page='3'] canvas")).to_be_visible()

    # And one is moved to the trash and restored, and all are still there after reloading the page
    page.get_by_role("button", name="Move to trash").click()
    page.get_by_role("link", name="Trash").click()
    page.get_by_role("button", name="Restore: Letter 41").click()
    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()
    page.goto(stack["site_url"])
    expect(total).to_have_text("50 documents")
    assert {one["title"] for one in person.get("/v1/documents", limit=100)["documents"]} == set(by_title)
    letter = documents.get_by_role("link", name="Letter 41")
    scroll_to(page, letter)
    expect(letter).to_be_in_viewport()


def scroll_to(page, element):
    """Scrolls down with the wheel until a row is there: the list has only those near the window."""
    page.locator("[data-row]").first.wait_for()
    page.mouse.move(600, 500)
    for _ in range(300):
        if element.is_visible():
            break
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(100)
    element.scroll_into_view_if_needed()


def test_permanently_deleted_document_is_gone(signed_in):
    page, person = signed_in()
    document_id = person.drop("Old contract.pdf", make_pdf(["To be forgotten."]))
    person.wait(document_id)
    page.goto(page.url.rstrip("/") + f"/documents/{document_id}")

    page.get_by_role("button", name="Move to trash").click()
    page.get_by_role("link", name="Trash").click()
    page.get_by_role("button", name="Delete permanently: Old contract").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete permanently").click()

    expect(page.get_by_text("“Old contract” was deleted permanently.")).to_be_visible()
    assert person.request("GET", f"/v1/documents/{document_id}").status_code == 404


def test_renamed_document_shows_its_new_name_everywhere(signed_in):
    page, person = signed_in()
    document_id = person.drop("scan_0001.pdf", make_pdf(["A birth certificate."]))
    person.wait(document_id)
    page.reload()
    page.get_by_role("link", name=re.compile("scan_0001")).click()

    page.get_by_role("button", name="Rename").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Birth certificate")
    dialog.get_by_label("Document date").fill("1984-05-01")
    dialog.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="Birth certificate", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="Filing").get_by_label("Document date")).to_have_value("1984-05-01")
    expect(page.get_by_role("button", name="Rename")).to_be_focused()
    page.get_by_role("link", name="All documents").click()
    expect(page.get_by_role("link", name=re.compile("Birth certificate"))).to_be_visible()


def test_change_made_elsewhere_meanwhile_is_not_overwritten(signed_in):
    page, person = signed_in()
    document_id = person.drop("Draft.pdf", make_pdf(["Two hands at one paper."]))
    person.wait(document_id)
    page.reload()
    page.get_by_role("link", name=re.compile("Draft")).click()
    page.get_by_role("button", name="Rename").click()
    person.request("PATCH", f"/v1/documents/{document_id}", json={"title": "Theirs"}).raise_for_status()

    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Mine")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog.get_by_role("alert")).to_contain_text("changed this document in the meantime")
    expect(dialog.get_by_label("Title")).to_have_value("Theirs")
    assert person.get(f"/v1/documents/{document_id}")["title"] == "Theirs"


def test_text_of_a_page_is_shown_with_the_found_word_marked(signed_in):
    page, person = signed_in()
    document_id = person.drop("Notes.txt", "Prêt-à-porter und Größe: der Dachs.".encode(), "text/plain")
    person.wait(document_id)
    person.find("dachs", document_id)

    page.get_by_role("searchbox").fill("grosse")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("main").get_by_role("link", name="Notes").first.click()

    expect(page.get_by_role("tab", name="Text")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tabpanel")).to_contain_text("Prêt-à-porter und Größe: der Dachs.")


def test_dropped_folder_is_uploaded_with_its_subfolders(signed_in, tmp_path):
    # Given more files in one folder than a browser lists at once, one in a deep folder, and hidden files
    page, person = signed_in()
    (tmp_path / "papers/2025/March").mkdir(parents=True)
    for number in range(104):
        (tmp_path / f"papers/{number}.txt").write_text(f"Paper number {number}.")
    (tmp_path / "papers/2025/March/deep.txt").write_text("The bittern.")
    (tmp_path / "papers/.DS_Store").write_text("junk")
    (tmp_path / "papers/2025/blank.txt").write_text("")

    # When the folder is dropped with the operating system's events
    system = page.context.new_cdp_session(page)
    dragged = {"items": [], "files": [str(tmp_path / "papers")], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver"):
        system.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 500, "data": dragged})
    expect(page.get_by_text("Drop files anywhere")).to_be_visible()
    system.send("Input.dispatchDragEvent", {"type": "drop", "x": 600, "y": 500, "data": dragged})

    # Then all are uploaded, and the empty one is listed with the reason
    uploads = page.get_by_role("region", name="Uploads")
    expect(uploads.get_by_role("heading")).to_have_text(
        re.compile("105 documents added · 1 needs attention"), timeout=300_000
    )
    expect(uploads.get_by_role("listitem").filter(has_text="blank.txt")).to_contain_text("This file is empty.")
    person.find("bittern")
    page.get_by_role("searchbox").fill("bittern")
    expect(page.get_by_role("main").get_by_role("listitem").filter(has_text="deep")).to_be_visible()


def test_folder_chosen_by_keyboard_is_uploaded_completely(signed_in, tmp_path):
    page, _ = signed_in()
    for name in ("a/one.txt", "a/b/two.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"This is {name}.")

    page.get_by_role("button", name="More ways to add").press("Enter")
    with page.expect_file_chooser() as chooser:
        page.locator("#add-menu").get_by_role("button", name="Choose a folder").press("Enter")
    chooser.value.set_files(tmp_path / "a")

    expect(page.get_by_role("region", name="Uploads").get_by_role("heading")).to_have_text("2 documents added")


def test_pasted_file_is_uploaded(signed_in):
    page, _ = signed_in()

    page.evaluate("""() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["A pasted note."], "pasted.txt", { type: "text/plain" }));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true }));
    }""")

    expect(page.get_by_role("region", name="Uploads").get_by_role("link", name="pasted.txt")).to_be_visible()


def test_found_words_are_marked_on_the_page_that_opens(signed_in):
    page, person = signed_in()
    document_id = person.drop("Atlas.pdf", make_pdf(["Nothing here.", "\n" * 38 + "Here lives the nightjar."]))
    person.wait(document_id)
    person.find("nightjar", document_id)

    page.get_by_role("searchbox").fill("nightjar")
    page.get_by_role("main").get_by_role("link", name="Atlas").first.click()

    mark = page.locator("[data-page='2'] mark")
    expect(mark).to_have_text("nightjar")
    expect(mark).to_be_in_viewport()


def test_only_what_was_searched_for_is_marked(signed_in):
    page, person = signed_in()
    words = "The rent was renewed by Renault, rendered."
    in_pdf, in_text = person.drop("Lease.pdf", make_pdf([words])), person.drop("Copy.txt", words.encode(), "text/plain")
    for document_id in (in_pdf, in_text):
        person.wait(document_id)
        person.find("rent", document_id)

    for title, panel in (("Lease", "[data-page='1']"), ("Copy", "[role='tabpanel']")):
        page.get_by_role("searchbox").fill("rent")
        page.get_by_role("main").get_by_role("link", name=title).first.click()

        expect(page.locator(f"{panel} mark")).to_have_text(["rent"])


def test_back_restores_the_scroll_position(signed_in):
    page, person = signed_in()
    for number in range(70):
        person.drop(f"Slip {number:02}.txt", f"Slip of paper number {number}.".encode(), "text/plain")
    page.reload()
    expect(page.locator(".rows-total")).to_have_text("70 documents")
    first = page.get_by_role("link", name="Slip 00")
    scroll_to(page, first)
    first.click()
    expect(page.get_by_role("heading", name="Slip 00", level=1)).to_be_visible()

    page.get_by_role("button", name="Back").click()

    # The focus is on the list, which names its active row.
    expect(first).to_be_in_viewport()
    expect(page.locator(".rows")).to_be_focused()
    expect(page.locator("[data-row][data-active]")).to_contain_text("Slip 00")


def test_documents_in_progress_are_requested_by_their_state(signed_in, stack):
    page, person = signed_in()
    person.wait(person.drop("Done.txt", b"Read long ago.", "text/plain"))
    requested = []
    page.on("request", lambda request: requested.append(request.url) if "/v1/documents?" in request.url else None)

    page.goto(stack["site_url"])
    expect(page.get_by_role("link", name="Done")).to_be_visible()
    page.get_by_role("button", name="Grid").click()
    page.get_by_role("link", name="In progress").click()
    expect(page.get_by_role("heading", name="No documents in progress")).to_be_visible()

    states = [re.search(r"state=(\w+)", url) for url in requested if "ids=" not in url]
    # Requested by the dense list, by the grid, and by the grid of documents in progress
    found = [state[1] if state else "any" for state in states]
    assert (sorted(found[:3]), found[3:]) == (["any", "received", "working"], ["any", "received", "working"])
