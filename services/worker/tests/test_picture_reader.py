import struct

import pytest
from PIL import Image

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


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n damaged", b"%PDF-1.7 no picture"])
def test_damaged_picture_is_refused(path_of, body):
    with pytest.raises(Refused, match="damaged"):
        picture_reader.read(path_of(body))
