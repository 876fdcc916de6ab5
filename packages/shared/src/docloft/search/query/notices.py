"""The parts of a query that were not used, or not as they were typed. A notice is a code with values; the site makes
the sentence in the reader's language from `notice.<code>` in its catalogues (a test compares both). A code never
changes its meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

SENTENCES = {
    "too_long": "Only the first {limit} characters were used.",
    "too_many": "Only the first {limit} words and filters were used.",
    "too_many_ranges": "Only the first {limit} comparisons with fields were used.",
    "star": "A star only works at the end of a word; other stars were ignored.",
    "punctuation": "Punctuation alone cannot be searched for; it was ignored.",
    "no_value": "{field}: needs a value after the colon. It was ignored.",
    "bad_value": "“{value}” is not a valid value for {field}: and was ignored.",
    "unknown_name": "This library has no “{value}” for {field}: yet, so this part was ignored.",
    "unknown_field": "“{field}:” is not a filter, so it was searched for as ordinary words.",
    "bad_zone": "The time zone “{value}” is unknown; dates use UTC.",
}
"""English sentences by code."""

_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Notice:
    """`values`: by their names in the sentence."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code].format(**self.values)


def notice(code: str, **values: str | int) -> Notice:
    """Values are cut to a length that fits into a sentence."""
    return Notice(code, {name: str(value)[:_LONGEST_VALUE] for name, value in values.items()})
