"""Parses the text of a query. Accepts any text: parts that it cannot use are reported in notices.

    words "a phrase" start* -without (one OR other) title:word type:pdf,word tag:(home OR tax) date:last-month

Words are combined with AND unless OR is written between them. docs/queries.md explains the language to people, with
examples that a test runs; the filters are in `fields`. The file is long because it is one grammar.
"""

import re
from dataclasses import dataclass, field, replace

from docloft.clock import now
from docloft.search.query import continuations, fields, operators
from docloft.search.query.context import Context
from docloft.search.query.continuations import QUOTES
from docloft.search.query.nodes import (
    And,
    Between,
    Everything,
    Node,
    Not,
    Or,
    Phrase,
    Query,
    Word,
    growing,
)
from docloft.search.query.notices import Notice, notice
from docloft.search.query.rows import with_rows
from docloft.search.text.pieces import pieces

MAX_CHARACTERS = 1000
MAX_TERMS = 40
"""The most words, phrases and filters in one query; the rest is ignored and reported."""

MAX_RANGES = 20
"""The most comparisons with custom fields in a query; one that fits several fields counts for each. The engine needs
0.9 MB for each while it searches (measured)."""

_MAX_DEPTH = 12

_TOKEN = re.compile(
    r"(?P<space>\s+)|(?P<open>\()|(?P<close>\))"
    r"|(?P<sign>(?:[-!\u2212\u2013]{1,2}|\+)(?=\S))?"
    r"(?:(?P<name>[^\W\d_]{1,20}):)?"
    rf"(?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)(?:[{QUOTES}]|$)|(?P<word>[^\s(){QUOTES}]+))?"
)


def parse(text: str, context: Context | None = None) -> Query:
    """Uses as much of the text as it can. Never raises. Without a context, days are those of UTC, and no kinds,
    senders, tags or fields are known.
    """
    return _Parser(text, context or Context(now())).parse()


@dataclass(slots=True)
class _Group:
    """An open parenthesis: alternatives, each a conjunction. `negated`: a minus precedes it. `name`: of the filter
    whose values are in it (`tag:(home OR tax)`), and `written` as typed. `terms`: how many there were before it.
    """

    negated: bool = False
    name: str = ""
    written: str = ""
    terms: int = 0
    alternatives: list[list[Node]] = field(default_factory=lambda: [[]])

    def add(self, node: Node, *, negated: bool, name: str = "") -> None:
        """`name`: of the filter that the node is of."""
        if negated:
            node = node.node if isinstance(node, Not) else Not(node)
        elif name and name == self.name and name not in fields.MANY_VALUED and self.alternatives[-1]:
            self.alternatives.append([])
        self.alternatives[-1].append(node)

    def node(self) -> Node | None:
        parts = [nodes[0] if len(nodes) == 1 else And(tuple(nodes)) for nodes in self.alternatives if nodes]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Or(tuple(parts))


@dataclass(frozen=True, slots=True)
class _Term:
    """One unit between spaces. `start` is the offset of `value` in the query, unless it is `quoted`; `written` is its
    field as typed. `others`: values besides this one, of which the document needs any.
    """

    name: str
    value: str
    start: int
    quoted: bool
    written: str = ""
    others: tuple[str, ...] = ()


class _Parser:
    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        self.notices: list[Notice] = list(context.notices)
        self.trash = self.archive = False
        self.terms = 0
        self.ranges = 0
        self.groups = [_Group()]
        self.negate_next = False
        self.opening = ("", "")
        self.last: Word | None = None
        self.operators: list[Word] = []

    def parse(self) -> Query:
        kept = self.text[:MAX_CHARACTERS]
        if len(self.text) > MAX_CHARACTERS:
            self._ignore("too_long", limit=MAX_CHARACTERS)
        position = 0
        while position < len(kept) and (match := _TOKEN.match(kept, position)):
            more, others, position = self._rest(match, kept, match.end())
            self._take(match, more, others)
        while len(self.groups) > 1:
            self._close()
        root = self.groups[0].node()
        if root is None and self.operators and not (self.notices or self.trash or self.archive):
            # Nothing to combine: a search for the word itself.
            root = And(tuple(self.operators)) if len(self.operators) > 1 else self.operators[0]
        elif root is None and kept.strip() and not (self.trash or self.archive):
            self._has_words(kept)
        if root is not None:
            root = with_rows(root, kept)
        if root is not None and self.last is not None:
            root = growing(root, self.last)
        if root is None and (self.trash or self.archive):
            root = Everything()
        return Query(self.text, root, self.trash, tuple(self.notices), self.context)

    def _rest(self, match: re.Match[str], kept: str, position: int) -> tuple[str, tuple[str, ...], int]:
        """The rest of a filter's value, its other values, and where they end (see `continuations`)."""
        name, phrase, word = match.group("name", "phrase", "word")
        scope = self.groups[-1].name
        field = fields.field_named(name) if name else scope
        if not field or not (word or phrase is not None) or (not name and word in operators.ALL):
            return "", (), position
        if field in fields.LISTED:
            start = match.start("word") if phrase is None else match.start("phrase") - 1
            values, end = continuations.listed(field, kept, start, self.context)
            if values and (len(values) > 1 or values[0] != (word if phrase is None else phrase)):
                return "", tuple(values), end
        if phrase is not None:
            more, end = continuations.rest_of_quoted(field, kept, position)
        else:
            in_group = bool(scope) and not name
            more, end = continuations.rest_of(field, word, kept, position, self.context, in_group=in_group)
        return more, (), end

    def _take(self, match: re.Match[str], more: str, others: tuple[str, ...]) -> None:
        if match["space"]:
            return
        if match["open"]:
            if len(self.groups) < _MAX_DEPTH:
                name, written = self.opening if self.opening[0] else (self.groups[-1].name, self.groups[-1].written)
                self.groups.append(_Group(self.negate_next, name, written, self.terms))
            self.negate_next, self.opening = False, ("", "")
        elif match["close"]:
            if len(self.groups) > 1:
                self._close()
        else:
            self._take_term(match, more, others)

    def _close(self) -> None:
        group = self.groups.pop()
        node = group.node()
        if group.written and self.terms == group.terms:
            self._ignore("no_value", field=group.written)
        if node is not None:
            self.groups[-1].add(node, negated=group.negated)

    def _take_term(self, match: re.Match[str], more: str, others: tuple[str, ...]) -> None:
        sign, name, phrase, word = match.group("sign", "name", "phrase", "word")
        # A second minus cancels the first.
        negated = sign not in {None, "+"} and len(sign) == 1
        if name is None and phrase is None:
            if word is None:
                self.negate_next = self.negate_next != negated
                return
            if sign is None and self._operator(word):
                if word.isalpha():
                    self.operators.append(Word(word, match.start("word"), match.end("word")))
                return
        if field := self._opens(match):
            self.opening, self.negate_next = (field, name), self.negate_next != negated
            return
        term = self._named(match)
        if term is None:
            return
        term = self._completed(term, more, others)
        self.terms += 1 + len(term.others)
        if self.terms > MAX_TERMS:
            self._ignore("too_many", limit=MAX_TERMS)
            return
        negated, self.negate_next = negated != self.negate_next, False
        node = self._node(term, negated=negated)
        if isinstance(node, Word) and not negated and not any(group.negated for group in self.groups):
            self.last = node
        if node is not None:
            self.groups[-1].add(node, negated=negated, name=term.name)

    def _opens(self, match: re.Match[str]) -> str | None:
        """The filter whose values follow in parentheses."""
        has_value = match["phrase"] is not None or match["word"]
        if has_value or not match["name"] or not match.string.startswith("(", match.end()):
            return None
        return fields.field_named(match["name"])

    def _completed(self, term: _Term, more: str, others: tuple[str, ...]) -> _Term:
        """With the filter that the parentheses around it belong to, and with all of its values."""
        group = self.groups[-1]
        if group.name and not term.name:
            term = replace(term, name=group.name, written=group.written)
        if others:
            return replace(term, value=others[0], others=others[1:])
        return replace(term, value=term.value + more)

    def _operator(self, word: str) -> bool:
        if word in operators.OR:
            self.groups[-1].alternatives.append([])
        elif word in operators.NOT:
            self.negate_next = not self.negate_next
        else:
            return word in operators.AND
        return True

    def _named(self, match: re.Match[str]) -> _Term | None:
        """A field and its value; any other colon ("Re: invoice", "http://…") is part of a word."""
        name, phrase, word = match.group("name", "phrase", "word")
        quoted = phrase is not None
        value = phrase if quoted else word
        field = fields.field_named(name) if name else None
        start = match.start("word")
        if field is not None:
            if value is None:
                self._ignore("no_value", field=name)
                return None
            return _Term(field, value, start, quoted, name)
        if name is not None and value and (before := fields.before_address(name, value)) is not None and not quoted:
            return _Term("", value[before:], start + before, quoted)
        if name is not None:
            if value and fields.may_be_mistyped(name, value):
                self._ignore("unknown_field", field=name)
            return _Term("", f"{name}:{value or ''}", match.start("name"), quoted)
        if match["sign"] == "+" and not quoted and start >= 0 and word[:1].isdecimal():
            # A country code follows.
            return _Term("", f"+{word}", match.start("sign"), quoted)
        return _Term("", value or "", start, quoted)

    def _node(self, term: _Term, *, negated: bool) -> Node | None:
        if term.name and term.name not in fields.TEXT_FIELDS:
            found = [self._filter(replace(term, value=one), negated=negated) for one in (term.value, *term.others)]
            nodes = [node for node in found if node is not None]
            return fields.any_of(nodes) if nodes else None
        if term.quoted:
            return Phrase(term.value, term.name) if self._has_words(term.value) else None
        if set(term.value) == {"*"}:
            return None if term.name else Everything()
        stem = term.value.rstrip("*")
        if not self._has_words(stem):
            return None
        if "*" in stem:
            self._ignore("star")
        return Word(stem.replace("*", " "), term.start, term.start + len(stem), stem != term.value, only=term.name)

    def _filter(self, term: _Term, *, negated: bool) -> Node | None:
        value = term.value.strip()
        if place := fields.place_of(term.name, value):
            for group in self.groups:
                negated ^= group.negated
            in_trash = (place == fields.TRASH) != negated
            self.trash, self.archive = self.trash or in_trash, self.archive or not in_trash
            return None
        node = fields.filter_of(term.name, value, self.context)
        if node is None:
            code = "unknown_name" if fields.is_name(term.name, value, self.context) else "bad_value"
            self._ignore(code, field=term.written, value=value)
        self.ranges += sum(isinstance(one, Between) for one in (node.nodes if isinstance(node, Or) else (node,)))
        if self.ranges > MAX_RANGES and node is not None:
            self._ignore("too_many_ranges", limit=MAX_RANGES)
            return None
        return node

    def _has_words(self, text: str) -> bool:
        if next(pieces(text), None) is not None:
            return True
        if text.strip():
            self._ignore("punctuation")
        return False

    def _ignore(self, code: str, **values: str | int) -> None:
        if (said := notice(code, **values)) not in self.notices:
            self.notices.append(said)
