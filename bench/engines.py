"""The libraries that Docloft reads with, by themselves: the limits in bench.reading_times. Called in the child
of a sandbox.
"""

from typing import Any

import pypdfium2


def pdf_texts(paths: list[str]) -> dict[str, Any]:
    """How many characters pypdfium2 returns for these PDFs."""
    count = 0
    for path in paths:
        document = pypdfium2.PdfDocument(path)
        for page in document:
            layer = page.get_textpage()
            count += len(layer.get_text_range())
            layer.close()
            page.close()
        document.close()
    return {"characters": count}


def recognised(path: str, language: str, folder: str) -> dict[str, Any]:
    """The text of a picture that is upright and in a known language, as Tesseract returns it with its defaults."""
    from PIL import Image  # noqa: PLC0415 - only for scans
    from tesserocr import PSM, PyTessBaseAPI  # noqa: PLC0415

    with PyTessBaseAPI(path=folder, lang=language, psm=PSM.AUTO) as engine, Image.open(path) as picture:
        engine.SetImage(picture)
        engine.SetSourceResolution(200)
        return {"text": engine.GetUTF8Text()}


def nothing() -> dict[str, Any]:
    """Starts the child."""
    return {}
