"""Recognises packages by their `mimetype` entry: OpenDocument (ISO/IEC 26300-3, 3.3) and EPUB (EPUB OCF 3.3, 4.3)."""

from collections.abc import Callable

from docloft.formats.unknown_file import UnknownFile

_PREFIX = "application/vnd.oasis.opendocument."
_MOST_BYTES = 200


def declared_type(file: UnknownFile) -> str:
    """The media type that the package declares; empty for other files."""
    return (file.zip_member("mimetype") or b"")[:_MOST_BYTES].decode("ascii", "replace").strip().lower()


def is_of(*kinds: str) -> Callable[[UnknownFile], bool]:
    """Returns a check for OpenDocument files of these kinds ("text", "text-template")."""
    types = frozenset(f"{_PREFIX}{kind}" for kind in kinds)
    return lambda file: declared_type(file) in types
