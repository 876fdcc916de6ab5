"""Words of a Word document (ECMA-376): body with tables and text boxes, footnotes, endnotes, comments, headers and
footers. Limits are counted on what really comes out of the ZIP, never on what its directory claims.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from docloft.errors import Cause, Refused
from docloft_worker.extract import Extracted
from docloft_worker.extract.cleaning import clean
from docloft_worker.extract.plain import as_pages
from docloft_worker.extract.wordprocessing import TooDeepError, Words

MAX_MEMBERS = 20_000
"""Entries of the ZIP directory; Word writes some dozens, a hundred pictures make some hundreds."""

MAX_EXPANDED = 100 * 1024 * 1024
"""Bytes of XML read, over all parts: a million words of text make about 50 MB."""

DAMAGED = "This Word document is damaged and could not be read. Open it in Word, save it again and upload that."
NEEDS_PASSWORD = "This Word document needs a password. Save a copy without the password and upload that."  # noqa: S105
TOO_LARGE = "This Word document is too large when it is expanded. Save it in parts and upload those."
UNSAFE = "This Word document holds an XML document type, which no word processor writes. It was not read."
OLD_FORMAT = "This is a Word document of the old kind (.doc). Save it as .docx and upload that."

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 64 * 1024
_MAIN = "officeDocument"
_OTHERS = ("footnotes", "endnotes", "comments", "header", "footer")


def pages(path: str) -> Extracted:
    """See paging.split for the size of a page: where Word breaks pages depends on its fonts. Raises Refused."""
    _require_zip(Path(path))
    try:
        with zipfile.ZipFile(path) as package:
            return as_pages(clean(_text(package)), cut=False)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError) as error:
        raise Refused(DAMAGED) from error
    except (ExpatError, TooDeepError) as error:
        raise Refused(DAMAGED) from error


def _require_zip(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_OLE)) != _OLE:
            return
        beginning = file.read(1024 * 1024)
    if _ENCRYPTED_PACKAGE in beginning:
        raise Refused(NEEDS_PASSWORD, Cause.LOCKED)
    raise Refused(OLD_FORMAT, Cause.NOT_TAKEN)


def _text(package: zipfile.ZipFile) -> str:
    if len(package.infolist()) > MAX_MEMBERS:
        raise Refused(TOO_LARGE, Cause.TOO_LARGE)
    reader = _Reader(package)
    main = next(iter(reader.related("", [_MAIN])), "word/document.xml")
    parts = [reader.words(main)]
    for part in reader.related(main, _OTHERS):
        words = reader.words(part)
        if words.strip() and words not in parts:
            parts.append(words)
    return "\n\n".join(parts)


class _Reader:
    """One package and how much of it was expanded so far."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.package = package
        self.names = set(package.namelist())
        self.left = MAX_EXPANDED

    def words(self, part: str) -> str:
        found = Words()
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = found.start
        parser.EndElementHandler = found.end
        parser.CharacterDataHandler = found.characters
        self._parse(part, parser)
        return found.text()

    def related(self, part: str, kinds: Sequence[str]) -> list[str]:
        """The parts that `part` names in its relationships, in the order of `kinds`, then as written."""
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
                parser.Parse(chunk, False)  # noqa: FBT003 - expat takes it by position only
            parser.Parse(b"", True)  # noqa: FBT003


def _refuse_doctype(*_declaration: object) -> None:
    raise Refused(UNSAFE)
