"""The keywords that the index has for the values of custom fields. The form of a value shows its type, so that indexing
needs no definitions of fields.

| keyword | of |
|--|--|
| `<field id>` | any value |
| `<field id>=<text>` | true or false, the id of an option or of a document |
| `=<id>` | the same id, in any field |
| `<field id>#<19 digits>` | a number or an amount of money, in millionths |
| `<field id>%<currency><19 digits>` | an amount of money, in millionths, after its currency: for order |
| `<field id>@<7 digits>` | the number of a day |
| `<field id>~<word>` | a folded word, or one or two characters in scripts without spaces, of any other text |
| `<field id>!<text>` | a text as it is sorted (`text.title_order`): for order, and the filter `==` |
| `<field id>:<text>` | a text of at most 60 characters as it is shown: for facets |

Digits are in order, so a range of values is a range of keywords.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from docloft.ids import is_id
from docloft.lifecycle import custom_fields
from docloft.search.text.folding import fold, spellings
from docloft.search.text.pieces import pairs, pieces
from docloft.search.text.title_order import sort_title

MILLION = 10**6
_ZERO = 5 * 10**18
"""Added to every number, so that all have as many digits and none has a sign."""
LOWEST, HIGHEST = -(10**18) - 1, 10**18 + 1
"""Below and above every value."""
_LAST_DAY = date.max.toordinal()
LONGEST_SHOWN = 60
"""Characters of a text that is a value of a facet."""


def keywords_of(values: Mapping[str, Any]) -> Iterator[str]:
    """The keywords of a document's values (docloft.lifecycle.custom_fields)."""
    for field_id, value in values.items():
        yield field_id
        match value:
            case bool():
                yield exact(field_id, str(value).lower())
            case int() | float():
                yield number_prefix(field_id) + digits_of(int(Decimal(str(value)) * MILLION))
            case {"amount": int(amount), "currency": str(currency)}:
                digits = digits_of(amount * MILLION // 100)
                yield number_prefix(field_id) + digits
                yield money_prefix(field_id) + currency + digits
            case str():
                if is_id(value):
                    # The id of an option or a document, or a text of the same form, such as an account number.
                    yield exact(field_id, value)
                    yield link(value)
                if day := custom_fields.day_of(value):
                    yield day_prefix(field_id) + digits_of_day(day.toordinal())
                yield text_prefix(field_id) + sort_title(value)
                if len(value) <= LONGEST_SHOWN and _is_text(value):
                    yield shown_prefix(field_id) + value
                yield from _words_of(field_id, value)
            case _:
                raise TypeError


def texts_of(values: Mapping[str, Any]) -> list[str]:
    """The values that are found like words of the document's text."""
    return [value for value in values.values() if isinstance(value, str) and _is_text(value)]


def _is_text(value: str) -> bool:
    """Whether it is neither an id nor a day."""
    return not _is_made(value) and not custom_fields.day_of(value)


def _is_made(value: str) -> bool:
    """Whether it is an id and not something that a person typed. Account numbers look like ids, but have no letters."""
    return is_id(value) and not value.isdecimal()


def exact(field_id: str, value: str) -> str:
    return f"{field_id}={value}"


def link(document_id: str) -> str:
    return f"={document_id}"


def number_prefix(field_id: str) -> str:
    return f"{field_id}#"


def money_prefix(field_id: str) -> str:
    return f"{field_id}%"


def text_prefix(field_id: str) -> str:
    return f"{field_id}!"


def shown_prefix(field_id: str) -> str:
    return f"{field_id}:"


def day_prefix(field_id: str) -> str:
    return f"{field_id}@"


def digits_of(millionths: int) -> str:
    return str(_ZERO + max(LOWEST, min(HIGHEST, millionths)))


def millionths_of(digits: str) -> int:
    """The number of `digits_of`."""
    return int(digits) - _ZERO


def digits_of_day(day: int) -> str:
    return f"{max(1, min(_LAST_DAY, day)):07d}"


def wanted_words(field_id: str, text: str) -> Iterator[tuple[str, ...]]:
    """For each word of a query, the keywords of its spellings. Scripts without spaces are looked up by their pairs of
    characters.
    """
    for piece in pieces(text):
        if piece.dense:
            found = pairs(piece.text)
            yield from ((_word(field_id, pair),) for pair in found[:-1] or found)
        elif fold(piece.text):
            yield tuple(_word(field_id, spelling) for (spelling,) in spellings([piece.text]))


def _words_of(field_id: str, text: str) -> Iterator[str]:
    for piece in pieces(text):
        if not piece.dense:
            yield _word(field_id, fold(piece.text))
            continue
        for pair in pairs(piece.text):
            yield _word(field_id, pair)
            yield _word(field_id, pair[0])


def _word(field_id: str, word: str) -> str:
    return f"{field_id}~{word}"
