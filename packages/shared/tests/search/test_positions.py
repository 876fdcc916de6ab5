"""Pages of a search while the library changes."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft.search import api as search
from docloft.search import positions
from docloft.search.positions import MOST_LISTED, Position, Seen, decode
from docloft.texts import Text
from packages.shared.tests.search.indexes import Index, entry
from tests.fixtures import LIBRARY


@pytest.mark.parametrize("count", [1, 400, 10_000])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.9, 1.0])
def test_shortened_position_knows_every_hit_and_fits_into_a_request(count, share):
    ids = [f"{number:026}" for number in range(count)]
    random.Random(count).shuffle(ids)  # noqa: S311 - no secret
    seen, unseen = ids[: int(count * share)], ids[int(count * share) :]
    is_seen = set(seen)

    position = Position(Seen(1).with_also(seen).shortened(ids), count, "corrected 処")
    read = decode(position.encode())

    assert read == position
    assert [one for one in ids if one in read.seen] == [one for one in ids if one in is_seen]
    assert not any(one in read.seen for one in unseen)
    assert len(position.encode()) < 4500
    assert len(Position(Seen().with_also(ids[:MOST_LISTED]), count).encode()) < 4500


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b"[" * 9999,
        b"\xff\n",
        b"[1,2,3]",
        b"[0,2,null,[]]\n",
        b"[true,2,null,[]]\n",
        b"[1,-1,null,[]]\n",
        b"[1,2,7,[]]\n",
        b"[1,2,null,7]\n",
        b"[1,2,null,[]]\nabc",
        b"[1,2,null,[9]]\nabcdef",
        b"[1,2,null,[0]]\n",
        b"[1,2,null,[-6,6]]\n",
        b"[1,2,null,[1e400]]\n",
        b'[1,2,null,["x"]]\n',
    ],
)
def test_bytes_that_are_not_a_position_are_refused(content):
    with pytest.raises(ValueError, match="Not a position"):
        decode(content)


@given(st.lists(st.binary(min_size=1, max_size=9), max_size=9), st.text())
def test_any_filters_can_be_read(filters, name):
    read = decode(Position(Seen(1, frozenset(), tuple(filters)), 1).encode())

    assert read.seen.filters == tuple(filters)
    assert (name in read.seen) in {True, False}


class Library:
    """A library with an index, whose documents are listed here as well: the table of documents."""

    def __init__(self, count):
        self.index = Index()
        self.documents = {}
        self.number = 0
        self.index.add_all([self.made() for _ in range(count)])

    def made(self, name=None):
        self.number += 1
        name = name or f"{self.number:05}"
        title = f"Title {self.number * 7 % 10}"
        values: dict[str, Any] = {"title": title, "pages": self.number % 3 or None, "size": self.number % 4}
        self.documents[name] = search.Candidate(name, name, name, 1, title, "a.pdf", has_text=False, in_trash=False)
        return search.document_of(entry(name, **values), Text(("needle " * (self.number % 5 + 1),)))

    def change(self, kind, at):
        name = sorted(self.documents)[at % len(self.documents)] if self.documents else None
        if kind == "add" or name is None:
            self.index.add_all([self.made()])
        elif kind == "edit":
            self.index.add_all([self.made(name)])
        elif kind == "remove":
            del self.documents[name]
            self.index.remove(name)
        else:
            # The index is a moment behind.
            del self.documents[name]
        return name if kind in {"remove", "lag"} else None

    def read(self, after, order, limit):
        return search.run(
            LIBRARY,
            "needle",
            heads={},
            limit=limit,
            after=after,
            order=search.ORDERS[order],
            find_documents=lambda ids: [self.documents[one] for one in ids if one in self.documents],
        )


CHANGES = st.lists(st.tuples(st.sampled_from(["add", "edit", "remove", "lag"]), st.integers(0, 99)), max_size=2)


@pytest.mark.usefixtures("bucket")
@pytest.mark.parametrize("most_listed", [MOST_LISTED, 4])
def test_no_document_is_shown_twice_or_left_out_whatever_changes_between_pages(monkeypatch, most_listed):
    """With few listed documents, also of positions in filters."""
    monkeypatch.setattr(positions, "MOST_LISTED", most_listed)

    @given(st.sampled_from(sorted(search.ORDERS)), st.lists(CHANGES, min_size=6, max_size=6), st.integers(2, 4))
    @settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
    def run(order, changes, limit):
        search.forget()
        library = Library(11)
        lasting = set(library.documents)
        pages, after = [], None
        while True:
            page = library.read(after, order, limit)
            pages.append(page)
            if page.next is None:
                break
            after = decode(page.next.encode())
            for kind, at in changes[len(pages) - 1] if len(pages) <= len(changes) else ():
                lasting.discard(library.change(kind, at))
        shown = [hit.document for page in pages for hit in page.hits]
        assert len(shown) == len(set(shown))
        assert lasting <= set(shown)
        assert {page.total for page in pages} == {11}

    run()
