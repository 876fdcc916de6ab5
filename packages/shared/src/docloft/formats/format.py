"""What a format declares: one instance of Format, in the module with its name. `docloft.formats` is the registry."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from docloft.formats.unknown_file import UnknownFile


class Precedence(IntEnum):
    """The order in which recognitions are tried: lower values first, so that the most specific one wins. Recognitions
    with the same value must not match the same bytes.
    """

    SIGNATURE = 20
    """Bytes at a fixed place that only this format has."""
    PACKAGE = 30
    """A container (ZIP, OLE) whose parts name the format."""
    OTHER_PACKAGE = 35
    """Such a container of an office program, whose parts name no format."""
    CONTAINER = 40
    """Any other container, e-mail messages included."""
    ARCHIVE = 42
    """A container of any files."""
    EMBEDDED = 45
    """A document that other bytes may precede. Any container may have one inside."""
    ROOT = 50
    """Text that begins with the header or the root element of its format."""
    STYLE = 60
    """Text whose punctuation gives the format away."""
    FRAGMENT = 70
    """Text that only begins like its format."""
    TEXT = 80
    """Any text."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """`by_reader`: the file has this format only if the format's `facts` can open it, because the bytes that match also
    occur in other files. None: when the format has `facts` and the file could be text, which may begin with any
    signature that consists of letters.
    """

    precedence: Precedence
    matches: Callable[["UnknownFile"], bool]
    by_reader: bool | None = None


class Viewer(StrEnum):
    """How the site shows the original: its own PDF viewer, as an image, as the text that was read, or not at all (then
    only the thumbnail is shown).
    """

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    NONE = "none"


class Facts(TypedDict):
    """`width` and `height` are in pixels, as displayed: after applying the EXIF orientation."""

    pages: int | None
    width: int | None
    height: int | None


class Thumbnail(TypedDict, total=False):
    """`webp` is the image in Base64, `width` and `height` are its pixels. Empty when there is none."""

    width: int
    height: int
    webp: str


@dataclass(frozen=True, slots=True)
class Reader:
    """The function ("module:function") that returns the text of a file, called in the sandbox with `path`. It has
    the signature of a protocol in docloft_worker.readers: Reads, ReadsPortions or ReadsLocked.

    A reader that `resumes` also takes `first` (the page to begin with, counted from 0), `characters` (how many may
    still be kept) and `most` (the number of pages to read; 0 only counts pages), and returns one portion. Long
    documents then need no long time limit, and a page that kills the child affects no other page.

    `password` is sent as an argument of this name if there is one (Format.with_password).
    """

    target: str
    resumes: bool = False
    password: str | None = field(default=None, repr=False)

    def arguments(self, path: str, first: int, characters: int, most: int) -> dict[str, Any]:
        portion = {"first": first, "characters": characters, "most": most} if self.resumes else {}
        return {"path": path, **portion, **_password(self.password)}


class ListedPart(TypedDict):
    """`number` is its place in the file, counted from 0. `name` is its name there, with its folders; empty if it has
    none. `size` is in bytes: as the file claims, which may be wrong.
    """

    number: int
    name: str
    size: int


class Listing(TypedDict):
    """The parts of a file. `left_out`: there are others, which cannot be extracted."""

    parts: list[ListedPart]
    left_out: bool


class Piece(TypedDict):
    """Some bytes of a part, in Base64. `state`: "more" when others follow, "last", or "lost" when the part cannot be
    extracted.
    """

    number: int
    content: str
    state: str


class Pieces(TypedDict):
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Parts:
    """The module with the functions that extract the parts of a file, called in the sandbox:

    - `listing(path)` returns a Listing. It is also given `pages` if the reader has found files that belong to pages
      (`attached` of docloft_worker.readers.Portion).
    - `pieces(path, numbers, offset, most)` returns Pieces: of the parts with these numbers, in this order, at most
      `most` bytes. It begins at byte `offset` of the first one. At least one piece is returned.

    `password` is sent to both as an argument of this name if there is one (Format.with_password).
    """

    module: str
    password: str | None = field(default=None, repr=False)

    def arguments(self, path: str, **others: Any) -> dict[str, Any]:
        return {"path": path, **others, **_password(self.password)}

    @property
    def listing(self) -> str:
        return f"{self.module}:listing"

    @property
    def pieces(self) -> str:
        return f"{self.module}:pieces"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """Everything the services and the site need to know about a format.

    `facts`, `picture`, `reader` and `rendition` name functions ("module:function") that only the sandbox's child calls,
    so a service never imports the library of a format. None: the format has no facts, no thumbnail, no text or no
    formatting.
    """

    name: str
    """Stable; lower-case letters, digits and underscores. Part of `name_key`."""
    label: str
    """In English, for sentences and for a site whose catalogue lacks `name_key`."""
    badge: str
    """A few characters for a tile: "PDF"."""
    icon: str
    """A name of frontend/src/ui/icons.js."""
    media_type: str
    aliases: tuple[str, ...] = ()
    """Other media types that programs use for it. Documents are stored under `media_type` only."""
    extensions: tuple[str, ...]
    recognitions: tuple[Recognition, ...]
    viewer: Viewer = Viewer.NONE
    inline_safe: bool = False
    """A browser may open the original itself: the format cannot carry script. Others are only downloaded."""
    facts: str | None = None
    """Called with `path`; returns Facts."""
    whole_if_facts: bool = False
    """A file whose facts cannot be read is damaged and rejected. Otherwise it is kept, and the reader decides."""
    picture: str | None = None
    """Called with `path`; returns a Thumbnail."""
    assembles: bool = False
    """Its pages can become pages of a new PDF (docloft.lifecycle.assembly)."""
    reader: Reader | None = None
    """None: no text."""
    rendition: str | None = None
    """Called with `path`; returns a page that shows the document with its formatting (docloft_worker.renderers)."""
    names_itself: bool = False
    """The title in the file, such as the subject of a mail, replaces the one made from the file name."""
    parts: Parts | None = None
    """Files inside that are documents of their own (docloft.lifecycle.parts)."""
    kept_only: bool = False
    """No reader can read its files. They are kept, and marked with the gap `unreadable_format`."""
    decryption: str | None = None
    """The function that decrypts a locked file of this format, called with `path`, `password`, `offset` and `most`
    (docloft_worker.readers.Decrypted). None: the format has no passwords, or its reader takes them.
    """
    reads_locked: bool = False
    """The reader and the parts of this format take a password, because a locked file is not encrypted as a whole."""

    @property
    def is_unlockable(self) -> bool:
        """Whether the owner's password can open a locked file of this format."""
        return self.decryption is not None or self.reads_locked

    def with_password(self, password: str) -> "Format":
        """The format as it is read with a password. Only for a format that `reads_locked`."""
        reader = replace(self.reader, password=password) if self.reader else None
        return replace(self, reader=reader, parts=replace(self.parts, password=password) if self.parts else None)

    @property
    def name_key(self) -> str:
        """Key of the site's string catalogue."""
        return f"format.{self.name}"

    @property
    def media_types(self) -> tuple[str, ...]:
        return (self.media_type, *self.aliases)


def _password(password: str | None) -> dict[str, str]:
    return {} if password is None else {"password": password}


def starts_with(*signatures: bytes) -> Callable[["UnknownFile"], bool]:
    """A recognition by the first bytes of a file."""
    return lambda file: file.head.startswith(signatures)
