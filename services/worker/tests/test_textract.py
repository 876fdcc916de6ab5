"""Amazon Textract behind the same interface as Tesseract. Responses have the shape of AWS's example
(https://docs.aws.amazon.com/textract/latest/dg/how-it-works-detecting.html); botocore's stub checks them and the
requests against AWS's description of the service. Only the pictures are real. The file is long because it builds the
responses of Textract word by word.
"""

import base64
import io
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.stub import ANY, Stubber
from PIL import Image

from docloft import recognised_pages, tables, texts
from docloft.clock import timestamp
from docloft.lifecycle.gaps import Gap
from docloft.lifecycle.states import State
from docloft.recognised_pages import RecognisedPage
from docloft.settings import settings
from docloft_worker import handler, ocr_engines, reading
from docloft_worker.ocr_engines import tesseract_engine, textract_blocks, textract_client, textract_engine
from docloft_worker.recognition import drawing, searchable_pdf
from services.worker.tests.documents import read_command, received, reload, sqs_event
from services.worker.tests.scans import ENGLISH, letter, saved, scanned_pdf
from tests.fixtures import LIBRARY
from tests.lambda_context import Context
from tests.narrowing import present
from tests.recording import recording

GERMAN = "Sehr geehrte Damen und Herren, hiermit kündigen wir den Vertrag fristgemäß zum Jahresende."
DUTCH = "Geachte heer, hierbij zeggen wij de overeenkomst op, graag ontvangen wij een schriftelijke bevestiging."


def word(number, text, left, top, width, height, *, corner=0, confidence=99.5):
    """`corner`: the corner of the box at which the word begins: 0 for the upper left one, then clockwise."""
    right, bottom = left + width, top + height
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    polygon = [{"X": x, "Y": y} for x, y in corners[corner:] + corners[:corner]]
    box = {"Left": left, "Top": top, "Width": width, "Height": height}
    return {
        "BlockType": "WORD",
        "Id": f"word-{number}",
        "Text": text,
        "TextType": "PRINTED",
        "Confidence": confidence,
        "Geometry": {"BoundingBox": box, "Polygon": polygon, "RotationAngle": 90.0 * corner},
    }


def response(*lines):
    """`lines` are lists of words."""
    whole = {"BoundingBox": {"Left": 0.0, "Top": 0.0, "Width": 1.0, "Height": 1.0}, "Polygon": []}
    made = [
        {
            "BlockType": "LINE",
            "Id": f"line-{number}",
            "Text": " ".join(one["Text"] for one in words),
            "Confidence": 99.0,
            "Geometry": whole,
            "Relationships": [{"Type": "CHILD", "Ids": [one["Id"] for one in words]}],
        }
        for number, words in enumerate(lines)
    ]
    children = {"Relationships": [{"Type": "CHILD", "Ids": [one["Id"] for one in made]}]} if made else {}
    page = {"BlockType": "PAGE", "Id": "page", "Geometry": whole, **children}
    return {
        "DocumentMetadata": {"Pages": 1},
        "Blocks": [page, *made, *(one for words in lines for one in words)],
        "DetectDocumentTextModelVersion": "1.0",
    }


def says(text, confidence=99.0):
    words = text.split()
    return response([
        word(number, one, number / len(words), 0.1, 0.9 / len(words), 0.02, confidence=confidence)
        for number, one in enumerate(words)
    ])  # fmt: skip


@pytest.fixture
def stub(monkeypatch):
    monkeypatch.setattr(ocr_engines, "settings", lambda: type("Settings", (), {"ocr_engine": "textract"}))
    textract_client.client.cache_clear()
    with Stubber(textract_client.client()) as one:
        yield one
    textract_client.client.cache_clear()


@pytest.fixture
def other(monkeypatch):
    """Tesseract: finds one word on each page."""
    calls = []

    def recognise(_document, _path, pages, _total):
        calls.append(list(pages))
        return {number: RecognisedPage(f"tesseract{number} " * 20, (), 8, 8, 0, 90) for number in pages}

    monkeypatch.setattr(tesseract_engine, "recognise", recognise)
    return calls


@pytest.fixture
def scan(cloud):
    return received(scanned_pdf(letter(*ENGLISH)), media_type="application/pdf")


def respond(stub, found):
    stub.add_response("detect_document_text", found, {"Document": {"Bytes": ANY}})


def read(document):
    return handler.work(sqs_event(read_command(document)), Context())["batchItemFailures"]


def words_of(document):
    text = texts.load(LIBRARY, document.document_id)
    return text.pages if text else ()


def test_page_is_stored_with_the_words_that_textract_found(stub, other, scan):
    respond(stub, says(GERMAN))

    assert read(scan) == []

    assert words_of(scan) == (GERMAN,)
    page = present(recognised_pages.load(LIBRARY, scan.document_id, 0))
    assert page.words[0] == (0, 1000, 692, 200, "Sehr")
    assert (page.width, page.height, page.angle, page.confidence) == (
        2481,
        800,
        0,
        99,
    )
    assert (other, reload(scan).partial) == ([], [])


def test_picture_that_is_sent_is_a_grey_jpeg_as_a_viewer_shows_the_page(stub, other, cloud, monkeypatch):
    sent: list[Any] = []
    monkeypatch.setattr(
        textract_client, "detect", recording(sent, lambda _body: says(GERMAN)["Blocks"], lambda body: body)
    )

    read(received(scanned_pdf(letter(*ENGLISH), rotate=90), media_type="application/pdf"))

    image = Image.open(io.BytesIO(sent[0]))
    assert (image.format, image.mode) == ("JPEG", "L")
    assert image.height > image.width


@pytest.mark.parametrize(("corner", "angle"), [(0, 0), (1, 90), (2, 180), (3, 270)])
def test_turned_page_has_the_angle_of_its_text(corner, angle):
    blocks = response([word(0, "turned", 0.4, 0.4, 0.02, 0.2, corner=corner)])["Blocks"]

    page = textract_blocks.page_of(blocks, 800, 1200)

    assert (page.angle, page.words) == (angle, [(4000, 4000, 200, 2000, "turned")])


def test_turned_words_are_written_into_the_searchable_pdf_along_their_lines(tmp_path):
    page = textract_blocks.page_of(response([word(0, "turned", 0.4, 0.4, 0.02, 0.2, corner=1)])["Blocks"], 800, 1200)
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned_pdf(letter(*ENGLISH, size=(800, 1200))))

    made = searchable_pdf.make(str(path), {"0": {"angle": page.angle, "words": page.words}})

    assert b"%PDF-" in base64.b64decode(made["pdf"])[:20]


def test_angle_is_that_of_most_letters_and_slanted_text_is_upright():
    stamp = word(0, "PAID", 0.8, 0.1, 0.05, 0.3, corner=1)
    slanted = word(1, "letter", 0.1, 0.1, 0.2, 0.1)
    slanted["Geometry"]["Polygon"] = [{"X": 0.1, "Y": 0.1}, {"X": 0.3, "Y": 0.16}]

    page = textract_blocks.page_of(response([stamp], [slanted])["Blocks"], 800, 1200)

    assert page.angle == 0


def test_broken_words_are_joined_and_words_outside_the_page_are_left_out():
    lines = (
        [word(0, "Rechnungs-", 0.1, 0.1, 0.2, 0.02)],
        [
            word(1, "nummer", 0.1, 0.13, 0.1, 0.02),
            word(2, "beyond", 1.2, 0.13, 0.1, 0.02),
            word(3, "x" * 501, 0.1, 0.2, 0.1, 0.02),
        ],
    )

    page = textract_blocks.page_of(response(*lines)["Blocks"], 800, 1200)

    assert page.text.split()[:2] == ["Rechnungsnummer", "beyond"]
    assert [one[4] for one in page.words] == ["Rechnungs-", "nummer"]


def test_empty_page_has_no_words_and_is_not_flagged(stub, other, scan, monkeypatch):
    monkeypatch.setattr(textract_engine.models, "installed", lambda _folder: ("deu", "eng"))
    respond(stub, response())

    assert read(scan) == []

    assert (words_of(scan), reload(scan).partial, reload(scan).ocr_pages_done, other) == ((), [], 1, [])


@pytest.mark.parametrize("code", ["ThrottlingException", "ProvisionedThroughputExceededException"])
def test_throttled_page_is_delivered_again(stub, other, scan, code):
    # The stub stands for botocore's retries, too.
    stub.add_client_error("detect_document_text", code, http_status_code=400)

    assert len(read(scan)) == 1
    assert (reload(scan).state, reload(scan).attempts, other) == (State.WORKING, 0, [])

    respond(stub, says(GERMAN))
    assert read(scan) == []
    assert words_of(scan) == (GERMAN,)


@pytest.mark.parametrize("status", [500, 503])
def test_fault_of_aws_is_raised(stub, status):
    stub.add_client_error("detect_document_text", "InternalServerError", http_status_code=status)

    with pytest.raises(ClientError, match="InternalServerError"):
        textract_client.detect(b"picture")


def test_region_without_textract_is_raised(monkeypatch):
    def fail(**_):
        raise EndpointConnectionError(endpoint_url="https://textract.example")

    monkeypatch.setattr(textract_client, "client", lambda: type("Client", (), {"detect_document_text": fail}))

    with pytest.raises(EndpointConnectionError):
        textract_client.detect(b"picture")


@pytest.mark.parametrize("code", ["BadDocumentException", "DocumentTooLargeException", "UnsupportedDocumentException"])
def test_page_that_textract_refuses_is_read_with_tesseract_once(stub, other, scan, code):
    stub.add_client_error("detect_document_text", code, http_status_code=400)

    assert read(scan) == []

    assert words_of(scan)[0].startswith("tesseract0")
    assert other == [[0]]


def test_page_that_both_refuse_is_lost(stub, scan, monkeypatch):
    stub.add_client_error("detect_document_text", "BadDocumentException", http_status_code=400)
    monkeypatch.setattr(tesseract_engine, "recognise", lambda *_: {})

    assert read(scan) == []

    assert (reload(scan).state, reload(scan).partial) == (State.READY, [Gap.PAGES_LOST])


def test_page_in_a_language_that_textract_does_not_detect_is_read_with_tesseract(stub, other, scan):
    respond(stub, says(DUTCH))

    read(scan)

    assert words_of(scan)[0].startswith("tesseract0")


@pytest.mark.parametrize(
    ("known", "chosen"), [("nl", None), (None, ["nld"])], ids=["language of the document", "languages of the library"]
)
def test_document_that_textract_is_not_made_for_is_never_sent(stub, other, scan, tmp_path, known, chosen):
    if chosen:
        profile = tables.records.Profile(LIBRARY, "profile#", created_at=timestamp(), name="x", ocr_languages=chosen)
        tables.library.replace(profile)
    scan.language = known

    assert set(textract_engine.recognise(scan, tmp_path, [0, 1], 2)) == {0, 1}

    assert other == [[0, 1]]


@pytest.mark.parametrize(("models", "read_by"), [(("deu", "jpn"), "tesseract"), (("deu", "eng"), "textract")])
def test_badly_read_page_may_be_in_another_script_if_there_is_a_model(stub, other, scan, monkeypatch, models, read_by):
    monkeypatch.setattr(textract_engine.models, "installed", lambda _folder: models)
    respond(stub, says("tfo ghi bwr", confidence=20.0))

    read(scan)

    assert bool(other) == (read_by == "tesseract")


def test_long_scan_sends_one_page_a_call_and_keeps_each(stub, other, scan, tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned_pdf(letter(*ENGLISH), letter(*ENGLISH)))
    respond(stub, says(GERMAN))

    assert list(textract_engine.recognise(scan, path, [1, 0], 2)) == [1]


def test_large_page_stays_within_the_limits_of_textract(tmp_path, monkeypatch):
    path = tmp_path / "long.png"
    path.write_bytes(saved(Image.effect_noise((200, 12_000), 80)))
    monkeypatch.setattr(drawing, "MAX_BYTES", 300_000)

    found = drawing.draw(str(path), 0)

    body = base64.b64decode(found["jpeg"])
    assert len(body) <= 300_000
    assert Image.open(io.BytesIO(body)).size == (found["width"], found["height"])
    assert max(found["width"], found["height"]) <= drawing.MAX_SIDE


def test_every_engine_of_the_settings_ends_before_the_function_does():
    for engine in ocr_engines.ENGINES.values():
        assert 0 < reading.recognising.start_seconds(engine) < 300 - handler._MIN_SECONDS
    assert settings().ocr_engine in ocr_engines.ENGINES
