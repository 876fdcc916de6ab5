"""Text of a Word document (ECMA-376): body with tables and text boxes, footnotes, endnotes, comments, headers and
footers. Limits apply to the bytes actually unpacked, not to the sizes in the ZIP directory.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from docloft.errors import Cause, Refused
from docloft.formats import ole
from docloft_worker.readers import Portion
from docloft_worker.readers.cleaning import clean
from docloft_worker.readers.text_reader import as_pages
from docloft_worker.readers.wordprocessing import PartText, TooDeepError

MAX_MEMBERS = 20_000
"""The most entries in the ZIP directory; Word writes a few dozen, and a few hundred for a hundred images."""

MAX_EXPANDED = 100 * 1024 * 1024
"""The most bytes of XML read from all parts together: a million words make about 50 MB."""

DAMAGED = "This Word document is damaged and could not be read. Open it in Word, save it again and upload that."
NEEDS_PASSWORD = "This Word document needs a password. Save a copy without the password and upload that."  # noqa: S105
TOO_LARGE = "This Word document is too large when it is expanded. Save it in parts and upload those."
UNSAFE = "This Word document contains an XML document type, which no word processor writes. It was not read."
OLD_FORMAT = "This is a Word document in the old format (.doc). Save it as .docx and upload that."

_CHUNK = 64 * 1024
_MAIN = "officeDocument"
_OTHERS = ("footnotes", "endnotes", "comments", "header", "footer")


def read(path: str) -> Portion:
    """See paging.split for the size of a page: where Word breaks pages depends on the fonts it has. Raises Refused."""
    _refuse_ole(Path(path))
    try:
        with zipfile.ZipFile(path) as package:
            return as_pages(clean(_text(package)), cut=False)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError) as error:
        raise Refused(DAMAGED) from error
    except (ExpatError, TooDeepError) as error:
        raise Refused(DAMAGED) from error


def _refuse_ole(path: Path) -> None:
    if not ole.has_signature(path):
        return
    if ole.is_encrypted(path):
        raise Refused(NEEDS_PASSWORD, Cause.LOCKED)
    raise Refused(OLD_FORMAT, Cause.NOT_TAKEN)


def _text(package: zipfile.ZipFile) -> str:
    if len(package.infolist()) > MAX_MEMBERS:
        raise Refused(TOO_LARGE, Cause.TOO_LARGE)
    reader = _Reader(package)
    main = next(iter(reader.related("", [_MAIN])), "word/document.xml")
    parts = [reader.text(main)]
    for part in reader.related(main, _OTHERS):
        text = reader.text(part)
        if text.strip() and text not in parts:
            parts.append(text)
    return "\n\n".join(parts)


class _Reader:
    """Reads one package and counts how many bytes may still be expanded."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.names = set(package.namelist())
        self.left = MAX_EXPANDED

    def text(self, part: str) -> str:
        found = PartText()
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = found.start
        parser.EndElementHandler = found.end
        parser.CharacterDataHandler = found.characters
        self._parse(part, parser)
        return found.text()

    def related(self, part: str, kinds: Sequence[str]) -> list[str]:
        """The parts that `part` refers to, ordered by `kinds`, then by its relationships."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self.names:
            return []
        found: list[tuple[int, str]] = []

        def start(_element: str, attributes: dict[str, str]) -> None:
            kind = attributes.get("Type", "").rsplit("/", 1)[-1]
            if kind in kinds and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                if target in self.names:
                    found.append((kinds.index(kind), target))

        parser = ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = start
        self._parse(relations, parser)
        return list(dict.fromkeys(target for _, target in sorted(found, key=lambda pair: pair[0])))

    def _parse(self, part: str, parser: XMLParserType) -> None:
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            member = self.package.open(part)
        except RuntimeError as error:  # what zipfile raises for an encrypted member
            raise Refused(NEEDS_PASSWORD, Cause.LOCKED) from error
        with member:
            while chunk := member.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise Refused(TOO_LARGE, Cause.TOO_LARGE)
                parser.Parse(chunk, False)  # noqa: FBT003 - expat accepts it by position only
            parser.Parse(b"", True)  # noqa: FBT003


def _refuse_doctype(*_declaration: object) -> None:
    raise Refused(UNSAFE)
