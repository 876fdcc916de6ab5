"""The manifest of an OpenDocument package (ISO/IEC 26300-3, 3.2): which of its files is of which media type."""

from docloft_worker.readers.packages import EnoughError, Package

PART = "META-INF/manifest.xml"
_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_MOST_LISTED = 20_000


def types_of(package: Package) -> dict[str, str]:
    """Media types by the path of a file, or of a folder with its slash."""
    handler = _Types()
    package.parse(PART, handler)
    return handler.found


def written(media_type: str) -> bytes:
    """The manifest of a package of this type. It names the package only, as readers need no more."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{_NAMESPACE}" '
        f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
        "</manifest:manifest>"
    ).encode()


class _Types:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, element: str, attributes: dict[str, str]) -> None:
        if element == f"{_NAMESPACE} file-entry":
            path = attributes.get(f"{_NAMESPACE} full-path", "")
            self.found[path] = attributes.get(f"{_NAMESPACE} media-type", "")
            if len(self.found) >= _MOST_LISTED:
                raise EnoughError

    def end(self, _element: str) -> None: ...
    def characters(self, _text: str) -> None: ...
