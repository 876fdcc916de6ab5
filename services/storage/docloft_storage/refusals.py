"""Kinds of files that are recognised but not accepted, so that the user reads what the file is. Remove an entry when
its format is added to the registry.
"""

from collections.abc import Callable
from dataclasses import dataclass

from docloft import formats, reasons
from docloft.errors import Cause, Refused
from docloft.formats import ole
from docloft.formats.format import Precedence, Recognition, starts_with
from docloft.formats.markup import begins_with
from docloft.formats.unknown_file import UnknownFile

LOCKED = reasons.LOCKED

_ENTRIES = {
    "AndroidManifest.xml": "an Android app",
    "META-INF/MANIFEST.MF": "a Java archive",
    "doc.kml": "a Google Earth file",
}
"""By the name of an entry that only this kind has."""

_SIGNATURES = {
    "a JPEG 2000 image": (b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51"),
    "a JPEG XL image": (b"\xff\x0a", b"\x00\x00\x00\x0cJXL "),
    "a DjVu document": (b"AT&TFORM",),
    "a PostScript file": (b"%!PS", b"\xc5\xd0\xd3\xc6"),
    "a Photoshop image": (b"8BPS",),
    "a 7-Zip archive": (b"7z\xbc\xaf\x27\x1c",),
    "a RAR archive": (b"Rar!\x1a\x07",),
    "a bzip2 archive": (b"BZh91AY&SY",),
    "an xz archive": (b"\xfd7zXZ\x00",),
    "a Zstandard archive": (b"\x28\xb5\x2f\xfd",),
    "an SQLite database": (b"SQLite format 3\x00",),
    "a program": (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"MZ\x90\x00"),
    "a font": (b"OTTO", b"wOFF", b"wOF2", b"\x00\x01\x00\x00\x00"),
    "a sound recording": (b"ID3\x02", b"ID3\x03", b"ID3\x04", b"fLaC\x00", b"OggS\x00"),
    "a video": (b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba"),
}
"""By the first bytes."""

_HEADER = 64
_RIFF = {b"WAVE": "a sound recording", b"AVI ": "a video", b"RMID": "a sound recording"}
_BRANDS = {
    b"M4A ": "a sound recording",
    b"qt  ": "a video",
    b"mp41": "a video",
    b"mp42": "a video",
    b"isom": "a video",
    b"crx ": "a raw photo of a camera",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """`what` returns the kind of file with its article: "an RTF document"."""

    recognition: Recognition
    what: Callable[[UnknownFile], str]

    def refused(self, file: UnknownFile) -> Refused:
        """The error to raise. Raises Refused itself when the file is refused for another reason than its format."""
        return Refused(f"This is {self.what(file)}. Docloft accepts {formats.labels()}.", Cause.NOT_TAKEN)


def _package_of(file: UnknownFile) -> str | None:
    """The kind of a ZIP file that is one program or map; None for an archive."""
    return next((name for entry, name in _ENTRIES.items() if entry in file.zip_names), None)


def _what_ole(file: UnknownFile) -> str:
    if ole.is_encrypted(file.path):
        raise Refused(LOCKED, Cause.LOCKED)
    return "a damaged file of an office program"


def _signature_of(file: UnknownFile) -> str | None:
    if file.head[4:8] == b"ftyp":
        return _BRANDS.get(file.head[8:12])
    if file.head.startswith(b"RIFF"):
        return _RIFF.get(file.head[8:12])
    return next((name for name, signatures in _SIGNATURES.items() if file.head.startswith(signatures)), None)


def _is_kind(file: UnknownFile) -> bool:
    """Text may begin with the letters of a signature, except with those of PostScript. In other files, bytes
    that are not text follow at once.
    """
    name = _signature_of(file)
    is_binary = file.text is None or b"\x00" in file.head[:_HEADER]
    return name is not None and (is_binary or name == "a PostScript file")


def _is_media(file: UnknownFile) -> bool:
    """RIFF, or the ISO base media format (ISO/IEC 14496-12), of any kind."""
    return (file.head.startswith(b"RIFF") and b"\x00" in file.head[:_HEADER]) or file.head[4:8] == b"ftyp"


def _is_svg(file: UnknownFile) -> bool:
    return begins_with(file, r"<([a-z0-9]{1,20}:)?svg\b")


REFUSALS = (
    Refusal(Recognition(Precedence.SIGNATURE, _is_kind), lambda file: _signature_of(file) or "an unknown file"),
    Refusal(
        Recognition(Precedence.CONTAINER, lambda file: _package_of(file) is not None),
        lambda file: _package_of(file) or "an unknown kind of document",
    ),
    Refusal(Recognition(Precedence.CONTAINER, starts_with(ole.SIGNATURE)), _what_ole),
    Refusal(Recognition(Precedence.CONTAINER, _is_media), lambda _file: "a media file"),
    # An image that can contain scripts; its source is not worth showing as text.
    Refusal(Recognition(Precedence.ROOT, _is_svg), lambda _file: "an SVG drawing, which can be saved as PDF or PNG"),
)
