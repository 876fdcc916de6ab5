import io
import time
from base64 import b64decode

import pytest
from PIL import Image

from docloft_worker import text_sheets


def sheet(text):
    return Image.open(io.BytesIO(b64decode(text_sheets.draw(text)["webp"]))).convert("L")


def rows_with_ink(image):
    return [y for y in range(image.height) if image.crop((0, y, image.width, y + 1)).getextrema()[0] < 128]


def test_lines_of_the_text_are_drawn_below_each_other():
    assert len(rows_with_ink(sheet("one"))) < len(rows_with_ink(sheet("one\ntwo\nthree")))


def test_paragraph_is_wrapped_and_row_of_cells_ends_at_the_margin():
    paragraph, row = sheet("word " * 200), sheet("cell\t" * 200)

    assert len(rows_with_ink(paragraph)) > len(rows_with_ink(row)) > 0
    for image in (paragraph, row):
        assert image.crop((image.width - 28, 0, image.width, image.height)).getextrema()[0] > 200


@pytest.mark.parametrize("text", ["Größe", "Счёт", "Λογαριασμός", "請求書"])
def test_text_in_any_script_leaves_ink(text):
    assert rows_with_ink(sheet(text))


def test_any_text_is_drawn_in_time():
    before = time.process_time()

    for text in (
        "x" * 10_000,
        "\t" * 10_000,
        "\n" * 10_000,
        "".join(map(chr, range(0x4E00, 0x5E00))),
        "\u0600\ud800" * 99,
    ):
        text_sheets.draw(text)

    assert time.process_time() - before < 4
