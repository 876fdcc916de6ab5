"""Decrypts PDFs with their password (pikepdf, MPL-2.0). Runs in the sandbox's child."""

import io
from base64 import b64encode
from contextlib import suppress

import pikepdf

from docloft import reasons
from docloft.errors import Refused
from docloft_worker.readers import Unlocked


def unlock(path: str, password: str) -> Unlocked:
    """Raises Refused for a wrong password."""
    # UTF-8 since PDF 2.0; one byte a character before that (ISO 32000-2, 7.6.4.3).
    for written in (password.encode(), password.encode("latin-1", "replace")):
        body = io.BytesIO()
        with suppress(pikepdf.PasswordError), pikepdf.open(path, password=written) as locked:
            locked.save(body, encryption=False)
            return {"body": b64encode(body.getvalue()).decode()}
    raise Refused(reasons.WRONG_PASSWORD)
