"""Photos and scans: pages without text, all of which have to be recognised."""

from pathlib import Path

from docloft_worker import page_pictures
from docloft_worker.readers import Portion, picture_properties

MAX_PAGES = 10_000
"""Counting stops there, because a TIFF file can claim any number of pages."""


def read(path: str) -> Portion:
    """Raises Refused for a damaged picture."""
    with page_pictures.opened(path) as image:
        described = picture_properties.of(image, Path(path))
        total = page_pictures.pages(image, most=MAX_PAGES)
    found: Portion = {"pages": [""] * total, "total": total, "truncated": False, "unread": list(range(total))}
    return {**found, "properties": described} if described else found
