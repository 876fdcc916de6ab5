"""The languages in which pages can be recognised, as Tesseract's codes: those of the models that are shipped, and of
those that the operator has put into the bucket (docs/operating.md, Languages).
"""

import re

from docloft import objects

PREFIX = "languages/"

SHIPPED = ("ces", "dan", "deu", "eng", "fra", "ita", "jpn", "nld", "pol", "por", "spa", "swe")
"""In the worker's package (packaging/languages.cjs)."""

_FILE = re.compile(r"([a-z_]{2,20})\.traineddata")
_NO_LANGUAGE = "osd"
"""Tesseract's model of scripts and directions."""


def in_bucket() -> list[str]:
    """The codes of the models in the bucket. One request."""
    found = map(_FILE.fullmatch, objects.names_under(PREFIX))
    return [match[1] for match in found if match and match[1] != _NO_LANGUAGE]


def available() -> list[str]:
    """In alphabetical order. One request."""
    return sorted({*SHIPPED, *in_bucket()})


def file_name(code: str) -> str:
    return f"{code}.traineddata"
