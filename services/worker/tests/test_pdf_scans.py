from fpdf import FPDF

from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import pdf_reader
from services.worker.tests import originals
from services.worker.tests.scans import ENGLISH, letter, scanned_pdf

LONG = " ".join(ENGLISH) * 3
SHIFTED = "7KH ZRUOG RI OHWWHUV ZDV ZULWWHQ EB KDQG " * 9


def unread(path):
    return pdf_reader.read(path, 0, MAX_CHARACTERS)["unread"]


def test_scanned_pages_among_others_are_to_be_recognised(path_of):
    document = FPDF()
    document.set_font("helvetica", size=12)
    for shown in (LONG, letter(*ENGLISH), "", letter(*ENGLISH)):
        document.add_page()
        if isinstance(shown, str):
            document.multi_cell(0, text=shown)
        else:
            document.image(shown, 0, 0, 210, 297)

    assert unread(path_of(bytes(document.output()))) == [1, 3]


def test_scan_with_a_stamp_is_to_be_recognised(path_of):
    assert unread(path_of(scanned_pdf(letter(*ENGLISH), text="Received 2024-05-06"))) == [0]


def test_scan_with_a_text_layer_is_read(path_of):
    assert unread(path_of(scanned_pdf(letter(*ENGLISH), text=LONG))) == []


def test_text_with_a_logo_is_read(path_of):
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=12)
    document.image(letter("Logo"), 0, 0, 60, 24)
    document.multi_cell(0, text="A short letter")

    assert unread(path_of(bytes(document.output()))) == []


def test_letters_that_are_drawn_are_to_be_recognised(path_of):
    document = FPDF()
    document.add_page()
    for number in range(80):
        document.line(number, 0, number, 5)

    assert unread(path_of(bytes(document.output()))) == [0]


def test_font_without_meaning_is_to_be_recognised(path_of):
    assert unread(path_of(originals.pdf(LONG, SHIFTED))) == [1]


def test_numbers_are_those_of_the_document_in_a_later_portion(path_of):
    path = path_of(scanned_pdf(letter("One"), letter("Two"), letter("Three")))

    assert pdf_reader.read(path, 1, MAX_CHARACTERS)["unread"] == [1, 2]
