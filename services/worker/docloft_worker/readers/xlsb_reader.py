"""Text of a binary Excel workbook ([MS-XLSB]), sheet by sheet, with calamine."""

from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from docloft import reasons
from docloft.errors import Refused
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, ooxml, packages


def read(path: str) -> Portion:
    """Raises Refused. A workbook whose cells are far apart takes much memory: calamine holds all cells between them. A
    damaged sheet is left out.
    """
    pages: list[str] = []
    left = MAX_CHARACTERS
    with packages.opened(path) as package:
        try:
            with _damage_is_refused(), CalamineWorkbook.from_path(path) as book:
                for name in book.sheet_names:
                    lines = [name]
                    try:
                        with _damage_is_refused():
                            left = _read_sheet(book, name, lines, left)
                    except Refused:
                        package.miss_page()
                    pages.append("\n".join(lines))
        except PasswordError as error:
            raise packages.locked() from error
        return {**package.portion(pages), "properties": ooxml.properties(package)}


def _read_sheet(book: CalamineWorkbook, name: str, lines: list[str], left: int) -> int:
    """Adds the lines of a sheet, and returns how many characters may still be read after it."""
    for row in book.get_sheet_by_name(name).iter_rows():
        line = "\t".join(text for cell in row if (text := str(cell).strip()))
        if line:
            lines.append(line)
            left -= len(line)
        if left < 0:
            break
    return left


@contextmanager
def _damage_is_refused() -> Iterator[None]:
    """Most damaged files are refused by calamine, at others it panics: the class of a panic cannot be imported."""
    try:
        yield
    except PasswordError:
        raise
    except (CalamineError, OSError) as error:
        raise Refused(reasons.DAMAGED_OFFICE) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Refused(reasons.DAMAGED_OFFICE) from error
