"""Text of an Excel workbook from before 2007 ([MS-XLS]), sheet by sheet, hidden ones too, with xlrd: cells as they are
shown, and their notes.
"""

import time
from typing import Any

import xlrd
from xlrd.biffh import (
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    XLRDError,
    error_text_from_code,
)

from docloft import reasons
from docloft.errors import Refused
from docloft.lifecycle.gaps import Gap
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, packages
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.number_formats import display
from docloft_worker.readers.ole_properties import properties_of
from docloft_worker.readers.paging import split

MAX_SECONDS = 5.0


def read(path: str) -> Portion:
    """Raises Refused."""
    until = time.process_time() + MAX_SECONDS
    book = _opened(path)
    pages: list[str] = []
    left, cut, damaged = MAX_CHARACTERS, False, False
    for number in range(book.nsheets):
        if left <= 0 or time.process_time() > until:
            cut = True
            break
        try:
            text = clean(_text(book, book.sheet_by_index(number), left))
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - as above; other sheets may be whole
            damaged = True
            continue
        finally:
            book.unload_sheet(number)
        cut = cut or len(text) > left
        pages.extend(split(text[:left].strip()))
        left -= len(text)
    if damaged and not pages:
        raise Refused(reasons.DAMAGED_OFFICE)
    found: Portion = {"pages": pages or [""], "total": len(pages) or 1, "truncated": cut}
    if damaged:
        found["partial"] = [Gap.PAGES_DAMAGED.value]
    return {**found, "properties": properties_of(path)}


def _opened(path: str) -> Any:
    try:
        return xlrd.open_workbook(path, on_demand=True, ragged_rows=True, formatting_info=True, logfile=_Nowhere())
    except XLRDError as error:
        if "encrypted" in str(error):
            raise packages.locked() from error
        raise Refused(reasons.DAMAGED_OFFICE) from error
    except MemoryError:
        raise
    except Exception as error:  # xlrd raises almost anything for a damaged file
        raise Refused(reasons.DAMAGED_OFFICE) from error


class _Nowhere:
    """xlrd writes warnings here."""

    def write(self, _text: str) -> None: ...
    def flush(self) -> None: ...


def _text(book: Any, sheet: Any, most: int) -> str:
    lines, size = [str(sheet.name)], 0
    for number in range(sheet.nrows):
        cells = [_shown(book, cell) for cell in sheet.row(number)]
        line = "\t".join(cell for cell in cells if cell)
        if line:
            lines.append(line)
            size += len(line) + 1
        if size > most:
            break
    notes = [note.text.strip() for _, note in sorted(sheet.cell_note_map.items())]
    return "\n".join((*lines, "", *notes))


def _shown(book: Any, cell: Any) -> str:
    match cell.ctype:
        case _ if cell.ctype in {XL_CELL_NUMBER, XL_CELL_DATE}:
            code = (
                book.format_map[book.xf_list[cell.xf_index].format_key].format_str if cell.xf_index is not None else ""
            )
            return display(cell.value, "" if code.lower() == "general" else code, since_1904=bool(book.datemode))
        case _ if cell.ctype == XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case _ if cell.ctype == XL_CELL_ERROR:
            return str(error_text_from_code.get(cell.value, "#ERROR"))
        case _:
            return str(cell.value).strip()
