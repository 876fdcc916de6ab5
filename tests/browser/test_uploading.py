"""Files and folders are dropped, chosen by the keyboard and pasted, and become documents that are found."""

import re

from playwright.sync_api import expect

from local.samples import make_pdf
from tests.browser.conftest import scroll_to

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
    expect(uploads.get_by_role("heading")).to_have_text(re.compile("50 documents added"), timeout=300_000)
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

    dialog = page.get_by_role("dialog", name="Add 106 files?")
    expect(dialog).to_contain_text("Folders: papers, 2025, March")
    dialog.get_by_role("checkbox", name="Give each document the names of its folders as tags").check()
    dialog.get_by_role("button", name="Add 106 files").click()

    # Then all are uploaded with the names of their folders, and the empty one is listed with the reason
    uploads = page.get_by_role("region", name="Uploads")
    expect(uploads.get_by_role("heading")).to_have_text(
        re.compile("105 documents added · 1 needs attention"), timeout=300_000
    )
    expect(uploads.get_by_role("listitem").filter(has_text="blank.txt")).to_contain_text("This file is empty.")
    person.find("bittern")
    names = {one["id"]: one["name"] for one in person.get("/v1/names")["names"]}
    [deep] = person.get("/v1/search", q="bittern")["hits"]
    assert [names[tag] for tag in deep["document"]["tags"]] == ["papers", "2025", "March"]
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
    page.get_by_role("button", name="Add 2 files").press("Enter")

    expect(page.get_by_role("region", name="Uploads").get_by_role("heading")).to_have_text("2 documents added")


def test_pasted_file_is_uploaded(signed_in):
    page, _ = signed_in()

    page.evaluate("""() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["A pasted note."], "pasted.txt", { type: "text/plain" }));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true }));
    }""")

    expect(page.get_by_role("region", name="Uploads").get_by_role("link", name="pasted.txt")).to_be_visible()
