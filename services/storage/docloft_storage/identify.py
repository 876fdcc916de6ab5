"""Identifies the format of a file by its content only, never by its name or the declared type. Runs in the sandbox's
child process.
"""

from pathlib import Path
from typing import Any

from docloft import formats
from docloft.errors import Cause, Refused
from docloft.formats.format import Format, Recognition
from docloft.formats.unknown_file import UnknownFile
from docloft_storage.refusals import REFUSALS, Refusal


def identify(path: str) -> dict[str, Any]:
    """Returns {"media_type": ...} of a format in the registry. Raises Refused with a sentence for users."""
    file = UnknownFile(Path(path))
    for recognition, found in candidates():
        if recognition.matches(file):
            if isinstance(found, Format):
                return {"media_type": found.media_type}
            raise found.refused(file)
    raise Refused(f"Docloft cannot read this kind of file. It accepts {formats.labels()}.", Cause.NOT_TAKEN)


def candidates() -> list[tuple[Recognition, Format | Refusal]]:
    """All recognitions in the order they are tried. With equal precedence, formats come before refusals."""
    found: list[tuple[Recognition, Format | Refusal]] = [
        *((recognition, one) for one in formats.FORMATS for recognition in one.recognitions),
        *((refusal.recognition, refusal) for refusal in REFUSALS),
    ]
    return sorted(found, key=lambda candidate: candidate[0].precedence)
