"""Finds wording this repository avoids (prose.toml), words and phrases that were left twice, and references to
documents that are not in it.

`python -m tools.prose` prints every finding as `file:line: wording: what to write instead`.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from tools import repetitions
from tools.local_stage import ROOT

PHRASES = Path(__file__).with_name("prose.toml")
SUFFIXES = frozenset({".py", ".js", ".cjs", ".css", ".html", ".md", ".yml", ".toml", ".sh", ".txt"})
CHANGES = "CHANGELOG.md"
MARKDOWN = re.compile(r"(?<![\w*<>{}/.-])((?:[\w.-]+/)*[\w.-]+\.md)\b")
"""The name of a Markdown file, with or without folders."""


@dataclass(frozen=True)
class BannedPhrase:
    """A wording to avoid, as a regular expression that ignores case and matches at the beginning of a word, and what to
    write in its place.
    """

    avoid: str
    instead: str


def findings() -> list[str]:
    """Every finding in the text files of this repository, as `file:line: wording: what to write instead`."""
    files = tracked_files()
    avoided = phrases()
    found: list[str] = []
    for file in sorted(file for file in files if _is_checked(file)):
        text = present_of(file)
        found += [*findings_in(file, text, avoided, files), *repetitions.doubled_words(file, text)]
        found += repetitions.shared_phrases(file, text) if file == CHANGES else []
    return found


def findings_in(file: str, text: str, avoided: tuple[BannedPhrase, ...], files: frozenset[str]) -> Iterator[str]:
    """Findings in one text. `files` are the paths of all files, against which names of Markdown files are checked."""
    # Nearly all texts contain no phrase, and few name a document, which one search of the whole text shows.
    avoided = avoided if _pattern(*(phrase.avoid for phrase in avoided)).search(text) else ()
    if not avoided and ".md" not in text:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        for phrase in avoided:
            if found := _pattern(phrase.avoid).search(line):
                yield f"{file}:{number}: {found[0]!r}: {phrase.instead}"
        for name in MARKDOWN.findall(line) if ".md" in line else ():
            if Path(name).name not in _names(files) and "://" not in line:
                yield f"{file}:{number}: {name!r}: no such document in this repository"


@cache
def _pattern(*avoided: str) -> re.Pattern[str]:
    """Finds any of these. Because all begin where a word does, one pass over a text is enough for all of them."""
    return re.compile(rf"\b(?:{'|'.join(avoided)})", re.IGNORECASE)


@cache
def _names(files: frozenset[str]) -> frozenset[str]:
    return frozenset(Path(file).name for file in files) | frozenset(_listed()["absent"])


def present_of(file: str) -> str:
    """The text of a file without the part that records the past."""
    text = (ROOT / file).read_text()
    past = _listed()["past"].get(file)
    return re.split(past, text, maxsplit=1, flags=re.MULTILINE)[0] if past else text


def phrases() -> tuple[BannedPhrase, ...]:
    """The phrases that `prose.toml` lists."""
    return tuple(BannedPhrase(one["avoid"], one["write"]) for one in _listed()["phrases"])


@cache
def _listed() -> dict[str, Any]:
    return tomllib.loads(PHRASES.read_text())


def tracked_files() -> frozenset[str]:
    """All files of the repository, including new ones, except those that git ignores."""
    listed = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    return frozenset(file for file in done.stdout.splitlines() if (ROOT / file).is_file())


def _is_checked(file: str) -> bool:
    path = Path(file)
    text = path.suffix in SUFFIXES or path.name == "Makefile"
    return text and not any(fnmatch(file, pattern) for pattern in _listed()["skipped"])


def main() -> int:
    """Returns 1 if anything was found, else 0."""
    found = findings()
    print("\n".join(found) or "No wording to change.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
