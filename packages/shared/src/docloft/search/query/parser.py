"""Parses the text of a query. Accepts any text: parts that it cannot use are reported in notices.

    words "a phrase" start* -without (one OR other) title:word type:pdf,word tag:(home OR tax) date:last-month

Words are combined with AND unless OR is written between them. docs/queries.md explains the language to people, with
examples that a test runs; the filters are in `fields`. The file is long because it is one grammar.
"""

from dataclasses import dataclass, field, replace

from docloft.clock import now
from docloft.search.query import continuations, days, fields, operators, tokens
from docloft.search.query.context import Context
from docloft.search.query.nodes import (
    NOTE,
    TITLE,
    And,
    Between,
    Everything,
    Node,
    Not,
    Or,
    Part,
    Phrase,
    Query,
    Range,
    Word,
    growing,
)
from docloft.search.query.notices import Notice, notice
from docloft.search.query.rows import with_rows
from docloft.search.query.tokens import Token
from docloft.search.text.pieces import pieces

MAX_CHARACTERS = 1000
MAX_TERMS = 40
"""The most words, phrases and filters in one query; the rest is ignored and reported."""

MAX_RANGES = 20
"""The most comparisons with custom fields in a query; one that fits several fields counts for each. The engine needs
0.9 MB for each while it searches (measured)."""

_MAX_DEPTH = 12


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
            is_same_range = _is_end_of(self.alternatives[-1][-1], node)
            self.alternatives += [] if is_same_range else [[]]
        self.alternatives[-1].append(node)

    def node(self) -> Node | None:
        parts = [nodes[0] if len(nodes) == 1 else And(tuple(nodes)) for nodes in self.alternatives if nodes]
        if not parts:
            return None
        return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _is_end_of(one: Node, other: Node) -> bool:
    """Whether two comparisons are the ends of one range: `pages:(>10 <20)`."""
    match one, other:
        case (Range(_, int(low), None), Range(_, None, int(high))) | (
            Range(_, None, int(high)),
            Range(_, int(low), None),
        ):
            return low <= high
    return False


@dataclass(frozen=True, slots=True)
class _Term:
    """One unit between spaces. `start` is the offset of `value` in the query; `written` is its field as typed.
    `others`: values besides this one, of which the document needs any.
    """

    name: str
    value: str
    start: int
    quoted: bool = False
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
        self.started: int | None = None
        self.taken = 0
        self.parts: list[Part] = []
        self.places: list[int] = []
        self.last: Word | None = None
        self.operators: list[Word] = []

    def parse(self) -> Query:
        kept = self.text[:MAX_CHARACTERS]
        if len(self.text) > MAX_CHARACTERS:
            self._ignore("too_long", limit=MAX_CHARACTERS)
        position: int | None = 0
        while position is not None:
            position = self._read(kept, position)
        while len(self.groups) > 1:
            self._close()
        self._end_part(kept, len(kept))
        self._end_last_part(kept)
        root = self.groups[0].node()
        if root is None and self.operators and not (self.notices or self.trash or self.archive):
            # Nothing to combine: a search for the words themselves. One alone does not remain an And (`with_rows`).
            root = And(tuple(self.operators))
        elif root is None:
            self._has_words(kept)
        if root is not None:
            root = with_rows(root, kept)
        if root is not None and self.last is not None:
            root = growing(root, self.last)
        if root is None and (self.trash or self.archive):
            root = Everything()
        return Query(self.text, root, self.trash, tuple(self.notices), self.context, self._all_parts())

    def _read(self, kept: str, position: int) -> int | None:
        """Reads the unit at a position; returns that of the next one, None at the end."""
        token = tokens.read(kept, position)
        if token is None:
            return None
        if self.started is None and token.mark != " ":
            self.started = position
        name = token.name
        field = fields.field_named(name) if name else None
        if name and field:
            token = tokens.with_value_after_space(token, kept, lambda joined: self._is_value(field, joined, kept))
            if (opened := tokens.after_opening(token, kept)) is not None:
                self.negate_next = self.negate_next != self._negates(token)
                self._open(field, name)
                return opened
        values, end = self._values(token, kept)
        self._take(token, values)
        self._end_part(kept, end)
        return end

    def _end_part(self, kept: str, end: int) -> None:
        """What was read last is a part of the query if it is in no parentheses that are still open. Operators before it
        belong to it, and so does what means nothing there, such as a parenthesis that nothing opens. An AND between
        two parts belongs to both.
        """
        if len(self.groups) > 1 or self.started is None:
            return
        found = [node for nodes in self.groups[0].alternatives for node in nodes]
        if len(found) > len(self.parts):
            self.parts.append(Part(found[-1], self.started, end))
            self.started = None
        elif self.terms > self.taken:
            # Not a part: a filter such as `is:trash`, or one with a wrong value.
            self.started = None
        elif self.parts and operators.AND.issuperset(kept[self.parts[-1].end : end].split()):
            self.parts[-1] = replace(self.parts[-1], end=end)
        self.taken = self.terms

    def _all_parts(self) -> tuple[Part, ...]:
        """All alternatives are one part. What has `is:trash` in it is none, because that is about the whole query."""
        root, parts = self.groups[0].node(), self.parts
        if root is not None and sum(map(bool, self.groups[0].alternatives)) > 1:
            parts = [Part(root, parts[0].start, parts[-1].end)]
        fixed = [part.node for part in parts if any(at in range(part.start, part.end) for at in self.places)]
        return tuple(part for part in parts if part.node not in fixed)

    def _end_last_part(self, kept: str) -> None:
        """Operators at the end belong to the part before them: alone, they would be words to look for."""
        if self.parts and self.started is not None:
            self.parts[-1] = replace(self.parts[-1], end=len(kept))

    def _is_value(self, field: str, token: Token, kept: str) -> bool:
        """Whether a filter knows its value after a space, where that can hardly be an ordinary word: in the text
        "date: may I", it is one.
        """
        if field in fields.TEXT_FIELDS:
            # "Name: " and "Note: " are common in texts that people paste.
            return field == TITLE
        values, _ = self._values(token, kept)
        if field in fields.DAYS and token.phrase is None and days.may_be_words(values[0]):
            return False
        return any(
            fields.place_of(field, value) or self._filter_of(field, value.strip()) is not None for value in values
        )

    def _filter_of(self, field: str, value: str) -> Node | None:
        return fields.has_value(field, self.context) if value == "*" else fields.filter_of(field, value, self.context)

    def _values(self, token: Token, kept: str) -> tuple[tuple[str, ...], int]:
        """The values of a filter, and where they end (see `continuations`); none of anything else."""
        name, phrase, value = token.name, token.phrase, token.value
        scope = self.groups[-1].name
        field = fields.field_named(name) if name else scope
        if not field or field in fields.TEXT_FIELDS or not token.has_value:
            return (), token.end
        if not name and phrase is None and self._operator_named(value):
            return (), token.end
        is_quoted = phrase is not None or continuations.precedes_quoted(kept, token.end)
        if field in fields.LISTED or (field in fields.SEVERAL_WORDS and is_quoted):
            start = token.value_start - (phrase is not None)
            values, end = continuations.listed(field, kept, start, self.context)
            if values and values != [value]:
                return tuple(values), end
        if phrase is not None:
            more, end = continuations.rest_of_quoted(field, phrase, kept, token.end, self.context)
        else:
            more, end = continuations.rest_of(field, value, kept, token.end, self.context, in_group=bool(scope))
        value += more
        others, end = continuations.others(field, value, kept, end, self.context)
        first = value.removesuffix(",") if others else value
        return (*fields.values_of(field, first, self.context), *others), end

    def _take(self, token: Token, values: tuple[str, ...]) -> None:
        if token.mark == "(":
            self._open(self.groups[-1].name, self.groups[-1].written)
        elif token.mark == ")":
            if len(self.groups) > 1:
                self._close()
        elif not token.mark:
            self._take_term(token, values)

    def _open(self, name: str, written: str) -> None:
        if len(self.groups) < _MAX_DEPTH:
            self.groups.append(_Group(self.negate_next, name, written, self.terms))
        self.negate_next = False

    def _close(self) -> None:
        group = self.groups.pop()
        # An operator at the end of parentheses is not about what follows them.
        self.negate_next = False
        node = group.node()
        if group.written and self.terms == group.terms:
            self._ignore("no_value", field=group.written)
        if node is not None:
            self.groups[-1].add(node, negated=group.negated)

    @staticmethod
    def _negates(token: Token) -> bool:
        """A second minus cancels the first."""
        return token.sign not in {None, "+"} and len(token.sign or "") == 1

    def _take_term(self, token: Token, values: tuple[str, ...]) -> None:
        negated = self._negates(token)
        if token.name is None and token.phrase is None:
            if token.word is None:
                self.negate_next = self.negate_next != negated
                return
            if token.sign is None and (operator := self._operator_named(token.word)):
                self._combine(operator)
                if token.word.isalpha():
                    self.operators.append(Word(token.word, token.value_start, token.value_start + len(token.word)))
                return
        term = self._named(token)
        if term is None:
            return
        term = self._completed(term, values)
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

    def _completed(self, term: _Term, values: tuple[str, ...]) -> _Term:
        """With the filter that the parentheses around it belong to, and with all of its values."""
        group = self.groups[-1]
        if group.name and not term.name:
            term = replace(term, name=group.name, written=group.written)
        return replace(term, value=values[0], others=values[1:]) if values else term

    def _operator_named(self, word: str) -> str:
        """The operator that a word is; empty if it is none. Between the values of a filter, also in lower case."""
        scope = self.groups[-1].name
        if scope and scope not in fields.TEXT_FIELDS:
            word = word.upper()
        return word if word in operators.ALL else ""

    def _combine(self, operator: str) -> None:
        if operator in operators.OR:
            self.groups[-1].alternatives.append([])
        elif operator in operators.NOT:
            self.negate_next = not self.negate_next

    def _named(self, token: Token) -> _Term | None:
        """A field and its value; any other colon ("Re: invoice", "http://…") is part of a word."""
        name, value = token.name, token.value
        quoted = token.phrase is not None
        field = fields.field_named(name) if name else None
        if field is not None and name is not None:
            if not value.strip():
                self._ignore("no_value", field=name)
                return None
            return _Term(field, value, token.value_start, quoted, name)
        if name is not None and value and (before := fields.before_address(name, value)) is not None and not quoted:
            return _Term("", value[before:], token.value_start + before)
        if name is not None:
            if value and fields.may_be_mistyped(name, value):
                self._ignore("unknown_field", field=name)
            return _Term("", f"{name}:{value}", token.start, quoted)
        if token.sign == "+" and not quoted and value[:1].isdecimal():
            # A country code follows.
            return _Term("", f"+{value}", token.sign_start)
        return _Term("", value, token.value_start, quoted)

    def _node(self, term: _Term, *, negated: bool) -> Node | None:
        if term.name and term.name not in fields.TEXT_FIELDS:
            found = [self._filter(replace(term, value=one), negated=negated) for one in (term.value, *term.others)]
            nodes = [node for node in found if node is not None]
            return fields.any_of(nodes) if nodes else None
        stem = term.value.rstrip("* ") if term.value.rstrip().endswith("*") else term.value
        if term.quoted and stem == term.value:
            if self._has_words(stem) and "*" in stem:
                self._ignore("star")
            # `Betreff:"tax return"` is one phrase, but not in a row in the query: its words have no place of their own.
            start = term.start if self.text.startswith(term.value, term.start) else -1
            return Phrase(term.value, term.name, start) if self._has_words(term.value) else None
        if not stem and term.name == NOTE:
            return self._filter_of(NOTE, "*")
        if not stem:
            return Everything()
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
            self.places.append(term.start)
            in_trash = (place == fields.TRASH) != negated
            self.trash, self.archive = self.trash or in_trash, self.archive or not in_trash
            return None
        node = self._filter_of(term.name, value)
        if node is None:
            code = "unknown_name" if fields.is_name(term.name, value, self.context) else "bad_value"
            self._ignore(code, field=term.written, value=value)
        compared = node.node if isinstance(node, Not) else node
        self.ranges += sum(isinstance(one, Between) for one in getattr(compared, "nodes", (compared,)))
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
