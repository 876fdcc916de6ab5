"""Senders, kinds and tags that are suggested because a person gave them to documents like this one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from docloft import directory, index_heads, suggestions
from docloft.directory import Directory
from docloft.search import api as search
from docloft.suggestions import Fact, Suggestion
from docloft.tables.documents import Document
from docloft.texts import Text
from docloft_api import found_documents

NEIGHBOURS = 20
_VOTERS = 5
"""How many neighbours vote for tags."""
_LEAST_VOTERS = 2
"""More than one, because a single document could have been filed wrongly."""
_LEAST_TAGGED = 3
"""A document has many tags, so it needs more agreement than a sender."""
_LEAST_ALIKE = 0.6
"""The likeness that is required, as a share of that of the document to itself. With less, letters of unknown senders
from the same town were attributed to known ones (measured by bench.learning).
"""
_TIMES_AS_ALIKE = {Fact.SENDER: 2.0, Fact.KIND: 1.5}
"""How many times more alike the documents with a value must be than those with any other (measured by bench.learning).
"""
_MOST_AGREED = 0.8
"""The share of the votes that a tag needs."""
_EDGE_LINES = 3
"""A sender is named above and below a letter."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Learned:
    """`like`: the documents that it was learned from, at most three, the most similar first."""

    suggestion: Suggestion
    like: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """`alike`: how similar; 1 is as similar as the document to itself. `values`: ids of current names, at least one."""

    alike: float
    document_id: str
    values: tuple[str, ...]


def of(document: Document, text: Text, decided: Collection[Fact]) -> list[Learned]:
    """At most one sender, one kind and any tags. Without facts that a person has decided, without refused values, and
    without anything if similar documents disagree: a wrong suggestion costs more than a missing one.
    """
    texts = {field: part for field, part in parts_of(text).items() if field not in decided}
    heads = index_heads.find(document.library_id)
    found = search.find_filed(document.library_id, document.document_id, texts, NEIGHBOURS, heads)
    ids = {other_id for neighbours in found.values() for _, other_id in neighbours}
    if not ids:
        return []
    names = directory.read(document.library_id)
    others = {one.document_id: one for one in found_documents.current(document.library_id, sorted(ids))}
    learned = [
        one
        for field, neighbours in found.items()
        for one in _learned(Fact(field), _neighbours(neighbours, others, field, names), others, names)
    ]
    refused = set(document.refused_suggestions or ())
    own_tags = {current.name for tag in document.tags if (current := names.current(tag))}
    return [
        one
        for one in learned
        if suggestions.refusal(one.suggestion.fact, one.suggestion.value) not in refused
        and not (one.suggestion.fact == Fact.TAG and one.suggestion.value in own_tags)
    ]


def parts_of(text: Text) -> dict[str, str]:
    """The part of the text that is compared for a sender, a kind and the tags, by field of the index. The words of the
    whole text say too little: most are about the case at hand.
    """
    lines = [line for page in (text.pages[:1] + text.pages[-1:]) for line in page.splitlines() if line.strip()]
    headings = (
        one.value if one.fact == Fact.TITLE else one.evidence
        for one in text.suggestions
        if one.fact in {Fact.TITLE, Fact.KIND}
    )
    edges, heading = _without_numbers((*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])), _without_numbers(headings)
    return {"sender": edges, "kind": heading, "tag": f"{edges}\n{heading}"}


def _without_numbers(lines: Iterable[str]) -> str:
    """Without numbers and dates, which differ from case to case."""
    return "\n".join(" ".join(word for word in line.split() if not any(map(str.isdigit, word))) for line in lines)


def _neighbours(
    found: Iterable[tuple[float, str]], others: Mapping[str, Document], field: str, names: Directory
) -> list[Neighbour]:
    neighbours = []
    for alike, other_id in found:
        if (other := others.get(other_id)) is not None:
            ids = other.tags if field == Fact.TAG else [getattr(other, field)]
            current = tuple(dict.fromkeys(name.name_id for one in ids if (name := names.current(one))))
            if current:
                neighbours.append(Neighbour(alike, other_id, current))
    return neighbours


def agreed(fact: Fact, neighbours: list[Neighbour]) -> list[tuple[str, float]]:
    """The values that these neighbours support, the most similar first, with a confidence from 0 to 1."""
    return list(_tags(neighbours) if fact == Fact.TAG else _best(neighbours, _TIMES_AS_ALIKE[fact]))


def _learned(
    fact: Fact, neighbours: list[Neighbour], others: Mapping[str, Document], names: Directory
) -> Iterable[Learned]:
    for name_id, confidence in agreed(fact, neighbours):
        name = names.current(name_id)
        like = tuple(others[one.document_id] for one in neighbours if name_id in one.values)[:_SHOWN]
        if name is not None:
            yield Learned(Suggestion(fact, name.name, round(confidence, 2), ""), like)


def _best(neighbours: list[Neighbour], times: float) -> Iterable[tuple[str, float]]:
    """The value whose two most similar documents are several times as similar as those of any other value, with its
    share of the likeness.
    """
    by_value: dict[str, list[float]] = {}
    for one in neighbours:
        by_value.setdefault(one.values[0], []).append(one.alike)
    alike = {value: sum(scores[:_LEAST_VOTERS]) / _LEAST_VOTERS for value, scores in by_value.items()}
    first, second = [*sorted(alike, key=lambda value: -alike[value]), "", ""][:2]
    other = alike.get(second, 0.0)
    if (
        first
        and len(by_value[first]) >= _LEAST_VOTERS
        and by_value[first][0] >= _LEAST_ALIKE
        and alike[first] >= times * other
    ):
        yield first, alike[first] / (alike[first] + other)


def _tags(neighbours: list[Neighbour]) -> Iterable[tuple[str, float]]:
    """The tags that nearly all of the most similar documents have, with their share of the votes."""
    voters = [one for one in neighbours[:_VOTERS] if one.alike >= _LEAST_ALIKE]
    total = sum(one.alike for one in voters)
    for tag in dict.fromkeys(value for one in voters for value in one.values):
        agreeing = [one for one in voters if tag in one.values]
        share = sum(one.alike for one in agreeing) / total
        if len(agreeing) >= _LEAST_TAGGED and share >= _MOST_AGREED:
            yield tag, share
