"""OLE compound files ([MS-CFB]): Office documents from before 2007, Outlook messages, and password-protected documents
of newer Office versions.
"""

from pathlib import Path

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# The stream that contains an encrypted document, as OLE directories write its name ([MS-OFFCRYPTO] 2.3.4).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def has_signature(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SIGNATURE)) == SIGNATURE


def has_stream(path: Path, name: str) -> bool:
    """Whether the directory of an OLE file has this name. Reads the whole file, like is_encrypted."""
    # The name fills its field of 64 bytes with zeros ([MS-CFB] 2.6.1).
    return name.encode("utf-16-le") + b"\x00\x00" in path.read_bytes()


def is_encrypted(path: Path) -> bool:
    """Whether an OLE file contains a document that needs a password. Reads the whole file: its directory may be
    anywhere in it.
    """
    return _ENCRYPTED in path.read_bytes()
