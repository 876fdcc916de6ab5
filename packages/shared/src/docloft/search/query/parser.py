"""Parses the text of a query. Accepts any text: parts that it cannot use are reported in sentences.

    words "a phrase" start* -without (one OR other) title:word type:pdf added:2025-03 date:2024-01..2024-06
    has:text is:trash is:failed is:partial

Words are combined with AND unless OR is written between them. `tests/search/test_parser.py` is the reference.
"""

import re
from dataclasses import dataclass, field

from docloft import formats
from docloft.search.query.filters import days, media_types
from docloft.search.query.nodes import (
    And,
    Everything,
    HasText,
    InState,
    IsPartial,
    MediaTypes,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Word,
    growing,
)
from docloft.search.query.rows import with_rows
from docloft.search.text.pieces import pieces

MAX_CHARACTERS = 1000
MAX_TERMS = 40
"""The most words, phrases and filters in one query; the rest is ignored and reported."""
_MAX_DEPTH = 12


_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\u300e\u300f\uff02'
_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<open>\()|(?P<close>\))"
    r"|(?P<sign>[-+!\u2212\u2013](?=\S))?"
    r"(?:(?P<name>[A-Za-z]+):)?"
    rf"(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?:[{_QUOTES}]|$)|(?P<word>[^\s(){_QUOTES}]+))?"
)
_NOT_YET = {
    "kind": "Document types (kind:) are not supported yet; this part was ignored.",
    "tag": "Tags (tag:) are not supported yet; this part was ignored.",
    "from": "Correspondents (from:) are not supported yet; this part was ignored.",
}
_DAYS = "needs a date like 2025, 2025-03 or 2024-01..2024-06"
_EXPECTED = {
    "type": f"takes {', '.join(formats.words())} and the like",
    "added": _DAYS,
    "date": _DAYS,
    "has": "takes only text",
    "is": "takes trash, ready, failed or partial",
}
_OPERATORS = {"AND", "&", "&&"}
_OR = {"OR", "|", "||"}


def parse(text: str) -> Query:
    """Uses as much of the text as it can. Never raises."""
    return _Parser(text).parse()


@dataclass(slots=True)
class _Group:
    """An open parenthesis: alternatives, each a conjunction. `negated`: a minus precedes it."""

    negated: bool = False
    alternatives: list[list[Node]] = field(default_factory=lambda: [[]])

    def add(self, node: Node, *, negated: bool) -> None:
        self.alternatives[-1].append(Not(node) if negated else node)

    def node(self) -> Node | None:
        parts = [nodes[0] if len(nodes) == 1 else And(tuple(nodes)) for nodes in self.alternatives if nodes]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Or(tuple(parts))


@dataclass(frozen=True, slots=True)
class _Term:
    """One unit between spaces. `start` is the offset of `value` in the query."""

    name: str
    value: str
    start: int
    quoted: bool


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.ignored: list[str] = []
        self.trash = False
        self.terms = 0
        self.groups = [_Group()]
        self.negate_next = False
        self.last: Word | None = None

    def parse(self) -> Query:
        kept = self.text[:MAX_CHARACTERS]
        if len(self.text) > MAX_CHARACTERS:
            self._ignore(f"Only the first {MAX_CHARACTERS:,} characters were used.")
        position = 0
        while position < len(kept):
            match = _TOKEN.match(kept, position)
            if match is None or match.end() == position:
                position += 1
                continue
            position = match.end()
            self._take(match)
        while len(self.groups) > 1:
            self._close()
        root = self.groups[0].node()
        if root is not None:
            root = with_rows(root, kept)
        if root is not None and self.last is not None:
            root = growing(root, self.last)
        if root is None and self.trash:
            root = Everything()
        return Query(self.text, root, self.trash, tuple(self.ignored))

    def _take(self, match: re.Match[str]) -> None:
        if match["space"]:
            return
        if match["open"]:
            if len(self.groups) < _MAX_DEPTH:
                self.groups.append(_Group(self.negate_next))
            self.negate_next = False
        elif match["close"]:
            if len(self.groups) > 1:
                self._close()
        else:
            self._take_term(match)

    def _close(self) -> None:
        group = self.groups.pop()
        node = group.node()
        if node is not None:
            self.groups[-1].add(node, negated=group.negated)

    def _take_term(self, match: re.Match[str]) -> None:
        sign, name, phrase, word = match.group("sign", "name", "phrase", "word")
        negated = sign is not None and sign != "+"
        if name is None and phrase is None:
            if word is None:
                self.negate_next = self.negate_next or negated
                return
            if sign is None and self._operator(word):
                return
        term = self._named(match)
        if term is None:
            return
        self.terms += 1
        if self.terms > MAX_TERMS:
            self._ignore(f"Only the first {MAX_TERMS} words and filters were used.")
            return
        negated, self.negate_next = negated != self.negate_next, False
        node = self._node(term, negated=negated)
        if isinstance(node, Word) and not negated and not any(group.negated for group in self.groups):
            self.last = node
        if node is not None:
            self.groups[-1].add(node, negated=negated)

    def _operator(self, word: str) -> bool:
        if word in _OR:
            self.groups[-1].alternatives.append([])
        elif word == "NOT":
            self.negate_next = True
        else:
            return word in _OPERATORS
        return True

    def _named(self, match: re.Match[str]) -> _Term | None:
        """A field and its value; any other colon ("Re: invoice", "http://…") is part of a word."""
        name, phrase, word = match.group("name", "phrase", "word")
        quoted = phrase is not None
        value = phrase if quoted else word
        known = (name or "").lower()
        if known in _EXPECTED or known in _NOT_YET or known == "title":
            if value is None:
                self._ignore(f"{known}: needs a value right after it; this part was ignored.")
                return None
            return _Term(known, value, match.start("phrase" if quoted else "word"), quoted)
        if name is not None:
            return _Term("", f"{name}:{value or ''}", match.start("name"), quoted)
        return _Term("", value or "", match.start("phrase" if quoted else "word"), quoted)

    def _node(self, term: _Term, *, negated: bool) -> Node | None:
        if term.name in _NOT_YET:
            return self._ignore(_NOT_YET[term.name])
        if term.name in _EXPECTED:
            return self._filter(term.name, term.value.strip(), negated=negated)
        title_only = term.name == "title"
        if term.quoted:
            return Phrase(term.value, title_only) if self._has_words(term.value) else None
        if set(term.value) == {"*"}:
            return None if title_only else Everything()
        stem = term.value.rstrip("*")
        if not self._has_words(stem):
            return None
        if "*" in stem:
            self._ignore("A star counts only at the end of a word; other stars were ignored.")
        return Word(
            stem.replace("*", " "), term.start, term.start + len(stem), stem != term.value, title_only=title_only
        )

    def _filter(self, name: str, value: str, *, negated: bool) -> Node | None:
        lowered = value.lower()
        node: Node | None = None
        match name:
            case "has" if lowered == "text":
                node = HasText()
            case "is" if lowered in {"trash", "trashed"}:
                self.trash = self.trash or not negated
                return None
            case "is" if lowered in {"ready", "failed"}:
                node = InState(lowered)
            case "is" if lowered == "partial":
                node = IsPartial()
            case "type":
                names = media_types(lowered)
                node = MediaTypes(names) if names else None
            case "added" | "date":
                node = days(name, value)
        return node or self._ignore(f"{name}: {_EXPECTED[name]}; this part was ignored.")

    def _has_words(self, text: str) -> bool:
        if next(pieces(text), None) is not None:
            return True
        if text.strip():
            self._ignore("Punctuation alone cannot be searched for; it was ignored.")
        return False

    def _ignore(self, sentence: str) -> Node | None:
        if sentence not in self.ignored:
            self.ignored.append(sentence)
        return None
