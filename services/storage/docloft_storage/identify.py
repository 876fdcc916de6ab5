"""Identifies the format of a file by its content only, never by its name or the declared type. Runs in the sandbox's
child process.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from docloft import formats, reasons
from docloft.errors import Cause, Refused
from docloft.formats.format import Facts, Format, Precedence, Recognition
from docloft.formats.unknown_file import UnknownFile
from docloft_storage.refusals import REFUSALS, Refusal


def identify(path: str, *, by_reader: bool = True) -> dict[str, Any]:
    """Returns {"media_type": ...} of a format in the registry. Raises Refused. Without `by_reader`, no library opens
    the file; used if a library has run out of time or memory on it.
    """
    file = UnknownFile(Path(path))
    for recognition, found in candidates():
        if not recognition.matches(file):
            continue
        if isinstance(found, Refusal):
            raise found.refused(file)
        if not _needs_reader(recognition, found, file):
            return {"media_type": found.media_type}
        if _may_be_binary(file) and (not by_reader or _opens(found, file)):
            return {"media_type": found.media_type}
    raise Refused(reasons.NOT_TAKEN)


def candidates() -> list[tuple[Recognition, Format | Refusal]]:
    """All recognitions in the order they are tried. With equal precedence, formats come before refusals."""
    found: list[tuple[Recognition, Format | Refusal]] = [
        *((recognition, one) for one in formats.FORMATS for recognition in one.recognitions),
        *((refusal.recognition, refusal) for refusal in REFUSALS),
    ]
    return sorted(found, key=lambda candidate: candidate[0].precedence)


def _needs_reader(recognition: Recognition, found: Format, file: UnknownFile) -> bool:
    """See Recognition.by_reader."""
    if recognition.by_reader is not None:
        return recognition.by_reader
    return recognition.precedence < Precedence.CONTAINER and found.facts is not None and file.text is not None


def _may_be_binary(file: UnknownFile) -> bool:
    """Whether the file could be text. Every image has zero bytes in its sizes, and a PDF has objects."""
    return file.text is None or b"\x00" in file.head or b"endobj" in file.head


def _opens(found: Format, file: UnknownFile) -> bool:
    """Whether the library of the format can open the file. True for a locked one."""
    if found.facts is None:
        return True
    module, _, name = found.facts.partition(":")
    try:
        facts: Facts = getattr(import_module(module), name)(str(file.path))
    except Refused as refusal:
        return refusal.cause != Cause.DAMAGED
    return facts["pages"] is not None
