"""Which pages of a PDF have to be recognised: those that show more than their text layer contains."""

import pypdfium2
from pypdfium2 import raw

from docloft_worker.legibility import has_few_letters, is_legible, letters

# If pictures cover this share of a page with little text, it counts as a scan.
_LEAST_COVERED = 0.4
# Drawn letters are outlines, one or more each; rules and frames are few.
_FEW_LETTERS, _MANY_PATHS = 20, 60
_EXAMINED_OBJECTS = 2_000
# Formulas have fewer objects.
_MOST_UNMAPPED = 0.25


def is_unread(page: pypdfium2.PdfPage, text: str, unmapped: float) -> bool:
    """`text` is that of the page's text layer, `unmapped` the share of its characters that PDFium made up
    (pdf_fonts.unmapped). False for a page that shows nothing.
    """
    if not is_legible(text) or unmapped > _MOST_UNMAPPED:
        return True
    if not has_few_letters(text):
        return False
    found = letters(text)
    covered, paths, others = _shown(page)
    if found == 0:
        return covered > 0 or paths > 0 or others > 0
    return covered >= _LEAST_COVERED or (found < _FEW_LETTERS and paths >= _MANY_PATHS)


def _shown(page: pypdfium2.PdfPage) -> tuple[float, int, int]:
    """(share of the page that pictures cover, number of paths, number of shadings)."""
    width, height = page.get_size()
    covered, paths, others = 0.0, 0, 0
    for number, shown in enumerate(page.get_objects(max_depth=4)):
        if number >= _EXAMINED_OBJECTS:
            break
        if shown.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = shown.get_bounds()
            covered += max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
        elif shown.type == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif shown.type == raw.FPDF_PAGEOBJ_SHADING:
            others += 1
    return covered / max(width * height, 1.0), paths, others
