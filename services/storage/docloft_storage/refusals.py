"""Kinds of files that are recognised but not accepted, so that users see what kind of file it is. Remove an entry when
its format is added to the registry.
"""

from collections.abc import Callable
from dataclasses import dataclass

from docloft import reasons
from docloft.errors import Refused
from docloft.file_kinds import FileKind
from docloft.formats import ole
from docloft.formats.format import Precedence, Recognition, starts_with
from docloft.formats.markup import begins_with
from docloft.formats.unknown_file import UnknownFile

_ENTRIES = {
    "AndroidManifest.xml": FileKind.ANDROID_APP,
    "META-INF/MANIFEST.MF": FileKind.JAVA_ARCHIVE,
    "doc.kml": FileKind.GOOGLE_EARTH,
}
"""Kinds of ZIP files, by the name of an entry that only this kind has."""

_SIGNATURES = {
    FileKind.JPEG_2000: (b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51"),
    FileKind.JPEG_XL: (b"\xff\x0a", b"\x00\x00\x00\x0cJXL "),
    FileKind.DJVU: (b"AT&TFORM",),
    FileKind.POSTSCRIPT: (b"%!PS-Adobe-", b"%!PS\n", b"%!PS\r", b"\xc5\xd0\xd3\xc6"),
    FileKind.PHOTOSHOP: (b"8BPS",),
    FileKind.SEVEN_ZIP_ARCHIVE: (b"7z\xbc\xaf\x27\x1c",),
    FileKind.RAR_ARCHIVE: (b"Rar!\x1a\x07",),
    FileKind.BZIP2_ARCHIVE: (b"BZh91AY&SY",),
    FileKind.XZ_ARCHIVE: (b"\xfd7zXZ\x00",),
    FileKind.ZSTANDARD_ARCHIVE: (b"\x28\xb5\x2f\xfd",),
    FileKind.SQLITE: (b"SQLite format 3\x00",),
    FileKind.CABINET_ARCHIVE: (b"MSCF\x00\x00\x00\x00",),
    FileKind.LINUX_PACKAGE: (b"\xed\xab\xee\xdb", b"!<arch>\ndebian"),
    FileKind.ACCESS_DATABASE: (b"\x00\x01\x00\x00Standard Jet DB", b"\x00\x01\x00\x00Standard ACE DB"),
    FileKind.OUTLOOK_FOLDER: (b"!BDN",),
    FileKind.ONENOTE: (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d",),
    FileKind.SHORTCUT: (b"L\x00\x00\x00\x01\x14\x02\x00",),
    FileKind.CAD_DRAWING: (b"AC1012", b"AC1014", b"AC1015", b"AC1018", b"AC1021", b"AC1024", b"AC1027", b"AC1032"),
    FileKind.GIMP: (b"gimp xcf ",),
    FileKind.ICON: (b"\x00\x00\x01\x00", b"\x00\x00\x02\x00"),
    FileKind.METAFILE: (b"\xd7\xcd\xc6\x9a",),
    FileKind.NETPBM: tuple(b"P%d%c" % (number, space) for number in (4, 5, 6, 7) for space in b"\n "),
    FileKind.PROGRAM: (
        b"\x7fELF",
        b"\xcf\xfa\xed\xfe",
        b"\xce\xfa\xed\xfe",
        b"\xca\xfe\xba\xbe",
        b"MZ\x90\x00",
        b"MZP\x00",
        b"\x00asm",
    ),
    FileKind.FONT: (b"OTTO", b"wOFF", b"wOF2", b"\x00\x01\x00\x00\x00"),
    FileKind.SOUND: (
        b"ID3\x02",
        b"ID3\x03",
        b"ID3\x04",
        b"fLaC\x00",
        b"OggS\x00",
        b"MThd",
        b"#!AMR",
        b"\xff\xfb",
        b"\xff\xf3",
    ),
    FileKind.VIDEO: (b"\x1aE\xdf\xa3", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"FLV\x01"),
    # Video and sound of Windows (WMV, WMA).
    FileKind.MEDIA: (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",),
}
"""By the first bytes."""

_INNER = (
    (FileKind.CAMERA_RAW, 8, b"CR\x02\x00"),
    (FileKind.METAFILE, 40, b" EMF"),
    (FileKind.DICOM, 128, b"DICM"),
    (FileKind.DISK_IMAGE, 32_769, b"CD001"),
)
"""Kinds by what they have at a place behind the first bytes."""

_HEADER = 64
_RIFF = {b"WAVE": FileKind.SOUND, b"AVI ": FileKind.VIDEO, b"RMID": FileKind.SOUND}
_BRANDS = {
    b"M4A ": FileKind.SOUND,
    b"qt  ": FileKind.VIDEO,
    b"mp41": FileKind.VIDEO,
    b"mp42": FileKind.VIDEO,
    b"isom": FileKind.VIDEO,
    b"crx ": FileKind.CAMERA_RAW,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """`kind` returns the kind of a file that matches."""

    recognition: Recognition
    kind: Callable[[UnknownFile], FileKind]

    def refused(self, file: UnknownFile) -> Refused:
        """The error to raise. Raises Refused itself if the file is refused for a reason other than its format."""
        return Refused(reasons.NOT_ACCEPTED.having(kind=self.kind(file)))


def _package_of(file: UnknownFile) -> FileKind | None:
    """The kind of a ZIP file that is one program or map; None for an archive."""
    return next((name for entry, name in _ENTRIES.items() if entry in file.zip_names), None)


def _kind_of_ole(file: UnknownFile) -> FileKind:
    if ole.is_encrypted(file.path):
        raise Refused(reasons.LOCKED)
    return FileKind.OFFICE_DAMAGED


def _signature_of(file: UnknownFile) -> FileKind | None:
    if file.head[4:8] == b"ftyp":
        return _BRANDS.get(file.head[8:12])
    if file.head.startswith(b"RIFF"):
        return _RIFF.get(file.head[8:12])
    found = next((name for name, signatures in _SIGNATURES.items() if file.head.startswith(signatures)), None)
    return found or next((name for name, at, mark in _INNER if file.head.startswith(mark, at)), None)


def _is_kind(file: UnknownFile) -> bool:
    """Text may begin with the letters of a signature, except with those of PostScript. In other files, bytes
    that are not text follow at once.
    """
    name = _signature_of(file)
    return name is not None and (_is_binary(file) or name == FileKind.POSTSCRIPT)


def _is_binary(file: UnknownFile) -> bool:
    return file.text is None or b"\x00" in file.head[:_HEADER]


def _is_media(file: UnknownFile) -> bool:
    """RIFF, or the ISO base media format (ISO/IEC 14496-12), of any kind."""
    if file.head.startswith(b"RIFF"):
        return b"\x00" in file.head[:_HEADER]
    return file.head[4:8] == b"ftyp" and _is_binary(file)


def _is_svg(file: UnknownFile) -> bool:
    return begins_with(file, r"<([a-z0-9]{1,20}:)?svg\b")


REFUSALS = (
    Refusal(Recognition(Precedence.SIGNATURE, _is_kind), lambda file: _signature_of(file) or FileKind.MEDIA),
    Refusal(
        Recognition(Precedence.CONTAINER, lambda file: _package_of(file) is not None),
        lambda file: _package_of(file) or FileKind.JAVA_ARCHIVE,
    ),
    Refusal(Recognition(Precedence.CONTAINER, starts_with(ole.SIGNATURE)), _kind_of_ole),
    Refusal(Recognition(Precedence.CONTAINER, _is_media), lambda _file: FileKind.MEDIA),
    # An image that can contain scripts, and whose source is not worth showing as text.
    Refusal(Recognition(Precedence.ROOT, _is_svg), lambda _file: FileKind.SVG),
)
