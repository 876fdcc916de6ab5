"""Text of a binary Excel workbook ([MS-XLSB]), sheet by sheet, with calamine."""

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from docloft import reasons
from docloft.errors import Refused
from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Portion, ooxml, packages


def read(path: str) -> Portion:
    """Raises Refused. A workbook whose cells are far apart takes much memory: calamine holds all cells between them."""
    pages: list[str] = []
    size = 0
    with packages.opened(path) as package:
        try:
            with CalamineWorkbook.from_path(path) as book:
                for name in book.sheet_names:
                    lines = [name]
                    for row in book.get_sheet_by_name(name).iter_rows():
                        line = "\t".join(text for cell in row if (text := str(cell).strip()))
                        if line:
                            lines.append(line)
                            size += len(line)
                        if size > MAX_CHARACTERS:
                            break
                    pages.append("\n".join(lines))
        except PasswordError as error:
            raise packages.locked() from error
        except CalamineError as error:
            raise Refused(reasons.DAMAGED_OFFICE) from error
        return {**package.portion(pages), "properties": ooxml.properties(package)}
