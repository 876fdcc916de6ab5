"""Dates in a line of text, in the forms of English, German, French, Spanish, Italian, Dutch and Portuguese.

dateparser would add 11 MB and 0.2 s to a cold start, and needs candidates found by patterns like these anyway
(docs/decisions).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import re2

from docloft_worker.facts.lines import Line, Source, groups

OLDEST = 1950
"""A date before this year is more likely a mistake than the date of a document."""

# Without accents and in lower case, as in Line.folded; of each month, the names in all seven languages.
_MONTHS = (
    "january januar janner janvier enero gennaio januari janeiro jan janv ene gen",
    "february februar feber fevrier febrero febbraio februari fevereiro feb fevr fev febr",
    "march marz mars marzo maart marco mar mrz mrt maerz",
    "april avril abril aprile apr avr abr",
    "may mai mayo maggio mei maio mag",
    "june juni juin junio giugno junho jun giu",
    "july juli juillet julio luglio julho jul juil lug",
    "august aout agosto augustus aug ago",
    "september septembre septiembre settembre setembro sep sept set",
    "october oktober octobre octubre ottobre outubro oct okt ott out",
    "november novembre noviembre novembro nov",
    "december dezember decembre diciembre dicembre dezembro dec dez dic",
)
_MONTHS_IN_YEAR = 12
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES = "|".join(sorted(_MONTH_OF, key=len, reverse=True))

_DAY_MONTH = re2.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|e|o|a)?[ .,\-/]{{0,3}}(?:de |of |di )?({_NAMES})[ .,\-/]{{0,3}}(?:de "
    rf"|del )?(\d{{4}})"
)
_MONTH_DAY = re2.compile(rf"({_NAMES})\.? {{1,2}}(\d{{1,2}})(?:st|nd|rd|th)?,? {{1,2}}(\d{{4}})")
_YEAR_FIRST = re2.compile(r"(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})")
_NUMBERS = re2.compile(r"(\d{1,2})(\. ?|[-/])(\d{1,2})(\. ?|[-/])(\d{4}|\d{2})")
_AMERICAN = re2.compile(r"\$|\busd\b|\b[A-Z]{2} \d{5}\b|\binc\b|\bzip\b")
_NOT_AMERICAN = re2.compile(r"£|€|\bgbp\b|\beur\b|\bltd\b|\bplc\b|\bvat\b|\baud\b|\bgst\b")


@dataclass(frozen=True, slots=True)
class Place:
    """A date and its characters in the line."""

    day: date
    start: int
    end: int


def find(line: Line, source: Source) -> list[Place]:
    """In order. A date whose day and month are ambiguous is left out."""
    if not any(character.isdigit() for character in line.folded):
        return []
    found: list[Place] = []
    for place in (*_named(line.folded), *_year_first(line.folded), *_numbers(line.folded, source)):
        if not any(place.start < other.end and other.start < place.end for other in found):
            found.append(place)
    return sorted(found, key=lambda place: place.start)


def _named(text: str) -> Iterator[Place]:
    for pattern, (day, month, year) in ((_DAY_MONTH, (0, 1, 2)), (_MONTH_DAY, (1, 0, 2))):
        for match in pattern.finditer(text):
            parts = groups(match)
            yield from _place(text, match, int(parts[year]), _MONTH_OF[parts[month]], int(parts[day]))


def _year_first(text: str) -> Iterator[Place]:
    for match in _YEAR_FIRST.finditer(text):
        year, separator, month, same, day = groups(match)
        if separator == same:
            yield from _place(text, match, int(year), int(month), int(day))


def _numbers(text: str, source: Source) -> Iterator[Place]:
    for match in _NUMBERS.finditer(text):
        parts = groups(match)
        first, second, year = (int(number) for number in parts[::2])
        separator, same = parts[1].strip(), parts[3].strip()
        if separator != same:
            continue
        if len(parts[4]) == 2:
            year += 2000 if year <= int(source.today[2:4]) + 1 else 1900
        if second > _MONTHS_IN_YEAR >= first and separator != ".":
            first, second = second, first
        elif first <= _MONTHS_IN_YEAR and first != second and separator == "/" and source.language == "en":
            order = _english_order(source)
            if order is None:
                continue
            first, second = (second, first) if order == "month" else (first, second)
        yield from _place(text, match, year, second, first)


def _english_order(source: Source) -> str | None:
    """Whether an English document writes the month or the day first; None if there is no evidence."""
    for line in source.lines:
        for match in _NUMBERS.finditer(line.folded):
            first, separator, second, same, _ = groups(match)
            if separator == same == "/" and (int(first) > _MONTHS_IN_YEAR) != (int(second) > _MONTHS_IN_YEAR):
                return "month" if int(second) > _MONTHS_IN_YEAR else "day"
    text = "\n".join(line.folded for line in source.lines)
    american, other = _AMERICAN.search(text) is not None, _NOT_AMERICAN.search(text) is not None
    return None if american == other else "month" if american else "day"


def _place(text: str, match: "re2._Match[str]", year: int, month: int, day: int) -> Iterator[Place]:
    """Nothing for a date that does not exist, and for digits that are part of a longer number or word."""
    start, end = match.span()
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if before.isalnum() or (before and before in "./-,") or after[:1].isalnum():
        return
    if after[:1] and after[0] in "./-," and after[1:].isdigit():
        return
    try:
        found = date(year, month, day)
    except ValueError:
        return
    yield Place(found, start, end)
