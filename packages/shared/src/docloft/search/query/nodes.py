"""A query as a tree: built by `parser`, turned into an engine query by `engine.plan`."""

from dataclasses import dataclass, field, replace

from docloft.search.query.context import Context
from docloft.search.query.notices import Notice

TITLE, NAME, NOTE = "title", "name", "note"
"""What a word or a phrase can be limited to."""


@dataclass(frozen=True, slots=True)
class Word:
    """`prefix`: written with a star. `last`: the last word of the query, which may still be incomplete while it is
    typed. `start`, `end`: its place in the query's text, without field and star. `only`: the field it is limited to,
    TITLE, NAME or NOTE; empty for the whole document.
    """

    text: str
    start: int
    end: int
    prefix: bool = False
    last: bool = False
    only: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """`only`: as in Word. `start`: its place in the query's text, without quotation marks; -1 if it is not there as
    it is here.
    """

    text: str
    only: str = ""
    start: int = field(default=-1, compare=False)


@dataclass(frozen=True, slots=True)
class Together:
    """Words in a row that may also be written as one (`text.joins`): `48 913,27`. `text`: as they are written."""

    words: tuple[Word, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Keywords:
    """Any of these keywords in a field of the index: `application/pdf`, or `image` for all images."""

    field: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A range of numbers, days or moments in a field of the index, in the form that the index stores. Both ends are
    included; None means no limit.
    """

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Between:
    """Keywords in a field of the index that begin with `prefix`, followed by digits from `low` to `high`. Both ends are
    included, and have the same number of digits.
    """

    field: str
    prefix: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class HasValue:
    """Any value in a field of the index. `any_of`: only these are values, because a document may also contain the id of
    a name that was deleted; None if all are.
    """

    field: str
    any_of: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Everything:
    pass


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple["Node", ...]


Node = Word | Phrase | Together | Keywords | Range | Between | HasValue | Everything | Not | And | Or


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query that every hit has to match. `start`, `end`: its place in the query's text, with the operators
    that make no difference without it.
    """

    node: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Query:
    """`root` is None when there is nothing to look for. `trash`: search the trash instead of the archive (`is:trash`
    anywhere in the query). `notices`: what was not used, or not as it was typed. `context`: see `query.context`; None
    for a query that is not parsed from a text.
    """

    text: str
    root: Node | None
    trash: bool = False
    notices: tuple[Notice, ...] = ()
    context: Context | None = None
    parts: tuple[Part, ...] = ()


def wanted(node: Node | None) -> list[Word | Phrase]:
    """The words and phrases that a hit should contain, in order, without negated ones."""
    match node:
        case Word() | Phrase():
            return [node]
        case Together(words):
            return list(words)
        case And(nodes) | Or(nodes):
            return [found for part in nodes for found in wanted(part)]
        case _:
            return []


def rows(node: Node | None) -> list[Together]:
    """The words that a hit should contain in a row or written together, without negated ones."""
    match node:
        case Together():
            return [node]
        case And(nodes) | Or(nodes):
            return [found for part in nodes for found in rows(part)]
        case _:
            return []


def replaced(node: Node, old: Word, new: Node) -> Node:
    """The same tree with one word (compared by identity) replaced; negated words are kept."""
    match node:
        case Word() if node is old:
            return new
        case Together(words, text):
            parts = tuple(replaced(part, old, new) for part in words)
            kept = tuple(part for part in parts if isinstance(part, Word))
            return Together(kept, text) if len(kept) == len(parts) else And(parts)
        case And(nodes):
            return And(tuple(replaced(part, old, new) for part in nodes))
        case Or(nodes):
            return Or(tuple(replaced(part, old, new) for part in nodes))
        case _:
            return node


def growing(node: Node, last: Word) -> Node:
    """The same tree with its last word marked as possibly incomplete."""
    return replaced(node, last, replace(last, last=True))


def exactly(node: Node) -> Node:
    """The same tree that matches only what was written: no other forms and no beginnings of words. Words with a star
    are unchanged.
    """
    match node:
        case Word(text, _, _, False, _, only):
            return Phrase(text, only)
        case Together(_, text):
            return Phrase(text)
        case Not(inner):
            return Not(exactly(inner))
        case And(nodes):
            return And(tuple(exactly(part) for part in nodes))
        case Or(nodes):
            return Or(tuple(exactly(part) for part in nodes))
        case _:
            return node


def placeless(node: Node) -> Node:
    """The same tree without the places of its words in the text."""
    match node:
        case Word():
            return replace(node, start=0, end=0)
        case Together(words, text):
            return Together(tuple(replace(word, start=0, end=0) for word in words), text)
        case Not(inner):
            return Not(placeless(inner))
        case And(nodes):
            return And(tuple(map(placeless, nodes)))
        case Or(nodes):
            return Or(tuple(map(placeless, nodes)))
    return node
