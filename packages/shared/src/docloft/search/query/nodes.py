"""A query as a tree: built by `parser`, turned into an engine query by `engine.plan`."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Word:
    """`prefix`: written with a star. `last`: the last word of the query, which may still be incomplete while it is
    typed. `start`, `end`: its place in the query's text, without field and star.
    """

    text: str
    start: int
    end: int
    prefix: bool = False
    last: bool = False
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    text: str
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Words in a row that may also be written as one (`text.joins`): `48 913,27`. `text`: as they are written."""

    words: tuple[Word, ...]
    text: str


@dataclass(frozen=True, slots=True)
class MediaTypes:
    """Any of these: `application/pdf`, or `image` for all images."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """A date range. `field` is `added` or `date`. Both ends are included; None means no limit."""

    field: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class HasText:
    pass


@dataclass(frozen=True, slots=True)
class IsPartial:
    """Something is missing from its text."""


@dataclass(frozen=True, slots=True)
class InState:
    state: str


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


Node = Word | Phrase | Together | MediaTypes | Days | HasText | IsPartial | InState | Everything | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """`root` is None when there is nothing to look for. `trash`: search the trash instead of the archive (`is:trash`
    anywhere in the query). `ignored`: sentences for people about parts that were not used.
    """

    text: str
    root: Node | None
    trash: bool = False
    ignored: tuple[str, ...] = ()


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
    """The same tree with one word (compared by identity) replaced; negated words stay."""
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
