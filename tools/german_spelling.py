"""Checks the spelling of the German texts: the site's catalogue, and the German paragraph of the invitation mail.

It uses Hunspell with the German dictionary of LibreOffice and Firefox, which knows how compounds are formed: a list of
words would have to contain each compound of the catalogue. Names and terms that the dictionary lacks are in
german_spelling.toml.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from hunspell import Hunspell

from tools.local_stage import ROOT

WORDS = Path(__file__).with_suffix(".toml")
_DICTIONARY = ROOT / "node_modules/dictionary-de"
_MAIL = "services/api/invitation.yml"
_KEY = re.compile(r'^\s*"[^"]*":')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_GERMAN_PARAGRAPH = re.compile(r'<p lang="de">(.*?)</p>', re.DOTALL)
_NOT_PROSE = re.compile(r"\{\w+\}|`[^`]*`|<[^>]*>|https?://\S+|\b\w+:\S+|\b[\w-]+\.[a-z]{2,5}\b|\\[nu]\w*|\$\{\w+\}")
"""Placeholders, code, tags, addresses, examples of queries, file names."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def findings() -> list[str]:
    """Every unknown word as `file:line: word`, then the words of german_spelling.toml that no text contains."""
    known = frozenset(tomllib.loads(WORDS.read_text())["words"])
    dictionary = Hunspell("index", hunspell_data_dir=str(_DICTIONARY))
    used: set[str] = set()
    found = []
    for place, text in texts():
        for word in unknown(text, dictionary):
            if word in known:
                used.add(word)
            else:
                found.append(f"{place}: {word}")
    return [*found, *(f"{WORDS.name}: no text contains {word}" for word in sorted(known - used))]


def texts() -> Iterator[tuple[str, str]]:
    """Each German text with its place."""
    for file in sorted((ROOT / "frontend/src").rglob("strings.de.js")):
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            for text in _STRING.findall(_KEY.sub("", line)):
                yield f"{file.relative_to(ROOT)}:{number}", text
    for paragraph in _GERMAN_PARAGRAPH.findall((ROOT / _MAIL).read_text()):
        yield _MAIL, paragraph


def unknown(text: str, dictionary: Hunspell) -> Iterable[str]:
    """The words of a text that are misspelt. Of a word with hyphens, the parts that are."""
    for word in _WORD.findall(_NOT_PROSE.sub(" ", text)):
        if not dictionary.spell(word):
            yield from (part for part in word.split("-") if not dictionary.spell(part))
