"""Pictures in the HTML text of a message, written in the addresses of its elements ("data:image/...;base64,")."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message

from docloft_worker.readers import document_pictures
from docloft_worker.readers.mime import Entity
from docloft_worker.readers.text_reader import MAX_BYTES

_TYPE = re.compile(rb"data:(image/[a-z0-9+.-]{1,20})(?:;[a-z-]{1,20}=[^;,\"'<>]{0,255}){0,5};base64,$", re.IGNORECASE)
_LONGEST_TYPE = 1_500


def of(entity: Entity) -> Iterator[Entity]:
    """The pictures of a leaf, as leaves like those that other programs send beside the text."""
    if entity.media_type != "text/html" or entity.disposition == "attachment" or entity.is_encrypted:
        return
    body = entity.content().read_all(MAX_BYTES)
    for number, (start, end) in enumerate(document_pictures.addresses(body)):
        kind = _TYPE.search(body[max(0, start - _LONGEST_TYPE) : start])
        if kind is None:
            continue
        fields = Message()
        fields["content-type"] = kind[1].decode("ascii").lower()
        fields["content-transfer-encoding"] = "base64"
        fields["content-id"] = f"<{number}>"
        yield replace(entity, fields=fields, source=body, start=start, end=end, alternative=None)
