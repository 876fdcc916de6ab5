"""Makes a PDF from pages of other PDFs and pictures (pikepdf, MPL-2.0). Called in the sandbox's child.

The pages are copied into a new PDF, so it contains nothing of the pages that were left out: no bookmarks, no attached
files, no structure. Filled forms are drawn into their pages, because the new PDF has no form.
"""

from base64 import b64encode
from collections.abc import Sequence
from contextlib import ExitStack
from io import BytesIO

import pikepdf

from docloft_worker.picture_pages import open_pages
from docloft_worker.readers import AssembledPdf


def make(paths: Sequence[str], ranges: Sequence[Sequence[int]], offset: int, most: int) -> AssembledPdf:
    """At most `most` bytes of the new PDF, from `offset`; the same PDF in every call. A range is [number of the path,
    first page, last page, turn], its pages counted from 1.
    """
    target = BytesIO()
    with ExitStack() as opened, pikepdf.new() as pdf:
        sources: list[pikepdf.Pdf] = []
        for number, path in enumerate(paths):
            source = _opened(opened, path)
            wanted = max(last for of, _, last, _ in ranges if of == number)
            if source is None or wanted > len(source.pages):
                return {"body": "", "size": 0, "unusable": number}
            sources.append(source)
        for number, first, last, turn in ranges:
            for page in sources[number].pages[first - 1 : last]:
                pdf.pages.append(page)
                pdf.pages[-1].rotate(turn, relative=True)
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    whole = target.getbuffer()
    return {"body": b64encode(whole[offset : offset + most]).decode(), "size": len(whole), "unusable": None}


def _opened(opened: ExitStack, path: str) -> pikepdf.Pdf | None:
    try:
        source = opened.enter_context(open_pages(path))
        if "/AcroForm" in source.Root:
            source.generate_appearance_streams()
            source.flatten_annotations("all")
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError, ValueError, SyntaxError):
        return None
    return source
