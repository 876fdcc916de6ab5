import pytest

from docloft.formats.heic import FORMAT as HEIC
from docloft.formats.tiff import FORMAT as TIFF
from docloft.formats.unknown_file import UnknownFile
from docloft.formats.webp import FORMAT as WEBP

FOLLOWING = bytes(range(200))


@pytest.mark.parametrize(
    ("tested", "head", "is_recognised"),
    [
        (HEIC, b"\x00\x00\x00\x18ftypheic", True),
        (HEIC, b"\x00\x00\x00\x18ftypmif1", True),
        (HEIC, b"\x00\x00\x00\x18ftypmp42", False),
        (HEIC, b"\x00\x00\x00\x18moovheic", False),
        (WEBP, b"RIFF\x24\x00\x00\x00WEBP", True),
        (WEBP, b"RIFF\x24\x00\x00\x00WAVE", False),
        (WEBP, b"FORM\x24\x00\x00\x00WEBP", False),
        (TIFF, b"II*\x00\x08\x00\x00\x00", True),
        (TIFF, b"MM\x00*\x00\x00\x00\x08", True),
        (TIFF, b"II+\x00\x08\x00\x00\x00", True),
        (TIFF, b"MM\x00+\x00\x08\x00\x00", True),
        (TIFF, b"II*\x00\x10\x00\x00\x00CR\x02\x00", False),
        (TIFF, b"II-\x00\x08\x00\x00\x00", False),
    ],
)
def test_picture_is_recognised_by_its_first_bytes(tmp_path, tested, head, is_recognised):
    path = tmp_path / "upload"
    path.write_bytes(head + FOLLOWING)
    [recognition] = tested.recognitions

    assert recognition.matches(UnknownFile(path)) is is_recognised
