"""Splits a query into its units: spaces, parentheses, and words and phrases with their sign and their filter's name."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from docloft.search.query.continuations import QUOTED, QUOTES, UNBROKEN
from docloft.search.query.fields import field_named

_BEFORE, _AFTER = "$\u20ac\u00a3\u00a5\u20b9\u00a7#\u2116", "$\u20ac\u00a3\u00a5\u20b9%\u2030\u00b0"
"""Signs that belong to a number after or before a space: 50 %, § 3."""
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<open>\()|(?P<close>\))"
    r"|(?P<sign>(?:[-!\u2212\u2013]{1,2}|\+)(?=\S))?"
    r"(?:(?P<name>[^\W\d_]{1,20}):)?"
    rf"(?:[{QUOTES}](?P<phrase>{QUOTED})(?:[{QUOTES}]|$)"
    rf"|(?P<word>[{_BEFORE}] (?=\d){UNBROKEN}+|{UNBROKEN}+(?:(?<=\d) [{_AFTER}](?=[\s)]|$))?))?"
)
_UNEQUAL = re.compile(
    r"(?P<sign>[-!\u2212\u2013]{1,2})?(?P<name>[^\W\d_]{1,20})"
    r"[ \t\u00a0]{0,3}:?[ \t\u00a0]{0,3}(?:!=|\u2260)[ \t\u00a0]{0,9}"
)
_BLANKS = re.compile(r"[ \t\u00a0]{1,9}")


@dataclass(frozen=True, slots=True)
class Token:
    """`mark`: a space or a parenthesis; nothing else is set then. `name` precedes a colon. `start`: of the name, or of
    the value without one; `value_start`: of the phrase without its quotation marks, or of the word. `end`: of all.
    """

    mark: str = ""
    sign: str | None = None
    name: str | None = None
    phrase: str | None = None
    word: str | None = None
    sign_start: int = -1
    start: int = -1
    value_start: int = -1
    end: int = 0

    @property
    def value(self) -> str:
        return self.phrase if self.phrase is not None else self.word or ""

    @property
    def has_value(self) -> bool:
        return self.phrase is not None or bool(self.word)


def read(text: str, position: int) -> Token | None:
    """The unit at a position; None at the end. `kind!=invoice` is read as `-kind:invoice`."""
    if (unequal := _UNEQUAL.match(text, position)) and field_named(unequal["name"]):
        following = read(text, unequal.end()) or Token(end=unequal.end())
        is_value = not (following.mark or following.sign or following.name)
        value = following if is_value else Token(value_start=unequal.end(), end=unequal.end())
        sign = None if len(unequal["sign"] or "") == 1 else "-"
        return replace(value, sign=sign, name=unequal["name"], sign_start=position, start=unequal.start("name"))
    if position >= len(text) or (match := _TOKEN.match(text, position)) is None:
        return None
    if mark := match["space"] or match["open"] or match["close"]:
        return Token(" " if match["space"] else mark, end=match.end())
    value_start = match.start("word" if match["phrase"] is None else "phrase")
    return Token(
        sign=match["sign"],
        name=match["name"],
        phrase=match["phrase"],
        word=match["word"],
        sign_start=match.start("sign"),
        start=match.start("name") if match["name"] else value_start,
        value_start=value_start,
        end=match.end(),
    )


def with_value_after_space(token: Token, text: str, is_value: Callable[[Token], bool]) -> Token:
    """The name of a filter together with what follows it after a space, if that is a value of it: `type: pdf`."""
    blank = None if token.has_value or not token.name else _BLANKS.match(text, token.end)
    following = read(text, blank.end()) if blank else None
    if following is None or not following.has_value or following.sign or following.name:
        return token
    joined = replace(
        token,
        phrase=following.phrase,
        word=following.word,
        value_start=following.value_start,
        end=following.end,
    )
    return joined if is_value(joined) else token


def after_opening(token: Token, text: str) -> int | None:
    """The position after the parenthesis that follows the name of a filter; None if there is none."""
    if token.has_value or not token.name:
        return None
    blank = _BLANKS.match(text, token.end)
    at = blank.end() if blank else token.end
    return at + 1 if text.startswith("(", at) else None
