"""Facts and thumbnails, including those of hostile images."""

import contextlib
import importlib
import inspect
import io
import struct
from base64 import b64decode

import pytest
from PIL import Image, PngImagePlugin

from docloft import formats
from docloft.errors import Cause, Refused
from docloft.sandbox import ChildFailed
from docloft_storage.identify import identify
from docloft_storage.inspection import sandbox
from docloft_storage.pictures import webp_images
from services.storage.tests import files
from tests.narrowing import present

PICTURED = [one for one in formats.FORMATS if one.facts or one.picture]


def call(target, /, **arguments):
    """Calls a sandboxed function in this process."""
    module, function = target.split(":")
    return getattr(importlib.import_module(module), function)(**arguments)


@pytest.fixture
def look(tmp_path):
    def at(content, media_type):
        path = tmp_path / "upload"
        path.write_bytes(content)
        found = formats.BY_MEDIA_TYPE[media_type]
        facts = call(found.facts, path=str(path))
        size = call(found.picture, path=str(path))
        webp = size.pop("webp", None)
        return facts, size, Image.open(io.BytesIO(b64decode(webp))).convert("RGB") if webp else None

    return at


@pytest.mark.parametrize("one", PICTURED, ids=lambda one: one.name)
def test_functions_of_a_format_exist_and_accept_the_arguments_of_receiving(one):
    for target in (one.facts, one.picture):
        if target:
            module, function = target.split(":")
            signature = inspect.signature(getattr(importlib.import_module(module), function))
            assert set(signature.parameters) == {"path"}


def test_pdf_has_a_page_count_and_a_thumbnail_of_its_first_page(look):
    facts, size, picture = look(files.pdf("one", "two", "three"), "application/pdf")

    assert facts == {"pages": 3, "width": None, "height": None}
    assert max(size.values()) == 500
    assert picture.size == (size["width"], size["height"])


@pytest.mark.parametrize(("orientation", "corner"), [(1, (5, 5)), (3, (-5, -5)), (6, (-5, 5)), (8, (5, -5))])
def test_photo_with_any_orientation_is_turned_upright(look, orientation, corner):
    facts, size, picture = look(files.picture(600, 300, orientation=orientation), "image/jpeg")

    turned = orientation in {6, 8}
    assert (facts["width"], facts["height"]) == ((300, 600) if turned else (600, 300))
    assert (size["width"] < size["height"]) is turned
    x, y = (at % side for at, side in zip(corner, picture.size, strict=True))
    assert picture.getpixel((x, y)) < (60, 60, 60)


def test_transparent_image_has_a_white_background(look):
    _, _, picture = look(files.picture(mode="RGBA", form="PNG", colour=(255, 0, 0, 0)), "image/png")

    assert picture.getpixel((picture.width - 3, picture.height - 3)) > (240, 240, 240)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "LA"])
def test_image_in_any_colour_mode_has_a_thumbnail(look, tmp_path, mode):
    image = Image.new("I;16" if mode == "I;16" else mode, (700, 400))
    path = tmp_path / "odd.tif"
    image.save(path, "TIFF")

    _, size, _ = look(path.read_bytes(), "image/tiff")

    assert size == {"width": 500, "height": 286}


def test_tiff_with_several_frames_has_that_many_pages(look, tmp_path):
    path = tmp_path / "fax.tif"
    first, *others = [Image.new("1", (200, 300)) for _ in range(3)]
    first.save(path, save_all=True, append_images=others)

    facts, _, _ = look(path.read_bytes(), "image/tiff")

    assert facts["pages"] == 3


def test_photo_with_a_second_picture_behind_it_is_a_jpeg_with_the_first_one_as_thumbnail(look, tmp_path):
    # A multi-picture JPEG (CIPA DC-007), which phones write for portraits, with a depth map or a preview.
    path = tmp_path / "portrait.jpg"
    front, behind = (Image.new("RGB", (600, 400), colour) for colour in ("red", "blue"))
    front.save(path, "MPO", save_all=True, append_images=[behind])
    facts, size, thumbnail = look(path.read_bytes(), "image/jpeg")

    red, _, blue = thumbnail.getpixel((10, 10))
    assert identify(str(path))["media_type"] == "image/jpeg"
    assert (facts["pages"], size["width"], red > 200, blue < 60) == (1, 500, True, True)


@pytest.mark.parametrize("pointer", [0x7FFFFFFF, 8, 4])
def test_tiff_whose_last_pointer_leads_nowhere_keeps_its_frames(look, pointer):
    body = bytearray(files.picture(form="TIFF"))
    (directory,) = struct.unpack_from("<I", body, 4)
    (entries,) = struct.unpack_from("<H", body, directory)
    struct.pack_into("<I", body, directory + 2 + 12 * entries, pointer)

    facts, size, _ = look(bytes(body), "image/tiff")

    assert (facts["pages"], size["width"]) == (1, 500)


def test_png_with_a_large_text_has_a_thumbnail(look):
    """Pillow refuses a text that takes more than 1 MB uncompressed."""
    body = io.BytesIO()
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "x" * 3_000_000, zip=True)
    Image.new("RGB", (60, 40)).save(body, "PNG", pnginfo=note)

    facts, size, _ = look(body.getvalue(), "image/png")

    assert (facts["width"], facts["height"], size["width"]) == (60, 40, 60)


def test_truncated_photo_has_a_thumbnail(look):
    whole = files.picture(2000, 1500)

    _, size, _ = look(whole[: len(whole) // 2], "image/jpeg")

    assert size == {"width": 500, "height": 375}


@pytest.mark.parametrize(
    ("content", "media_type", "reason"),
    [
        (files.png_that_claims(50_000, 50_000), "image/png", "more than 250 million pixels"),
        (b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff\xff\0" * 2, "image/webp", "more than 250 million"),
        (b"GIF89a\xff\xff\xff\xff\x00\x00\x00", "image/gif", "more than 250 million pixels|damaged"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00rubbish", "image/jpeg", "damaged"),
        (files.pdf(owner_password="o", user_password="secret"), "application/pdf", "locked with a password"),
    ],
)
def test_file_that_cannot_be_shown_is_refused_with_a_reason(look, content, media_type, reason):
    with pytest.raises(Refused, match=reason):
        look(content, media_type)


def test_pdf_that_only_restricts_changes_is_accepted(look):
    facts, size, _ = look(files.pdf(owner_password="owner", user_password=""), "application/pdf")

    assert facts["pages"] == 1
    assert size


def test_damaged_pdf_has_no_thumbnail_and_no_page_count(look):
    assert look(b"%PDF-1.7 and then nothing", "application/pdf") == (
        {"pages": None, "width": None, "height": None},
        {},
        None,
    )


def test_largest_accepted_image_stays_within_the_memory_of_the_child(tmp_path):
    # Given an image within the pixel limit that does not fit into memory when it is decoded
    path = tmp_path / "huge.png"
    Image.new("1", (15_000, 15_000)).save(path)
    png = formats.BY_MEDIA_TYPE["image/png"]
    facts_of, picture_of = present(png.facts), present(png.picture)
    arguments = {"path": str(path)}

    facts = sandbox.call(facts_of, arguments)
    with contextlib.suppress(ChildFailed):
        sandbox.call(picture_of, arguments)

    # Then the child may have been killed, and the next image gets a new one
    assert facts["width"] == 15_000
    assert sandbox.call(facts_of, arguments) == facts


def test_png_too_large_to_decode_has_a_size(tmp_path):
    path = tmp_path / "scan.png"
    Image.new("RGB", (13_000, 11_000)).save(path, compress_level=1)

    facts = sandbox.call(present(formats.BY_MEDIA_TYPE["image/png"].facts), {"path": str(path)})

    assert facts == {"pages": 1, "width": 13_000, "height": 11_000}


def test_rotated_png_has_its_displayed_size(look):
    facts, size, _ = look(files.picture(600, 300, form="PNG", orientation=6), "image/png")

    assert (facts["width"], facts["height"]) == (300, 600)
    assert size["height"] == 2 * size["width"]


@pytest.mark.parametrize("options", [{"quality": 10}, {"lossless": True}, {"exif": b"Exif\0\0II*\0\x08\0\0\0\0\0"}])
def test_large_webp_has_a_size_and_no_thumbnail(tmp_path, monkeypatch, options):
    path = tmp_path / "panorama.webp"
    Image.new("RGB", (1200, 700)).save(path, **options)
    monkeypatch.setattr(webp_images, "MAX_DECODED_PIXELS", 1200 * 700 - 1)

    assert webp_images.facts(str(path)) == {"pages": 1, "width": 1200, "height": 700}
    with pytest.raises(Refused) as refusal:
        webp_images.thumbnail(str(path))
    assert refusal.value.cause == Cause.TOO_HEAVY


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (files.picture(form="BMP"), "image/bmp"),
        (files.picture(form="AVIF"), "image/avif"),
        (files.picture(form="TIFF", big_tiff=True), "image/tiff"),
    ],
)
def test_image_has_its_size_and_a_thumbnail(look, content, media_type):
    facts, size, picture = look(content, media_type)

    assert facts == {"pages": 1, "width": 600, "height": 300}
    assert size == {"width": 500, "height": 250}
    assert picture.getpixel((5, 5))[0] < 60
    assert picture.getpixel((490, 240))[0] > 200
