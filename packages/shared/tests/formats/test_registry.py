import pytest

from docloft import formats
from docloft.formats.docx import FORMAT as DOCX


@pytest.mark.parametrize(
    ("word", "media_types"),
    [
        ("pdf", ("application/pdf",)),
        (".pdf", ("application/pdf",)),
        ("docx", (DOCX.media_type,)),
        ("word", (DOCX.media_type, "application/msword")),
        ("word document", (DOCX.media_type,)),
        ("txt", ("text/plain",)),
        ("text", ("text/plain",)),
        ("csv", ("text/plain",)),
        ("web", ("text/html",)),
        ("markdown", ("text/markdown",)),
        ("jpg", ("image/jpeg",)),
        ("document", ()),
        ("", ()),
        (".", ()),
    ],
)
def test_search_word_of_a_format_gives_its_media_types(word, media_types):
    assert formats.named(word) == media_types


def test_alias_finds_its_format():
    assert formats.find("image/heif") is formats.find("image/heic")
    assert formats.find("application/x-unknown") is None


def test_format_that_can_contain_scripts_is_not_inline_safe():
    assert [name for name in ("text/html", "text/markdown", DOCX.media_type) if formats.is_inline_safe(name)] == []
    assert formats.is_inline_safe("application/pdf")
    assert not formats.is_inline_safe("image/svg+xml")


def test_every_word_for_a_format_names_one():
    assert formats.words()[:2] == ("pdf", "text")
    assert "image" in formats.words()
    assert [word for word in formats.words() if not (formats.named(word) or formats.kind_named(word))] == []
