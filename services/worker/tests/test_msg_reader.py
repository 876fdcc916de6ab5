from base64 import b64decode

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


def attachment(at, number, **contents):
    """The streams of an attachment of the message in the storage `at`."""
    place = f"{at}__attach_version1.0_#{number:08d}/"
    return {f"{place}__properties_version1.0": b"", **{f"{place}{name}": body for name, body in contents.items()}}


def forwarded(at, subject):
    """The streams of a message that is the first attachment of the message in the storage `at`, and its storage."""
    place = f"{at}__attach_version1.0_#00000000/"
    inner = f"{place}__substg1.0_3701000D/"
    streams = {f"{place}__properties_version1.0": b"", f"{inner}__properties_version1.0": b""}
    return inner, {**streams, f"{inner}__substg1.0_0037001F": wide(subject)}


def test_attachments_of_a_forwarded_message_are_parts(path_of):
    pdf = {"__substg1.0_3707001F": wide("Invoice.pdf"), "__substg1.0_37010102": b"%PDF-1.7".ljust(4096)}
    first, outer = forwarded("", "Fwd: 5/6")
    second, inner = forwarded(first, "The first one")
    path = path_of(ole_file(*OWN, **outer, **inner, **attachment(second, 0, **pdf), **attachment(first, 1, **pdf)))

    found = msg_reader.listing(path)

    names = ["Fwd: 5-6.txt", "Fwd: 5-6/The first one.txt", "Fwd: 5-6/The first one/Invoice.pdf", "Fwd: 5-6/Invoice.pdf"]
    assert [one["name"] for one in found["parts"]] == names
    assert not found["left_out"]
    numbers = [one["number"] for one in found["parts"]]
    contents = [b64decode(one["content"]) for one in msg_reader.pieces(path, numbers, 0, 100_000)["pieces"]]
    assert contents[2] == contents[3] == pdf["__substg1.0_37010102"]
    assert b"Subject: The first one" in contents[1]


def test_messages_that_are_nested_too_deeply_are_left_out(path_of, monkeypatch):
    monkeypatch.setattr(msg_reader, "MAX_DEPTH", 1)
    first, outer = forwarded("", "one")
    second, inner = forwarded(first, "two")
    _, innermost = forwarded(second, "three")

    found = msg_reader.listing(path_of(ole_file(*OWN, **outer, **inner, **innermost)))

    assert ([one["name"] for one in found["parts"]], found["left_out"]) == (["one.txt", "one/two.txt"], True)


def test_object_of_another_program_is_left_out_visibly(path_of):
    path = path_of(ole_file(*OWN, **attachment("", 0, **{"__substg1.0_3701000D/CONTENTS": b"x" * 4096})))

    assert msg_reader.listing(path) == {"parts": [], "left_out": True}


def test_too_many_attachments_are_left_out_visibly(path_of, monkeypatch):
    monkeypatch.setattr(msg_reader, "MAX_ATTACHMENTS", 1)
    file = {"__substg1.0_37010102": b"x" * 4096}

    found = msg_reader.listing(path_of(ole_file(*OWN, **attachment("", 0, **file), **attachment("", 1, **file))))

    assert (len(found["parts"]), found["left_out"]) == (1, True)
