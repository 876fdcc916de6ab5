import pytest
from fpdf import FPDF
from pypdfium2 import PdfDocument, PdfiumError

from docloft.errors import Refused
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import pdf_reader
from services.worker.tests import originals


def read(path, first=0, characters=MAX_CHARACTERS):
    return pdf_reader.read(path, first, characters)


def test_text_is_read_page_by_page(path_of):
    found = read(path_of(originals.pdf("The first page", "", "zebrawood on the third")))

    assert found == {
        "pages": ["The first page", "", "zebrawood on the third"],
        "total": 3,
        "truncated": False,
        "next": None,
        "unread": [],
        "properties": {"created": found["properties"]["created"]},
    }


def test_pdf_that_only_restricts_copying_is_read(path_of):
    body = originals.pdf("Readable", owner_password="secret", user_password="")

    assert read(path_of(body))["pages"] == ["Readable"]


def test_pdf_with_a_password_is_refused_with_a_remedy(path_of):
    body = originals.pdf("Hidden", owner_password="owner", user_password="user")

    with pytest.raises(Refused, match="locked with a password"):
        read(path_of(body))


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7\n", b"MZ\x90\x00 not a PDF at all"])
def test_file_that_is_not_a_pdf_is_refused(path_of, body):
    with pytest.raises(Refused, match="damaged"):
        read(path_of(body))


def test_reading_stops_at_the_character_limit_and_is_truncated(path_of):
    found = read(path_of(originals.pdf("0123456789", "0123456789", "0123456789")), characters=15)

    assert found["pages"] == ["0123456789", "01234"]
    assert found["truncated"]
    assert found["next"] is None
    assert found["total"] == 3


def test_portions_join_to_the_document(path_of, monkeypatch):
    path = path_of(originals.pdf("one", "two", "three"))
    monkeypatch.setattr(pdf_reader, "PORTION_SECONDS", -1.0)
    first = read(path)
    second = read(path, first["next"])
    third = read(path, second["next"])

    assert [*first["pages"], *second["pages"], *third["pages"]] == ["one", "two", "three"]
    assert third["next"] is None
    assert not third["truncated"]


def test_pages_beyond_the_limit_are_counted_not_read(path_of, monkeypatch):
    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 2)

    found = read(path_of(originals.pdf("one", "two", "three")))

    assert (found["pages"], found["total"], found["truncated"]) == (["one", "two"], 3, True)


def test_page_that_cannot_be_opened_is_empty_and_the_others_are_read(path_of, monkeypatch):
    original = PdfDocument.__getitem__

    def get(document, number):
        if number == 1:
            raise PdfiumError("Failed to load page.")
        return original(document, number)

    monkeypatch.setattr(PdfDocument, "__getitem__", get)

    found = read(path_of(originals.pdf("one", "two", "three")))

    assert (found["pages"], found["partial"]) == (["one", "", "three"], ["pages_damaged"])


def test_pdf_without_a_page_that_can_be_opened_is_refused(path_of):
    whole = originals.pdf("one", "two")

    with pytest.raises(Refused, match="damaged"):
        read(path_of(whole.replace(b"/Type /Page\n", b"/Type /Nope\n").replace(b"/Kids [", b"/Kids [99 0 R 98 0 R ")))


def test_portion_ends_after_the_requested_pages(path_of):
    path = path_of(originals.pdf("one", "two", "three"))

    counted, first = pdf_reader.read(path, 0, MAX_CHARACTERS, 0), pdf_reader.read(path, 0, MAX_CHARACTERS, 1)

    assert (counted["pages"], counted["total"], counted["next"]) == ([], 3, 0)
    assert (first["pages"], first["total"], first["next"]) == (["one"], 3, 1)
    assert pdf_reader.read(path, 3, MAX_CHARACTERS, 1)["pages"] == []


def test_word_broken_at_the_end_of_a_line_is_joined(path_of):
    found = read(path_of(originals.pdf("this sentence has a hyphen-\nated word")))

    assert "hyphenated" in found["pages"][0]


def test_text_in_fields_and_comments_is_read(path_of):
    document = FPDF()
    document.set_font("helvetica", size=12)
    document.add_page()
    document.cell(text="Printed")
    document.text_annotation(50, 50, "A sticky comment")
    document.free_text_annotation("Typed over it", x=50, y=80, w=60, h=10)
    document.link(10, 10, 20, 20, "https://example.org")

    found = read(path_of(bytes(document.output())))

    assert found["pages"] == ["Printed\n\nA sticky comment\n\nTyped over it"]


def test_value_of_a_form_field_is_read_but_not_of_a_check_box(path_of):
    field = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Ada Lovelace)/Rect[0 0 9 9]>>"
    box = b"<</Type/Annot/Subtype/Widget/FT/Btn/T(box)/V/Off/Rect[0 0 9 9]>>"
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Annots[4 0 R 5 0 R]>>endobj\n"
        b"4 0 obj" + field + b"endobj\n5 0 obj" + box + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )

    assert read(path_of(body))["pages"] == ["Ada Lovelace"]
