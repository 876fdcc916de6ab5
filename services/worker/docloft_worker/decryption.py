"""Decrypts a copy of a locked file. The original remains locked, and the password is not kept."""

from base64 import b64decode
from pathlib import Path
from typing import Any

from docloft import formats
from docloft.formats.format import Format
from docloft.sandbox import Sandbox
from docloft_worker.readers import Decrypted, Identified

_DECRYPTED_BYTES = 8 * 1024 * 1024
"""Bytes of a decrypted copy that the child returns at a time; it decrypts the file for each."""
_MOST_DECRYPTED = 200 * 1024 * 1024
"""The largest decrypted copy: an upload is at most 100 MB by default, and the function 512 MB of scratch space."""


def decrypt(found: Format, path: Path, password: str, sandbox: Sandbox) -> Format:
    """Replaces a downloaded file with a decrypted copy, unless its reader takes the password. Returns the format to
    read. Raises Refused for a wrong password.
    """
    if found.decryption is None:
        return found.with_password(password) if found.reads_locked else found
    copy = path.with_name("decrypted")
    size = 1
    with copy.open("wb") as written:
        while written.tell() < size:
            arguments = {"path": str(path), "password": password, "offset": written.tell(), "most": _DECRYPTED_BYTES}
            piece = sandbox.call(found.decryption, arguments, Decrypted)
            body = b64decode(piece["body"])
            size = min(piece["size"], _MOST_DECRYPTED) if body else 0
            written.write(body)
    copy.replace(path)
    if found.extensions:
        return found
    # A locked file of some other format.
    identified: Any = sandbox.call("docloft_worker.readers.office_decryption:identify", {"path": str(path)}, Identified)
    return formats.find(identified["media_type"] or "") or found
