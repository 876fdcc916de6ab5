"""Pictures as pages of a PDF."""

from array import array

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from docloft_worker import picture_pages


def page_of(path, image, form, **save):
    """The page that is made from the picture: its size, and its pixels in shades of grey."""
    image.save(path / "picture", form, **save)
    target = path / "page.pdf"
    with picture_pages.open_pages(str(path / "picture")) as pdf:
        pdf.save(target)
    with pypdfium2.PdfDocument(target) as document:
        return document[0].get_size(), document[0].render().to_pil().convert("L")


@pytest.mark.parametrize(("mode", "form"), [("RGBA", "PNG"), ("LA", "PNG"), ("RGBA", "GIF"), ("RGBA", "TIFF")])
def test_transparent_picture_is_shown_on_white_paper(tmp_path, mode, form):
    picture = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((100, 50, 200, 150), fill=(0, 0, 0, 255))

    _, shown = page_of(tmp_path, picture.convert(mode), form)

    assert shown.getpixel((5, 5)) > 240
    assert shown.getpixel((shown.width // 2, shown.height // 2)) < 15


def test_shades_of_a_picture_with_16_bits_are_kept(tmp_path):
    values = array("H", [10_000 if column < 150 else 50_000 for _ in range(200) for column in range(300)])

    _, shown = page_of(tmp_path, Image.frombytes("I;16", (300, 200), values.tobytes()), "PNG")

    assert abs(shown.getpixel((5, 50)) - 10_000 / 256) < 8
    assert abs(shown.getpixel((shown.width - 5, 50)) - 50_000 / 256) < 8


@pytest.mark.parametrize(
    ("pixels", "dpi", "expected"),
    [
        ((1728, 1100), (204, 98), (610, 808)),  # a fax
        ((300, 150), (1, 1), (144, 72)),
        ((5, 10), (150, 150), (3, 6)),
        ((800, 16_000), (72, 72), (720, 14_400)),  # a screenshot of a long page
        ((1, 16_000), (72, 72), (3, 14_400)),
    ],
)
def test_page_is_as_large_as_the_picture_within_the_limits_of_a_pdf(tmp_path, pixels, dpi, expected):
    size, _ = page_of(tmp_path, Image.new("L", pixels, 255), "TIFF", dpi=dpi)

    assert size == pytest.approx(expected, abs=1)


def test_page_of_a_sideways_picture_with_oblong_pixels_keeps_its_proportions(tmp_path):
    turned = Image.Exif()
    turned[0x0112] = 6

    size, _ = page_of(tmp_path, Image.new("L", (300, 600), 255), "JPEG", dpi=(200, 100), exif=turned)

    assert size == pytest.approx((432, 108), abs=1)
