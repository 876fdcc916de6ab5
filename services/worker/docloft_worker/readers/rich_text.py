"""Rich Text Format (Microsoft's specification 1.9.1): its tokens, groups, code pages and destinations. One pass over
the bytes, bounded in time, nesting and output. Longer than most modules because a third of it is the tables of the
format.
"""

import codecs
import re
import time
from dataclasses import dataclass, field, replace

from docloft.texts import MAX_CHARACTERS
from docloft_worker.readers import Properties, properties
from docloft_worker.readers.cleaning import clean

MAX_SECONDS = 5.0
MAX_DEPTH = 100_000
"""The most open groups. Word refuses far fewer."""

_TOKENS = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_TOKENS_BETWEEN_CHECKS = 20_000

# Names of character sets of fonts (\fcharset), without those that mean the default.
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_DOUBLE_BYTE = frozenset({"cp932", "cp949", "gb18030", "cp950", "johab"})
_DOCUMENT_CHARSETS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}

_BREAKS = {
    **dict.fromkeys(("par", "line", "sect", "page", "column", "row", "nestrow", "softline"), "\n"),
    # The beginning of a text box.
    **dict.fromkeys(("shptxt", "dptxbxtext"), "\n"),
    **dict.fromkeys(("tab", "cell", "nestcell"), "\t"),
    **dict.fromkeys(("emspace", "enspace", "qmspace"), " "),
    "emdash": "\u2014",
    "endash": "\u2013",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
}
_SYMBOLS = {b"~": " ", b"_": "-", b"\r": "\n", b"\n": "\n", b"\\": "\\", b"{": "{", b"}": "}"}

# Text that is shown outside of the body. It is returned after it.
_APART = frozenset(
    {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "annotation"}
)
_PROPERTIES = frozenset({"title", "author", "keywords"})
# Groups marked as optional (\*) whose content is shown, directly or in groups inside them.
_OPTIONAL_SHOWN = frozenset({"shpinst", "do", "shptxt", "dptxbxtext", "annotation", "footnote", "ud", "nesttableprops"})
_UNSEEN = frozenset(
    (  # noqa: SIM905
        "colortbl stylesheet listtable listoverridetable pict objdata sp sn sv xe tc pntext pn filetbl revtbl info "
        "atnid atnauthor template fldinst nonshppict panose falt"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """`complete`: nothing was left out because of a limit."""

    text: str
    properties: Properties
    complete: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """The state that `}` restores. `target` is the place the text goes to, None for nowhere; `outer` is that of the
    group around a text that is written twice (upr).
    """

    target: str | None = "body"
    outer: str | None = None
    encoding: str = ""
    skip: int = 1
    deleted: bool = False
    in_fonts: bool = False


@dataclass(slots=True)
class _Places:
    body: list[str] = field(default_factory=list)
    apart: list[list[str]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)


class _Document:
    def __init__(self) -> None:
        self.group = _Group()
        self.stack: list[_Group] = []
        self.places = _Places()
        self.default = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.created: dict[str, int] = {}
        self.pending = bytearray()
        self.to_skip = 0
        self.optional = False
        self.size = 0

    @property
    def is_full(self) -> bool:
        return self.size > MAX_CHARACTERS or len(self.stack) > MAX_DEPTH

    def token(self, match: re.Match[bytes]) -> None:
        name, number, code, symbol, brace, run = match.groups()
        if brace:
            self.open() if brace == b"{" else self.close()
        elif name:
            self.word(name.decode("ascii"), int(number) if number else None)
        elif code:
            self.code(int(code, 16))
        elif symbol:
            self.symbol(symbol)
        elif run:
            self.plain(run)

    def open(self) -> None:
        self.flush()
        self.stack.append(self.group)
        self.to_skip, self.optional = 0, False

    def close(self) -> None:
        self.flush()
        self.to_skip, self.optional = 0, False
        if self.stack:
            self.group = self.stack.pop()

    def word(self, name: str, number: int | None) -> None:
        if self.to_skip:
            self.to_skip -= 1
            return
        optional, self.optional = self.optional, False
        if optional and name not in _OPTIONAL_SHOWN:
            self._enter(None)
        elif name in _BREAKS:
            self.add(_BREAKS[name])
        elif name == "u" and number is not None:
            self.add(chr(number & 0xFFFF))
            self.to_skip = self.group.skip
        else:
            self._control(name, number)

    def _control(self, name: str, number: int | None) -> None:  # noqa: C901, PLR0912 - one case for each word
        group = self.group
        match name:
            case "f":
                self.flush()
                self.font = number or 0
                if not group.in_fonts:
                    self.group = replace(group, encoding=self.fonts.get(self.font, ""))
            case "fcharset" if group.in_fonts and number in _CHARSETS:
                self.fonts[self.font] = _CHARSETS[number]
            case "cpg" if group.in_fonts and number:
                self.fonts[self.font] = _codec(number, self.fonts.get(self.font, ""))
            case "ansicpg" if number:
                self.flush()
                self.default = _codec(number, self.default)
            case "ansi" | "mac" | "pc" | "pca":
                self.default = _DOCUMENT_CHARSETS[name]
            case "uc":
                self.group = replace(group, skip=min(max(number or 0, 0), 16))
            case "plain":
                self.flush()
                self.group = replace(group, encoding="", deleted=False)
            case "deleted" | "htmlrtf":
                self.flush()
                self.group = replace(group, deleted=number != 0)
            case "fonttbl":
                self._enter(None, in_fonts=True)
            case "upr":
                self._enter(None, outer=group.target)
            case "ud":
                self._enter(group.outer)
            case "yr" | "mo" | "dy" if group.outer == "created":
                self.created.setdefault(name, number or 0)
            case "creatim":
                self._enter(None, outer="created")
            case _ if name in _PROPERTIES and group.target is None:
                # Written twice by some programs, the second time in Unicode.
                self.places.values[name] = []
                self._enter(name)
            case _ if name in _APART:
                self.places.apart.append([])
                self._enter("apart" if group.target else None)
            case _ if name in _UNSEEN:
                self._enter(None)

    def _enter(self, target: str | None, *, outer: str | None = None, in_fonts: bool = False) -> None:
        self.flush()
        self.group = replace(self.group, target=target, outer=outer, in_fonts=in_fonts)

    def code(self, value: int) -> None:
        if self.to_skip:
            self.to_skip -= 1
        elif self.group.target:
            self.pending.append(value)

    def plain(self, run: bytes) -> None:
        skipped = min(self.to_skip, len(run))
        self.to_skip -= skipped
        if self.group.target:
            self.pending += run[skipped:]

    def symbol(self, character: bytes) -> None:
        if self.to_skip:
            self.to_skip -= 1
        elif character == b"*":
            self.optional = True
        elif character in _SYMBOLS:
            self.add(_SYMBOLS[character])

    def add(self, text: str) -> None:
        self.flush()
        self._write(text)

    def flush(self) -> None:
        """Decodes the collected bytes: the second byte of a character may be written differently from the first."""
        if self.pending:
            body, self.pending = bytes(self.pending), bytearray()
            self._write(body.decode("ascii") if body.isascii() else self._decoded(body))

    def _decoded(self, body: bytes) -> str:
        encoding = self.group.encoding or self.default
        if encoding == "cp1252" and self.default in _DOUBLE_BYTE:
            # Programs use fonts for Western languages in East Asian text, too.
            try:
                return body.decode(self.default)
            except UnicodeDecodeError:
                pass
        return body.decode(encoding, "replace")

    def _write(self, text: str) -> None:
        target = self.group.target
        if target is None or self.group.deleted:
            return
        self.size += len(text)
        if target == "body":
            self.places.body.append(text)
        elif target == "apart":
            self.places.apart[-1].append(text)
        else:
            self.places.values[target].append(text)

    def words(self, *, complete: bool) -> Words:
        self.flush()
        parts = dict.fromkeys(_joined(parts).strip() for parts in (self.places.body, *self.places.apart))
        values = {name: _joined(parts[:1000]) for name, parts in self.places.values.items()}
        day = "{yr:04}-{mo:02}-{dy:02}".format(**self.created) if len(self.created) == 3 else None
        found = properties.of(created=day, **{name: clean(value) for name, value in values.items()})
        return Words("\n\n".join(part for part in parts if part), found, complete)


def text_of_rtf(body: bytes) -> Words:
    """Never raises: damaged parts are left out."""
    document = _Document()
    until = time.process_time() + MAX_SECONDS
    at = count = 0
    while match := _TOKENS.match(body, at):
        at = match.end()
        count += 1
        name, number = match[1], match[2]
        if name == b"bin":
            at += max(int(number or 0), 0)
        else:
            document.token(match)
        if match[5] == b"}" and not document.stack:
            break
        if document.is_full or (count % _TOKENS_BETWEEN_CHECKS == 0 and time.process_time() > until):
            return document.words(complete=False)
    return document.words(complete=True)


def _joined(parts: list[str]) -> str:
    """A character outside of Unicode's first plane is written as two halves."""
    return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _codec(number: int, otherwise: str) -> str:
    name = {10000: "mac_roman", 936: "gb18030", 1361: "johab", 65001: "utf-8"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return otherwise
