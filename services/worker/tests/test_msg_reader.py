import compressed_rtf
import pytest

from docloft.errors import Refused
from docloft_worker.readers import msg_reader
from tests.ole_files import ole_file

OWN = ("__nameid_version1.0", "__properties_version1.0")


def wide(text):
    return text.encode("utf-16-le").ljust(4096, b"\x00")


def test_message_has_header_body_and_properties(path_of):
    path = path_of(
        ole_file(
            *OWN,
            **{
                "__substg1.0_0037001F": wide("Größe"),
                "__substg1.0_0C1A001F": wide("Ada"),
                "__substg1.0_5D01001F": wide("ada@example.org"),
                "__substg1.0_0E04001F": wide("Bob"),
                "__substg1.0_1000001F": wide("The body."),
            },
        )
    )

    found = msg_reader.read(path)

    assert found["pages"] == ["From: Ada <ada@example.org>\nTo: Bob\nSubject: Größe\n\nThe body."]
    assert found["properties"] == {"title": "Größe", "author": "Ada <ada@example.org>"}
    assert msg_reader.listing(path) == {"parts": [], "left_out": False}


def test_body_in_html_and_an_old_encoding_is_read(path_of):
    html = "<p>Grüße</p>".encode("cp1252").ljust(4096)

    assert "Grüße" in msg_reader.read(path_of(ole_file(*OWN, **{"__substg1.0_10130102": html})))["pages"][0]


@pytest.mark.parametrize("compressed", [True, False])
def test_body_that_is_only_rich_text_is_read(path_of, compressed):
    rich = compressed_rtf.compress(b"{\\rtf1\\ansi\\ansicpg1252 Sch\\'f6ne Gr\\'fc\\'dfe, zebrawood\\par }", compressed)

    found = msg_reader.read(path_of(ole_file(*OWN, **{"__substg1.0_10090102": rich.ljust(4096, b"\0")})))

    assert found["pages"] == ["Schöne Grüße, zebrawood"]


def test_damaged_rich_text_leaves_the_header(path_of):
    streams = {"__substg1.0_0037001F": wide("Größe"), "__substg1.0_10090102": b"\0\0\0\0LZFu".ljust(4096, b"x")}

    assert msg_reader.read(path_of(ole_file(*OWN, **streams)))["pages"] == ["Subject: Größe"]


@pytest.mark.parametrize("size", [8, 600, 1100])
def test_damaged_message_is_refused(path_of, size):
    with pytest.raises(Refused):
        msg_reader.read(path_of(ole_file(*OWN)[:size]))
