import pytest

from docloft.formats.pdf import FORMAT
from docloft.formats.unknown_file import UnknownFile

HEADER = b"%PDF-1.7\n"
OBJECT = b"1 0 obj\n<<>>\n"
REFERENCE = b"startxref\n9\n%%EOF\n"
WORDS = b"words and more words " * 10
BINARY = bytes(range(256)) * 8


def matches(tmp_path, recognition, content):
    path = tmp_path / "upload"
    path.write_bytes(content)
    return recognition.matches(UnknownFile(path))


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (HEADER + WORDS + OBJECT + b"endobj", True),
        (HEADER + WORDS + OBJECT + b"stream", True),
        (HEADER + WORDS + OBJECT + REFERENCE, True),
        (HEADER + WORDS + OBJECT, False),
        (HEADER + WORDS + b"endobj", False),
        (b"\xef\xbb\xbf" + HEADER + OBJECT + b"endobj", True),
        (bytes(8) + b"\n\t\x0c\r " + HEADER + OBJECT + b"endobj", True),
        (b"X" + HEADER + OBJECT + b"endobj", False),
        (b"%pdf-1.7\n" + OBJECT + b"endobj", False),
        (HEADER, True),
        (HEADER + b"%" * 54, True),
        (HEADER + b"%" * 55, False),
        (HEADER + BINARY, True),
        (b"%PDF-1.7 is " + BINARY, False),
        (b"%PDF-1.7 is", False),
    ],
)
def test_pdf_begins_with_its_header(tmp_path, content, begins):
    assert matches(tmp_path, FORMAT.recognitions[0], content) is begins


@pytest.mark.parametrize(
    ("content", "contains"),
    [
        (WORDS + HEADER + OBJECT + b"endobj", True),
        (WORDS + OBJECT + b"endobj", False),
        (WORDS + HEADER + b"endobj", False),
        (WORDS * 5 + HEADER + OBJECT + b"endobj", False),
        (WORDS + OBJECT + REFERENCE, True),
        (WORDS + OBJECT + REFERENCE + WORDS * 10, False),
        (WORDS + REFERENCE, False),
    ],
)
def test_pdf_after_other_bytes_has_a_header_or_an_end(tmp_path, content, contains):
    assert matches(tmp_path, FORMAT.recognitions[1], content) is contains
