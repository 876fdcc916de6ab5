"""What format a file has, by its bytes alone: never by its name or by what the sender declares. Runs in the sandbox's
child.
"""

from pathlib import Path
from typing import Any

from docloft import formats
from docloft.errors import Cause, Refused
from docloft.formats.format import Format, Recognition
from docloft.formats.sample import Sample
from docloft_storage.refusals import REFUSALS, Refusal


def identify(path: str) -> dict[str, Any]:
    """{"media_type": of a format in the registry}. Raises Refused with a sentence for people."""
    sample = Sample(Path(path))
    for recognition, found in candidates():
        if recognition.matches(sample):
            if isinstance(found, Format):
                return {"media_type": found.media_type}
            raise found.refused(sample)
    raise Refused(f"This is not a kind of file that can be read. Docloft takes {formats.labels()}.", Cause.NOT_TAKEN)


def candidates() -> list[tuple[Recognition, Format | Refusal]]:
    """In the order they are tried. Of one precedence, formats come before refusals."""
    found: list[tuple[Recognition, Format | Refusal]] = [
        *((recognition, one) for one in formats.FORMATS for recognition in one.recognitions),
        *((refusal.recognition, refusal) for refusal in REFUSALS),
    ]
    return sorted(found, key=lambda candidate: candidate[0].precedence)
