"""Draws a page as a JPEG for Amazon Textract. Called in the sandbox's child."""

from base64 import b64encode
from io import BytesIO

from PIL import Image

from docloft_worker.recognition import DrawnPage, rendering

MAX_BYTES = 5_000_000
"""Textract accepts 5 MB according to its API reference (Document), and 10 MB according to its quotas."""

MAX_SIDE = 10_000
"""Pixels (AWS: https://docs.aws.amazon.com/textract/latest/dg/limits-document.html)."""

_QUALITIES = (90, 75, 60)


def draw(path: str, page: int, total: int = 0) -> DrawnPage:
    """The page with this number, counted from 0, as a viewer displays it, in grey. A page that is too large in bytes is
    compressed more, then drawn smaller. `total`: see rendering.opened. Raises Refused when it cannot be drawn.
    """
    with rendering.opened(path, total) as drawn:
        image = drawn(page)
    if max(image.size) > MAX_SIDE:
        image.thumbnail((MAX_SIDE, MAX_SIDE))
    body = _encoded(image)
    while len(body) > MAX_BYTES:
        image = image.resize((max(1, image.width // 2), max(1, image.height // 2)), Image.Resampling.LANCZOS)
        body = _encoded(image)
    return {"jpeg": b64encode(body).decode(), "width": image.width, "height": image.height}


def _encoded(image: Image.Image) -> bytes:
    body = b""
    for quality in _QUALITIES:
        target = BytesIO()
        image.save(target, "JPEG", quality=quality)
        body = target.getvalue()
        if len(body) <= MAX_BYTES:
            break
    return body
