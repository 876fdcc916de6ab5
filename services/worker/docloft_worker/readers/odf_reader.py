"""Text of an OpenDocument file: a text document without pages, a spreadsheet sheet by sheet, a presentation or drawing
slide by slide, with notes, comments, headers, footers and embedded objects.
"""

from docloft_worker.readers import Portion, odf, packages


def read(path: str) -> Portion:
    """Raises Refused."""
    return _read(path, in_sheets=False)


def read_sheets(path: str) -> Portion:
    """Like `read`, for a spreadsheet."""
    return _read(path, in_sheets=True)


def _read(path: str, *, in_sheets: bool) -> Portion:
    with packages.opened(path) as package:
        odf.require_content(package)
        found = package.portion(odf.pages_of(package, in_sheets=in_sheets))
        return {**found, "properties": odf.properties(package)}
