"""Pictures as pages of a PDF. Called in the sandbox's child."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pi_heif
import pikepdf
from PIL import Image, ImageOps, ImageSequence

_DPI = 150
"""The resolution assumed for a picture that does not state its size on paper."""
_LEAST_DPI, _MOST_DPI = 10.0, 100_000.0
"""Some programs write 0 or 1 for a picture without a size."""
_POINTS = 72
_SHORTEST, _LONGEST = 3.0, 14_400.0
"""Edges of a page in points (ISO 32000-1, Annex C)."""
_SIDEWAYS = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112
_JPEG_QUALITY = 85
_HEADER_WITHIN = 1024
"""ISO 32000-1, Annex H.3: readers accept the header within the first 1,024 bytes."""

pi_heif.register_heif_opener()


def open_pages(path: str) -> pikepdf.Pdf:
    """A PDF as it is; of a picture, a new PDF with one page, and of a TIFF with all its pages. Raises whatever pikepdf
    and Pillow raise.
    """
    with Path(path).open("rb") as file:
        is_pdf = b"%PDF-" in file.read(_HEADER_WITHIN)
    return pikepdf.open(path) if is_pdf else _of_pictures(path)


def _of_pictures(path: str) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    with Image.open(path) as image:
        for frame in ImageSequence.Iterator(image) if image.format == "TIFF" else [image]:
            width, height = _page_size(frame)
            shown, body = _as_displayed(frame, path)
            picture = pikepdf.Stream(
                pdf,
                body,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=shown.width,
                Height=shown.height,
                ColorSpace=pikepdf.Name.DeviceGray if shown.mode == "L" else pikepdf.Name.DeviceRGB,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
            page = pdf.add_blank_page(page_size=(width, height))
            name = page.add_resource(picture, pikepdf.Name.XObject)
            page.contents_add(f"q {width:.2f} 0 0 {height:.2f} 0 0 cm {name} Do Q".encode())
    return pdf


def _page_size(frame: Any) -> tuple[float, float]:
    """Width and height on paper in points, after applying the orientation: pixels of a fax are not square."""
    # Pillow rotates a TIFF while it is decoded, but no other format.
    frame.load()
    across, down = (float(one) for one in frame.info.get("dpi", (_DPI, _DPI)))
    if not all(_LEAST_DPI <= one <= _MOST_DPI for one in (across, down)):
        across = down = _DPI
    edges = frame.width * _POINTS / across, frame.height * _POINTS / down
    scale = min(max(1.0, _SHORTEST / min(edges)), _LONGEST / max(edges))
    width, height = (max(_SHORTEST, edge * scale) for edge in edges)
    return (height, width) if frame.getexif().get(_ORIENTATION) in _SIDEWAYS else (width, height)


def _as_displayed(frame: Any, path: str) -> tuple[Image.Image, bytes]:
    """The picture after applying its orientation, and a JPEG of it: the original bytes, without loss of
    quality, if nothing has to be changed.
    """
    if frame.format == "JPEG" and frame.mode in {"L", "RGB"} and frame.getexif().get(_ORIENTATION, 1) == 1:
        return frame, Path(path).read_bytes()
    shown = _on_paper(ImageOps.exif_transpose(frame))
    body = BytesIO()
    shown.save(body, "JPEG", quality=_JPEG_QUALITY)
    return shown, body.getvalue()


def _on_paper(picture: Image.Image) -> Image.Image:
    """The picture as it looks on white paper, in a mode that JPEG supports."""
    if picture.mode.startswith("I;16"):
        # Pillow would clip values above 255.
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        opaque = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(opaque, mask=opaque)
        return paper
    return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")
