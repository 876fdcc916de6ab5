"""The metadata of an Office document from before 2007 ([MS-OLEPS], the summary information)."""

import codecs
from datetime import datetime
from typing import Any

from docloft_worker.readers import Properties, ole_streams, properties


def properties_of(path: str) -> Properties:
    """Empty for a file that has none, or whose properties are damaged."""
    try:
        with ole_streams.compound_file(path, ValueError("The properties are damaged.")) as file:
            # Its attributes are set by name, which the type stubs do not cover.
            found: Any = file.get_metadata()
            encoding = _encoding(found.codepage)
            created = found.create_time
            return properties.of(
                title=_text(found.title, encoding),
                author=_text(found.author, encoding),
                keywords=_text(found.keywords, encoding),
                created=created.isoformat() if isinstance(created, datetime) else None,
            )
    except ValueError:
        return {}


def _encoding(number: object) -> str:
    # The number is signed: -535 is 65001.
    page = number % 65536 if isinstance(number, int) else 1252
    try:
        return codecs.lookup({65001: "utf-8", 1200: "utf-16-le", 10000: "mac_roman"}.get(page, f"cp{page}")).name
    except LookupError:
        return "cp1252"


def _text(value: object, encoding: str) -> str | None:
    if isinstance(value, bytes):
        return value.decode(encoding, "replace").rstrip("\x00")
    return value.rstrip("\x00") if isinstance(value, str) else None
