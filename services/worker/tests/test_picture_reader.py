import struct

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from docloft.errors import Refused
from docloft_worker.readers import picture_reader
from services.worker.tests.scans import letter, saved
from tests.hostile.pictures import many_frames


def test_photo_with_a_second_picture_behind_it_is_one_page(path_of):
    # A multi-picture JPEG (CIPA DC-007), which phones write for portraits, with a depth map or a preview.
    photo = saved(letter("Front"), "MPO", save_all=True, append_images=[letter("Behind")])

    assert picture_reader.read(path_of(photo)) == {"pages": [""], "total": 1, "truncated": False, "unread": [0]}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_picture_is_a_page_to_recognise(path_of, kind):
    assert picture_reader.read(path_of(saved(letter("Hello"), kind))) == {
        "pages": [""],
        "total": 1,
        "truncated": False,
        "unread": [0],
    }


def test_every_page_of_a_scan_is_to_be_recognised(path_of):
    scan = saved(letter("One"), "TIFF", save_all=True, append_images=[letter("Two"), letter("Three")])

    found = picture_reader.read(path_of(scan))

    assert (found["pages"], found["total"], found["unread"]) == (["", "", ""], 3, [0, 1, 2])


@pytest.mark.parametrize("pointer", [0x7FFFFFFF, 4, 9])
def test_scan_whose_pointer_to_the_next_page_leads_nowhere_keeps_the_pages_before_it(path_of, pointer):
    body = bytearray(many_frames(3))
    # After the header, each directory takes 66 bytes, of which the pointer is the last four.
    struct.pack_into("<I", body, 8 + 2 * 66 - 4, pointer)

    assert picture_reader.read(path_of(bytes(body)))["total"] == 2


def test_animation_is_one_page(path_of):
    frames = [Image.new("L", (9, 9), value) for value in (0, 128, 255)]

    assert picture_reader.read(path_of(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])))["total"] == 1


def exif():
    found = Image.Exif()
    found[0x010E] = "Über die Brücke".encode()
    found[0x013B] = "Ada"
    found[0x9C9B] = "Größe\0".encode("utf-16-le")
    found.get_ifd(0x8769).update({0x9003: "2026:05:01 10:00:00", 0x9286: b"ASCII\0\0\0walnut"})
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_properties_are_those_in_exif(path_of, kind):
    photo = saved(letter("Hello"), kind, exif=exif())

    assert picture_reader.read(path_of(photo))["properties"] == {
        "title": "Größe",
        "author": "Ada",
        "keywords": "Über die Brücke; walnut",
        "created": "2026-05-01",
    }


def test_properties_of_a_scan_are_those_in_its_tags(path_of):
    scan = saved(letter("Hello"), "TIFF", tiffinfo={270: "walnut", 306: "2026:05:01 10:00:00", 315: "Ada"})

    assert picture_reader.read(path_of(scan))["properties"] == {
        "author": "Ada",
        "keywords": "walnut",
        "created": "2026-05-01",
    }


def test_texts_of_a_png_and_of_xmp_are_properties(path_of):
    texts = PngInfo()
    texts.add_text("Title", "Bridge")
    texts.add_itxt("Comment", "Brücke")
    packet = b"""<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <r:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description>zebrawood</dc:description></r:Description>
      </r:RDF></x:xmpmeta><?xpacket end="w"?>"""

    drawn = picture_reader.read(path_of(saved(letter("Hello"), "PNG", pnginfo=texts)))
    photo = picture_reader.read(path_of(saved(letter("Hello"), "JPEG", xmp=packet)))

    assert drawn["properties"] == {"title": "Bridge", "keywords": "Brücke"}
    assert photo["properties"] == {"keywords": "zebrawood"}


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
@pytest.mark.parametrize(
    "damage", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\x7f", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01" * 99]
)
def test_damaged_properties_cost_no_page(path_of, damage):
    assert picture_reader.read(path_of(saved(letter("Hello"), "JPEG", exif=damage)))["total"] == 1


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n damaged", b"%PDF-1.7 no picture"])
def test_damaged_picture_is_refused(path_of, body):
    with pytest.raises(Refused, match="damaged"):
        picture_reader.read(path_of(body))
