"""Photos of pages: their corners are proposed and moved, and the pages become one document found by its words."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE_SECONDS
from tests.browser.site_without_stage import Library
from tests.scans import as_jpeg, paper

PHONE = {"width": 390, "height": 844}
CORNERS = ((0.16, 0.12), (0.86, 0.17), (0.92, 0.90), (0.09, 0.84))
"""The corners of the paper in a photo, clockwise from the top left, as shares of the photo."""
CAMERA = """
navigator.mediaDevices.getUserMedia = async ({ video }) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1200, height: 1600 });
  const context = canvas.getContext("2d");
  setInterval(() => {
    context.fillStyle = video.facingMode === "environment" ? "white" : "black";
    context.fillRect(200, 300, 800, 1000);
  }, 50);
  return canvas.captureStream();
};
"""
SAVE = "dialog.capture .capture-foot .button-main"


def photo(lines, size=(1500, 2000)):
    """A slanted sheet with some lines on a dark table, as a camera sees it."""
    sheet, _ = paper(lines)
    corners = [(x * size[0], y * size[1]) for x, y in CORNERS]
    drawn = sheet.transform(size, Image.Transform.PERSPECTIVE, inverse(corners, sheet.size), Image.Resampling.BICUBIC)
    inside = Image.new("L", sheet.size, 255).transform(
        size, Image.Transform.PERSPECTIVE, inverse(corners, sheet.size), fillcolor=0
    )
    table = Image.new("RGB", size, (62, 52, 44))
    table.paste(drawn, mask=inside)
    return table


def inverse(corners, size):
    """The coefficients that Pillow needs to map each point of the photo to a point on the sheet."""
    width, height = size
    targets = [(0, 0), (width, 0), (width, height), (0, height)]
    rows = []
    for (x, y), (u, v) in zip(corners, targets, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    return solved(rows)


def solved(rows):
    """Gaussian elimination with pivots."""
    count = len(rows)
    for column in range(count):
        pivot = max(range(column, count), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for row in range(count):
            if row != column:
                factor = rows[row][column]
                rows[row] = [value - factor * own for value, own in zip(rows[row], rows[column], strict=True)]
    return [row[-1] for row in rows]


def choose(page, *photos):
    files = [
        {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": as_jpeg(one)} for number, one in enumerate(photos)
    ]
    page.locator("input[name=photos]").set_input_files(files)


def handle(page, index):
    return page.locator(f"[data-corner='{index}']")


PLACES = """(editor) => {
  const [width, height] = ["width", "height"].map((edge) => editor.querySelector("image").getAttribute(edge));
  const points = editor.querySelector(".corner-outline").getAttribute("points").split(" ");
  return points.map((point) => point.split(",")).map(([x, y]) => [x / width, y / height]);
}"""


def places(page):
    """The corners of the page that is shown, as shares of the photo. Read at once: a page that is being turned has
    other edges a moment later.
    """
    return page.locator(".corner-editor").evaluate(PLACES)


def expect_corners(page, expected, most=0.02):
    """Waits until the corners of the page that is shown are these. None stands for any place."""
    for _ in range(PATIENCE_SECONDS * 10):
        found = places(page)
        if all(
            corner is None or max(abs(a - b) for a, b in zip(corner, place, strict=True)) <= most
            for corner, place in zip(expected, found, strict=True)
        ):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"The corners are at {found}, not at {expected}.")


def test_photographed_pages_become_one_document_that_is_found_by_its_words(signed_in):
    # Given a person with a phone whose camera the browser cannot show
    page, person = signed_in(viewport=PHONE)
    page.get_by_role("button", name="Take photos of pages").click()
    expect(page.get_by_role("heading", name="Take photos of pages")).to_be_visible()

    # When they take photos of two pages, and sort and save them
    choose(page, photo(["Second sheet", "Cobblestone"]))
    expect(page.locator(".capture-strip img")).to_have_count(1)
    expect_corners(page, CORNERS)
    page.get_by_role("button", name="Add a page").click()
    choose(page, photo(["First sheet", "Marmalade"]))
    expect(page.locator(".capture-strip img")).to_have_count(2)
    page.get_by_role("button", name="Move the page earlier").click()
    page.get_by_role("button", name="Save 2 pages").click()
    expect(page.locator("dialog.capture")).to_have_count(0)

    # Then one document arrives, in their order
    expect(page.locator(".upload-name")).to_have_count(1)
    expect(page.locator(".upload-name")).to_contain_text("Scan 20")
    expect(page.locator(".upload[data-status=ready]")).to_be_visible()
    document_id = page.locator(".upload-name a").get_attribute("href").rsplit("/", 1)[1]
    # And it is found by the words on each page
    person.find("Marmalade", document_id)
    person.find("Cobblestone", document_id)
    assert person.get(f"/v1/documents/{document_id}")["pages"] == 2
    first = person.get(f"/v1/documents/{document_id}/pages/1/text")["text"]
    assert "Marmalade" in first
    assert "Cobblestone" not in first


def test_corners_are_moved_by_finger_and_keyboard_and_pages_are_turned_and_removed(open_page, serve, axe):
    page = open_page(viewport=PHONE, has_touch=True)
    serve(page, Library(30))
    camera = page.get_by_role("button", name="Take photos of pages")
    camera.click()
    axe(page)
    choose(page, photo(["One"]), photo(["Two"], (2000, 1500)))
    expect(page.locator(".capture-strip img")).to_have_count(2)
    axe(page)

    # The mouse drags a corner, by the handle
    box = handle(page, 0).locator(".corner-dot").bounding_box()
    assert box["width"] >= 24
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    whole = page.locator(".corner-editor image").bounding_box()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + whole["width"] * 0.1, y + whole["height"] * 0.1, steps=4)
    page.mouse.up()
    expect_corners(page, [(CORNERS[0][0] + 0.1, CORNERS[0][1] + 0.1), None, None, None])

    # Arrow keys move the corner with the focus
    before = places(page)[1]
    handle(page, 1).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    expect_corners(page, [None, (before[0] - 0.005, before[1] + 0.05), None, None], 0.001)

    # The corners turn with the page
    corners = places(page)
    page.get_by_role("button", name="Turn the page").click()
    expect(page.locator(".corner-editor")).to_be_visible()
    turned = [(1 - y, x) for x, y in corners]
    expect_corners(page, [turned[3], *turned[:3]], 0.001)
    page.get_by_role("button", name="Use the whole photo").click()
    expect_corners(page, [(0, 0), (1, 0), (1, 1), (0, 1)], 0.001)

    # A key pressed by mistake loses nothing
    page.keyboard.press("Escape")
    expect(page.locator(".capture-strip img")).to_have_count(2)
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Remove the page").click()
    expect(page.get_by_role("button", name="Page 1 of 1")).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Close", exact=True).click()
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("dialog.capture")).to_have_count(0)
    expect(camera).to_be_focused()


def test_page_is_taken_from_what_the_camera_shows(open_page, serve):
    # The browser of the tests has no camera, not even a fake one: it is given the video of a canvas
    page = open_page(viewport=PHONE)
    page.add_init_script(CAMERA)
    serve(page, Library(30))
    page.get_by_role("button", name="Take photos of pages").click()
    expect(page.locator("dialog.capture video")).to_be_visible()
    page.wait_for_function("() => document.querySelector('dialog.capture video')?.videoWidth > 0")

    page.get_by_role("button", name="Take a photo").click()

    expect(page.locator(".capture-strip img")).to_have_count(1)
    expect(page.locator("video")).to_have_count(0)
    expect_corners(page, [(1 / 6, 3 / 16), (5 / 6, 3 / 16), (5 / 6, 13 / 16), (1 / 6, 13 / 16)])
    expect(page.locator(SAVE)).to_have_text("Save 1 page")


def test_file_that_is_not_a_picture_is_left_out_and_reported(open_page, serve):
    page = open_page(viewport=PHONE)
    serve(page, Library(30))
    page.get_by_role("button", name="Take photos of pages").click()
    picture = BytesIO()
    photo(["One"]).save(picture, "PNG")
    page.locator("input[name=photos]").set_input_files(
        [
            {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"},
            {"name": "b.png", "mimeType": "image/png", "buffer": picture.getvalue()},
        ]
    )

    expect(page.get_by_role("alert")).to_have_text("This photo cannot be opened. Use a JPEG or PNG.")
    expect(page.locator(".capture-strip img")).to_have_count(1)


def test_photos_stay_however_often_escape_is_pressed(open_page, serve):
    # Given a photo that is not saved
    page = open_page(viewport=PHONE)
    serve(page, Library(30))
    page.get_by_role("button", name="Take photos of pages").click()
    choose(page, photo(["One"]))
    expect(page.locator(".capture-strip img")).to_have_count(1)

    # When Escape is pressed by mistake, or Back on a phone, which has no keyboard event that a page can refuse
    for _ in range(4):
        page.keyboard.press("Escape")
    page.locator("dialog.capture").evaluate("dialog => dialog.close()")

    # Then nothing is lost
    expect(page.locator("dialog.capture[open] .capture-strip img")).to_have_count(1)

    # And it closes once the person confirms
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("dialog")).to_have_count(0)
