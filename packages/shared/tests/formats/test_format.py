import pytest

from docloft.formats.format import Format, Parts, Reader, starts_with
from docloft.formats.unknown_file import UnknownFile

PATH = "/tmp/upload"  # noqa: S108 - no file is opened
PORTION = {"first": 3, "characters": 1000, "most": 50}


def make_format(**values):
    return Format(
        name="x", label="X", badge="X", icon="file", media_type="a/x", extensions=(), recognitions=(), **values
    )


@pytest.mark.parametrize(
    ("reader", "sent"),
    [
        (Reader("module:read"), {"path": PATH}),
        (Reader("module:read", resumes=True), {"path": PATH, **PORTION}),
        (Reader("module:read", password=""), {"path": PATH, "password": ""}),
        (Reader("module:read", resumes=True, password="secret"), {"path": PATH, **PORTION, "password": "secret"}),
    ],
)
def test_reader_is_called_with_what_it_takes(reader, sent):
    assert reader.arguments(PATH, **PORTION) == sent


def test_parts_are_extracted_with_the_password_if_there_is_one():
    assert Parts("module").arguments(PATH, pages=[1]) == {"path": PATH, "pages": [1]}
    assert Parts("module", "secret").arguments(PATH) == {"path": PATH, "password": "secret"}


def test_format_with_a_password_sends_it_to_its_reader_and_its_parts():
    locked = make_format(reader=Reader("module:read", resumes=True), parts=Parts("module"))

    assert locked.with_password("secret") == make_format(
        reader=Reader("module:read", resumes=True, password="secret"), parts=Parts("module", password="secret")
    )
    assert make_format(reads_locked=True).with_password("secret") == make_format(reads_locked=True)


@pytest.mark.parametrize(("content", "starts"), [(b"AB", True), (b"CD and more", True), (b" AB", False), (b"A", False)])
def test_signature_is_the_beginning_of_a_file(tmp_path, content, starts):
    path = tmp_path / "upload"
    path.write_bytes(content)

    assert starts_with(b"AB", b"CD")(UnknownFile(path)) is starts
