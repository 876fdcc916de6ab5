"""Office documents that are locked with a password ([MS-OFFCRYPTO]): decrypts them with msoffcrypto-tool (MIT). Reads
what Office has written since 97: RC4, XOR, and AES in its two versions. Runs in the sandbox's child.
"""

import io
from pathlib import Path
from types import SimpleNamespace

import msoffcrypto
from msoffcrypto.exceptions import InvalidKeyError
from msoffcrypto.format import doc97, ppt97, xls97

from docloft import formats, reasons
from docloft.errors import Refused
from docloft.formats.format import Precedence
from docloft.formats.unknown_file import UnknownFile
from docloft_worker.readers import Decrypted, Identified, Portion
from docloft_worker.readers.containers import decrypted

for _module in (doc97, ppt97, xls97):
    # They write to a temporary file, which the child may not do.
    _module.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)


def read(path: str) -> Portion:  # noqa: ARG001 - called as every reader
    """Raises Refused: the document is kept, and waits for its password."""
    raise Refused(reasons.LOCKED)


def decrypt(path: str, password: str, offset: int, most: int) -> Decrypted:
    """At most `most` bytes of the decrypted copy, from `offset`. Raises Refused for a wrong password, and for an
    encryption that the library does not know.
    """
    body = io.BytesIO()
    with Path(path).open("rb") as file:
        try:
            locked = msoffcrypto.OfficeFile(file)
            checked = {"verify_password": True} if locked.format == "ooxml" else {}
            locked.load_key(password=password, **checked)
            locked.decrypt(body)
        except InvalidKeyError as error:
            raise Refused(reasons.WRONG_PASSWORD) from error
        except MemoryError:
            raise
        except Exception as error:  # the library raises almost anything for what it does not know
            raise Refused(reasons.UNKNOWN_ENCRYPTION) from error
    return decrypted(body, offset, most)


def identify(path: str) -> Identified:
    """The format of a decrypted package; None if no reader knows it."""
    file = UnknownFile(Path(path))
    found = (
        one.media_type
        for one in formats.FORMATS
        for recognition in one.recognitions
        if recognition.precedence == Precedence.PACKAGE and recognition.matches(file)
    )
    return {"media_type": next(found, None)}
