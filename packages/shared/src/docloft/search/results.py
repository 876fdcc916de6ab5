"""Runs a search and returns what is shown for its hits; marks the matches in one page. The file is long because it also
describes everything that a search returns.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from docloft.search.engine.schema import milliseconds
from docloft.search.index.explaining import Explanation
from docloft.search.index.facets import Facet
from docloft.search.index.field_order import FieldOrder
from docloft.search.index.mistyped import FEW, TIMES_AS_MANY
from docloft.search.index.open_indexes import Heads
from docloft.search.index.ordering import DEEPEST, NEWEST, RELEVANCE, Order
from docloft.search.port import complete, count_each, count_facets, explain, find, near, prepare
from docloft.search.positions import Position, Seen
from docloft.search.query import beginnings, spacings
from docloft.search.query.context import Context
from docloft.search.query.corrections import correct
from docloft.search.query.enclosing import around
from docloft.search.query.nodes import NAME, TITLE, And, Everything, Query, Range, exactly
from docloft.search.query.notices import Notice
from docloft.search.query.parser import parse
from docloft.search.query.selections import places
from docloft.search.query.trials import Trials
from docloft.search.shown import cached_texts, marks
from docloft.search.shown.marks import PageMarks
from docloft.search.shown.matching import needles
from docloft.search.shown.searchable_text import Allowance, SearchableText
from docloft.search.shown.snippets import PageMatches, Shown, list_pages, show
from docloft.search.text.folding import fold

D = TypeVar("D")

_MOST_COMPARED = 200
"""Words of the library that are compared with an incomplete one."""


@dataclass(frozen=True, slots=True)
class Candidate(Generic[D]):
    """A current document. `content_id` (docloft.ids) and `version` identify its text. Search passes `document` on
    unchanged.
    """

    document: D
    document_id: str
    content_id: str
    version: int
    title: str
    file_name: str
    has_text: bool
    in_trash: bool


FindDocuments = Callable[[Sequence[str]], Iterable[Candidate[D]]]
"""Returns the documents with these ids that are still in the archive, in any order: the index may be a moment
behind."""


@dataclass(frozen=True, slots=True)
class Hit(Generic[D]):
    """`title_marks`: the places in its title that match, as code point offsets. `explanation`: of its score, if that
    was requested.
    """

    document: D
    shown: Shown
    title_marks: Sequence[tuple[int, int]]
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Results(Generic[D]):
    """`total` counts all hits of the query when its first page was read. `next` is the `after` of the next page, None
    on the last one. `corrected` is the query that was searched for after typing errors were corrected, otherwise None.
    `notices`: the parts of the query that were not used. `is_damaged`: hits may be missing, because the index is
    damaged. `is_outdated`: the index is complete, but of the previous release, so it has to be rebuilt. `around`: with
    facets, what to write before and after the query when a filter is added to it (`query.enclosing`).
    """

    hits: Sequence[Hit[D]]
    total: int
    next: Position | None
    corrected: str | None
    notices: Sequence[Notice]
    is_damaged: bool = False
    is_outdated: bool = False
    facets: Sequence[Facet] = ()
    around: tuple[str, str] = ("", "")


def run(
    library_id: str,
    text: str,
    *,
    heads: Heads,
    limit: int,
    after: Position | None,
    find_documents: FindDocuments[D],
    order: Order | FieldOrder | None = None,
    facets: Sequence[str] = (),
    context: Context | None = None,
    exact: bool = False,
    explains: bool = False,
) -> Results[D]:
    """One page of hits in this order (None: RELEVANCE): the first ones, or the next ones `after` a page. Whatever
    changes between two pages, no document is on both, and none that matches all the time is left out. Returns the first
    DEEPEST hits at most. Any text is a valid query, and a damaged index is not an error. Raises whatever
    `find_documents` raises. An empty query finds everything when an order or facets are given; otherwise it finds
    nothing, and opens the library's index: the next search is faster. `exact`: words are found only as written, without
    other forms and corrections. `facets`: names of the facets to count, of selections.FACETS. `explains`: the first
    hits explain how their score was computed (see `explaining`).
    """
    typed = _typed(text, context, finds_all=order is not None or bool(facets), exact=exact)
    order = order or RELEVANCE
    if typed.root is None:
        prepare(library_id, heads)
        return Results((), 0, None, None, typed.notices)
    find_documents = _Read(find_documents)
    query, seen, dropped = typed, Seen(), 0
    if after is not None:
        seen = after.seen
        query = parse(after.corrected, context) if after.corrected is not None else typed
    checked = limit
    while True:
        # All hits are read if the ones already seen have to be distinguished from all others.
        is_long = seen.is_long(checked)
        depth = DEEPEST if is_long else seen.count + checked + 1
        found = find(library_id, query, offset=0, limit=depth, order=order, heads=heads)
        if after is None and not exact and found.total <= FEW and query is typed:
            for corrected in _corrected(library_id, query, found.total, heads, find_documents):
                again = find(library_id, corrected, offset=0, limit=depth, order=order, heads=heads)
                if again.total:
                    query, found = corrected, again
                    break
        unseen = [document_id for document_id in found.document_ids if document_id not in seen]
        existing = _existing(unseen[:checked], query, find_documents)[:limit]
        page = unseen[: unseen.index(existing[-1].document_id) + 1] if len(existing) == limit else unseen[:checked]
        dropped += len(page) - len(existing)
        seen = seen.with_also(page)
        has_more = len(unseen) > len(page) and seen.count < DEEPEST
        # If all documents of this page have been deleted since, an empty page would look like the last one. There may
        # be thousands of them until the index has followed.
        if existing or not has_more:
            break
        checked *= 4
    if has_more and is_long:
        seen = seen.shortened(found.document_ids)
    total = max(found.total - dropped, len(existing)) if after is None else after.total
    meant = None if query is typed else query.text
    shown_ids = [one.document_id for one in existing]
    explanations = explain(library_id, query, shown_ids, heads) if explains else {}
    return Results(
        hits=_shown(library_id, existing, query, explanations),
        total=total,
        next=Position(seen, total, meant) if has_more else None,
        corrected=meant,
        notices=typed.notices,
        is_damaged=found.is_damaged,
        is_outdated=found.is_outdated,
        facets=_counted(library_id, query, typed, facets, heads) if facets else (),
        around=around(typed) if facets else ("", ""),
    )


def _counted(library_id: str, query: Query, typed: Query, facets: Sequence[str], heads: Heads) -> list[Facet]:
    """Counts the hits of `query`: what was typed, or what was meant by it. Only words differ, no filters."""
    found = count_facets(library_id, query, facets, heads)
    return [replace(facet, places=places(typed, facet.name)) for facet in found]


@dataclass(frozen=True, slots=True)
class Count:
    """`new`: of the hits, those added at a moment or later."""

    total: int
    new: int


def count(library_id: str, text: str, since: datetime, *, heads: Heads, context: Context, exact: bool = False) -> Count:
    """The number of hits of a query, and of those added `since` a moment. Typing errors are not corrected. An empty
    query finds everything. Any text is a valid query, and a damaged index is not an error.
    """
    query = _typed(text, context, finds_all=True, exact=exact)
    if query.root is None:
        return Count(0, 0)
    recent = And((query.root, Range("added", milliseconds(since), None)))
    total = find(library_id, query, offset=0, limit=1, order=NEWEST, heads=heads).total
    if not total:
        return Count(0, 0)
    return Count(
        total, find(library_id, replace(query, root=recent), offset=0, limit=1, order=NEWEST, heads=heads).total
    )


def _typed(text: str, context: Context | None, *, finds_all: bool, exact: bool) -> Query:
    """The query of a text. `finds_all`: an empty text finds everything."""
    typed = parse(text, context)
    if typed.root is None and finds_all and not text.strip():
        typed = replace(typed, root=Everything())
    return replace(typed, root=exactly(typed.root)) if exact and typed.root is not None else typed


def mark_page(page: str, text: str, language: str | None, *, exact: bool = False) -> PageMarks:
    """Marks what the query matches in a page of a document in this language, as in the snippets of a search for it. Any
    text is a valid query. `exact`: as in `run`.
    """
    return marks.mark(page, needles(_typed(text, None, finds_all=False, exact=exact)), language)


def find_pages(
    library_id: str, content_id: str, version: int, text: str, *, limit: int, after: int, exact: bool = False
) -> PageMatches:
    """The pages of a document that match a query as well as the page shown in the results of a search for it, after
    page `after`. Any text is a valid query. `version` identifies the document's text. `exact`: as in `run`.
    """
    looked_for = needles(_typed(text, None, finds_all=False, exact=exact))
    [found] = cached_texts.use_each(
        library_id, [(content_id, version)], lambda known: list_pages(known, looked_for, limit, after)
    )
    return found


class _Read(Generic[D]):
    """Finds the documents of one search, and each of them once: those that showed how a mistyped word is spelled are
    hits of the corrected query, too.
    """

    def __init__(self, find_documents: FindDocuments[D]) -> None:
        self._find_documents = find_documents
        self._found: dict[str, Candidate[D] | None] = {}

    def __call__(self, document_ids: Sequence[str]) -> list[Candidate[D]]:
        if left := [one for one in document_ids if one not in self._found]:
            self._found |= dict.fromkeys(left)
            self._found |= {one.document_id: one for one in self._find_documents(left)}
        return [found for one in document_ids if (found := self._found[one]) is not None]


def _existing(document_ids: Sequence[str], query: Query, find_documents: FindDocuments[D]) -> list[Candidate[D]]:
    found = {one.document_id: one for one in find_documents(document_ids) if one.in_trash == query.trash}
    return [found[document_id] for document_id in document_ids if document_id in found]


def _corrected(
    library_id: str, query: Query, total: int, heads: Heads, find_documents: FindDocuments[D]
) -> Iterator[Query]:
    """What may have been meant by a query with few hits, likeliest first."""
    trials = Trials(
        lambda queries: count_each(library_id, queries, heads),
        lambda start: complete(library_id, start, _MOST_COMPARED, heads),
        in_trash=query.trash,
    )
    if (joined := spacings.joined(query, total, TIMES_AS_MANY, trials)) is not None:
        yield joined
    if (spelled := _spelled(library_id, query, heads, find_documents)) is not None:
        yield spelled
    if total:
        return
    if (divided := spacings.divided(query, trials)) is not None:
        yield divided
    if (begun := beginnings.correct(query, trials)) is not None:
        yield begun


def _spelled(library_id: str, query: Query, heads: Heads, find_documents: FindDocuments[D]) -> Query | None:
    """The query with unknown words replaced by the most similar known ones, or with rare words or the similar more
    frequent ones; None when there are none.
    """
    similar = near(library_id, query, heads)
    if similar is None:
        return None
    candidates = _existing(similar.document_ids, query, find_documents)
    allowance = Allowance()
    mistyped = [fold(word.text) for word in similar.words]

    def resembling(text: SearchableText | None) -> str:
        known = text.vocabulary(allowance).resembling(mistyped) if text else ()
        return " ".join(f"{word} " * count for word, count in known)

    written = cached_texts.use_each(library_id, _references(candidates), resembling)
    titles, names = [one.title for one in candidates], [one.file_name for one in candidates]
    limited = {TITLE: [*titles, *names], NAME: names}
    return correct(query, similar.words, [*written, *titles, *names], keeps=not similar.are_unknown, limited=limited)


def _shown(
    library_id: str, candidates: Sequence[Candidate[D]], query: Query, explanations: Mapping[str, Explanation]
) -> list[Hit[D]]:
    looked_for = needles(query)
    allowance = Allowance()
    key = repr(looked_for)

    def show_text(text: SearchableText | None) -> Shown:
        return text.once(key, lambda: show(text, looked_for, allowance)) if text else show(None, looked_for)

    shown = cached_texts.use_each(library_id, _references(candidates), show_text)
    return [
        Hit(
            candidate.document,
            one,
            marks.places(candidate.title, looked_for),
            explanations.get(candidate.document_id),
        )
        for candidate, one in zip(candidates, shown, strict=True)
    ]


def _references(candidates: Sequence[Candidate[D]]) -> list[tuple[str, int] | None]:
    return [(one.content_id, one.version) if one.has_text else None for one in candidates]
