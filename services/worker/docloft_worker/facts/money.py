"""Amounts of money in a line: 1.234,56 and 1,234.56 and 1 234,56 and 1'234.56, with a currency before or after."""

from collections.abc import Iterator
from dataclasses import dataclass

import re2

from docloft_worker.facts.lines import groups

# In lower case, as in Line.folded. A sign that several currencies share stands for the most common one.
CURRENCIES = {
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "us$": "USD",
    "usd": "USD",
    "chf": "CHF",
    "sfr": "CHF",
    "sfr.": "CHF",
    "fr.": "CHF",
    "cad": "CAD",
    "aud": "AUD",
    "pln": "PLN",
    "zł": "PLN",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
    "czk": "CZK",
    "jpy": "JPY",
    "¥": "JPY",
    "brl": "BRL",
    "r$": "BRL",
    "$": "USD",
}
_SIGN = "|".join(sign.replace("$", r"\$").replace(".", r"\.") for sign in sorted(CURRENCIES, key=len, reverse=True))
_NUMBER = re2.compile(
    rf"(?:({_SIGN}) ?)?(\d{{1,3}}(?:[ .,'\x{{2019}}]\d{{3}})+(?:[.,]\d{{2}})?"
    rf"|\d{{1,9}}(?:[.,](?:\d{{2}}|-))?)(?: ?({_SIGN}))?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """`cents` of the currency, an ISO 4217 code, or None if there is none beside the number."""

    cents: int
    currency: str | None
    start: int
    end: int


def find(text: str) -> Iterator[Amount]:
    """In order, in folded text. A number without two decimals is an amount only with a currency."""
    if not any(character.isdigit() for character in text):
        return
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - 1) : start], text[end : end + 2]
        if before.isalnum() or (before and before in ".,/-'" and start > 1 and text[start - 2].isdigit()):
            continue
        if (
            after[:1].isalnum()
            or after.strip()[:1] == "%"
            or (after[:1] in (".", ",", "/", "-", "'") and after[1:].isdigit())
        ):
            continue
        sign, number, unit = groups(match)
        cents, has_decimals = _parsed(number)
        currency = CURRENCIES.get(sign or unit)
        if cents is not None and (has_decimals or currency):
            yield Amount(cents, currency, start, end)


def _parsed(number: str) -> tuple[int | None, bool]:
    """(cents, whether there are decimals). None for separators that do not fit, such as 1,234,56."""
    number = number.removesuffix("-")
    if number[-1:] in {".", ","}:
        return int(number[:-1]) * 100, True
    has_decimals = len(number) > 3 and number[-3] in ".,"
    whole, decimals = (number[:-3], number[-2:]) if has_decimals else (number, "00")
    separators = {character for character in whole if not character.isdigit()}
    if len(separators) > 1 or (has_decimals and number[-3] in separators):
        return None, has_decimals
    digits = "".join(character for character in whole if character.isdigit())
    return int(digits) * 100 + int(decimals), has_decimals
