"""Markdown (CommonMark), recognised by its punctuation: a mark that occurs only in Markdown, and at least one other."""

import re
from functools import cache

from docloft.formats.format import Format, Precedence, Reader, Recognition, Viewer
from docloft.formats.unknown_file import UnknownFile

# Patterns are compiled at their first use: the api function imports this module and never matches one.
# Only Markdown has these.
_CERTAIN = (
    r"^#{1,6} \S[^\n]*+\n[ \t]*+(\n|\Z)",
    r"^(```|~~~)",
    r"\[[^\[\]\n]{1,200}+\]\([^)\s]{1,500}+\)",
)
# Letters typed as plain text, and source code, have these, too.
_POSSIBLE = (
    # A heading, or a comment in source code about the next line.
    r"^#{1,6} \S[^\n]*+\n[ \t]*+\S",
    r"^[^\n]++\n(={3,}+|-{3,}+)$",
    r"^ {0,3}[*+-] \S",
    r"(?<!\*)\*\*(?=[^\s*])[^\n*]{0,200}+\*\*|(?<!\w)__(?=[^\s_])[^\n_]{0,200}+__(?!\w)",
    r"^> \S",
)
_FEWEST_MARKS = 2


def _is_markdown(file: UnknownFile) -> bool:
    if file.text is None:
        return False
    certain = _matching(_CERTAIN, file.text)
    return certain > 0 and certain + _matching(_POSSIBLE, file.text) >= _FEWEST_MARKS


def _matching(patterns: tuple[str, ...], text: str) -> int:
    return sum(1 for pattern in patterns if compiled(pattern).search(text))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


FORMAT = Format(
    name="markdown",
    label="Markdown",
    badge="MD",
    icon="file",
    media_type="text/markdown",
    aliases=("text/x-markdown",),
    extensions=(".md", ".markdown"),
    recognitions=(Recognition(Precedence.STYLE, _is_markdown),),
    viewer=Viewer.TEXT,
    reader=Reader("docloft_worker.readers.markdown_reader:read"),
)
