"""Decrypts PDFs with their password (pikepdf, MPL-2.0). Runs in the sandbox's child."""

import io
from contextlib import suppress

import pikepdf

from docloft import reasons
from docloft.errors import Refused
from docloft_worker.readers import Decrypted
from docloft_worker.readers.containers import decrypted


def decrypt(path: str, password: str, offset: int, most: int) -> Decrypted:
    """At most `most` bytes of the decrypted copy, from `offset`. Raises Refused for a wrong password."""
    # UTF-8 since PDF 2.0; one byte a character before that (ISO 32000-2, 7.6.4.3).
    for written in (password.encode(), password.encode("latin-1", "replace")):
        body = io.BytesIO()
        with suppress(pikepdf.PasswordError), pikepdf.open(path, password=written) as locked:
            # Every call must produce the same bytes, because each returns only a part of them.
            locked.save(body, encryption=False, deterministic_id=True)
            return decrypted(body, offset, most)
    raise Refused(reasons.WRONG_PASSWORD)
