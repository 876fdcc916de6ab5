"""Finds words and phrases that were left twice in a text, as edits and merges do: a word at the end of a line that the
next line begins with, and entries of a list that share a long phrase. Part of the check of prose.
"""

import re
from collections.abc import Iterator

LONG = 10
"""So many words in a row are only the same where an entry was not replaced by its new version."""
_DOUBLED = re.compile(r"\b([a-z]+)\n[ >]*\1\b")
_DOUBLED_IN_COMMENT = re.compile(r"(?:#|//|\*) .*\b([a-z]+)\n[ ]*(?:#|//|\*) \1\b")
_ENTRY = re.compile(r"^- .*(?:\n  .*)*", re.MULTILINE)
_WORD = re.compile(r"\w+")


def doubled_words(file: str, text: str) -> Iterator[str]:
    """Words at the end of a line that the next one begins with: of a Markdown file, and of the comments of others."""
    doubled = _DOUBLED if file.endswith(".md") else _DOUBLED_IN_COMMENT
    for found in doubled.finditer(text):
        line = text.count("\n", 0, found.end()) + 1
        yield f"{file}:{line}: {found[1]!r}: also the last word of the line before"


def shared_phrases(file: str, text: str) -> Iterator[str]:
    """Entries of a list that share LONG words in a row with an earlier one, each once."""
    first: dict[tuple[str, ...], int] = {}
    for entry in _ENTRY.finditer(text):
        line = text.count("\n", 0, entry.start()) + 1
        words = _WORD.findall(entry[0].lower())
        phrases = [tuple(words[start : start + LONG]) for start in range(len(words) - LONG + 1)]
        shared = next((phrase for phrase in phrases if phrase in first), None)
        if shared:
            yield f"{file}:{line}: {' '.join(shared)!r}: also in the entry of line {first[shared]}"
        first |= dict.fromkeys(phrases, line)
