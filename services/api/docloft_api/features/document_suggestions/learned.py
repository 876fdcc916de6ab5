"""Senders, kinds and tags that are suggested because a person gave them to documents like this one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from docloft import directory, index_heads, suggestions, texts
from docloft.directory import Directory
from docloft.search import api as search
from docloft.suggestions import Fact, Suggestion
from docloft.tables.documents import Document
from docloft.texts import Text
from docloft_api import found_documents
from docloft_api.features.document_suggestions import votes
from docloft_api.features.document_suggestions.votes import Neighbour

NEIGHBOURS = 12
_SIDE_BY_SIDE = 12
_EDGE_LINES = 3
"""A sender is named above and below a letter."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Learned:
    """`like`: the documents that it was learned from, at most three, the most similar first."""

    suggestion: Suggestion
    like: tuple[Document, ...]


def of(document: Document, text: Text, decided: Collection[Fact]) -> list[Learned]:
    """At most one sender, one kind and any tags. Without facts that a person has decided, without refused values, and
    without anything if similar documents disagree: a wrong suggestion costs more than a missing one.
    """
    parts = parts_of(text)
    heads = index_heads.find(document.library_id)
    found = search.find_filed(document.library_id, document.document_id, parts, NEIGHBOURS, heads)
    if not any(neighbours for field, neighbours in found.items() if field not in decided):
        return []
    ids = {other_id for neighbours in found.values() for _, other_id in neighbours}
    names = directory.read(document.library_id)
    others = {one.document_id: one for one in found_documents.current(document.library_id, sorted(ids))}
    their_parts = _parts_of_all(document.library_id, others.values())
    learned = [
        one
        for field in parts
        if field not in decided
        for one in _learned(Fact(field), parts[field], found, others, their_parts, names)
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


def _parts_of_all(library_id: str, documents: Iterable[Document]) -> dict[str, dict[str, str]]:
    """By id of the document. Without documents that have no text now."""
    listed = list(documents)
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as threads:
        read = threads.map(lambda one: texts.load_edges(library_id, one.content_id), listed)
        return {one.document_id: parts_of(text) for one, text in zip(listed, read, strict=True) if text}


def _learned(
    fact: Fact,
    part: str,
    found: Mapping[str, Sequence[tuple[float, str]]],
    others: Mapping[str, Document],
    parts: Mapping[str, Mapping[str, str]],
    names: Directory,
) -> Iterable[Learned]:
    def neighbours(field: str) -> list[Neighbour]:
        return [
            Neighbour(alike, other_id, _values(fact, others[other_id], names), votes.marks_of(parts[other_id][fact]))
            for alike, other_id in found[field]
            if other_id in parts
        ]

    voters = [one for one in neighbours(fact) if one.values]
    further = [one for field in found if field != fact for one in neighbours(field)] if fact == Fact.TAG else []
    for name_id, confidence in votes.agreed(fact, votes.marks_of(part), voters, further):
        name = names.current(name_id)
        like = tuple(others[one.document_id] for one in voters if name_id in one.values)[:_SHOWN]
        if name is not None:
            yield Learned(Suggestion(fact, name.name, round(confidence, 2), ""), like)


def _values(fact: Fact, document: Document, names: Directory) -> tuple[str, ...]:
    """Ids of current names."""
    ids = document.tags if fact == Fact.TAG else [getattr(document, fact)]
    return tuple(dict.fromkeys(name.name_id for one in ids if (name := names.current(one))))
