"""Account numbers (IBAN), checked by their length and check digits (ISO 13616: modulo 97 is 1)."""

from collections.abc import Iterator

import re2

from docloft.suggestions import Fact, Suggestion
from docloft_worker.facts.lines import Source

_MOST = 3
_CANDIDATE = re2.compile(r"[a-z]{2}\d{2}(?:[ \-]?[a-z0-9]){11,34}")

# Lengths by country (SWIFT: IBAN Registry).
_LENGTHS = {
    **dict.fromkeys(("no",), 15),
    **dict.fromkeys(("be",), 16),
    **dict.fromkeys(("dk", "fi", "fo", "gl", "nl"), 18),
    **dict.fromkeys(("mk", "si"), 19),
    **dict.fromkeys(("at", "ba", "ee", "kz", "lt", "lu", "xk"), 20),
    **dict.fromkeys(("ch", "cr", "hr", "li", "lv"), 21),
    **dict.fromkeys(("bg", "bh", "de", "gb", "ge", "ie", "me", "rs"), 22),
    **dict.fromkeys(("ae", "gi", "il"), 23),
    **dict.fromkeys(("ad", "cz", "es", "md", "pk", "ro", "sa", "se", "sk", "tn", "vg"), 24),
    **dict.fromkeys(("pt",), 25),
    **dict.fromkeys(("is", "tr"), 26),
    **dict.fromkeys(("fr", "gr", "it", "mc", "sm"), 27),
    **dict.fromkeys(("al", "az", "cy", "do", "gt", "hu", "lb", "pl"), 28),
    **dict.fromkeys(("br", "mu", "qa", "ua"), 29),
    **dict.fromkeys(("jo", "kw"), 30),
    **dict.fromkeys(("mt",), 31),
}


def find(source: Source) -> Iterator[Suggestion]:
    """The first three different ones."""
    seen: set[str] = set()
    for line in source.lines:
        for match in _CANDIDATE.finditer(line.folded):
            start = match.start()
            if start and line.folded[start - 1].isalnum():
                continue
            number, end = _read(line.folded, start, match.end())
            if number and number not in seen and len(seen) < _MOST:
                seen.add(number)
                yield line.suggest(Fact.IBAN, number, 0.97, start, end)


def _read(text: str, start: int, limit: int) -> tuple[str, int]:
    """(IBAN, end of its characters); ("", 0) if it is not one. The text after it may look like a part of it."""
    length = _LENGTHS.get(text[start : start + 2], 0)
    number, place = "", start
    while place < limit and len(number) < length:
        number += text[place] if text[place].isalnum() else ""
        place += 1
    if not length or len(number) < length or (place < len(text) and text[place].isalnum()) or not number.isascii():
        return "", 0
    digits = "".join(str(int(character, 36)) for character in number[4:] + number[:4])
    return (number.upper(), place) if int(digits) % 97 == 1 else ("", 0)
