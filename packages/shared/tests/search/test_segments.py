"""What a commit rewrites of an index."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docloft import objects
from docloft.search import api as search
from docloft.search.index import manifest, scratch, segments, writing
from docloft.search.index.location import location_of
from docloft.search.index.opening import open_or_create
from docloft.search.index.segments import Segment
from docloft.search.index.store import Copy
from docloft.texts import Text
from packages.shared.tests.search.indexes import Index, entry
from tests.fixtures import LIBRARY

LOCATION = location_of(LIBRARY)


def made(document_id, *pages, version=1):
    return search.document_of(entry(document_id, version=version), Text(pages or ("water",)))


def meta():
    return json.loads(manifest.decode(objects.read(LOCATION.manifest_key)[0]).meta)


def sizes():
    return sorted((one["max_doc"] for one in meta()["segments"]), reverse=True)


def found(typed="water"):
    return sorted(search.find(LIBRARY, search.parse(typed), offset=0, limit=1000).document_ids)


def some(*documents):
    return [Segment(f"s{number}", count, {}) for number, count in enumerate(documents)]


def documents_of(chosen):
    return sorted(one.documents for one in chosen)


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ([], []),
        ([1] * 6, []),
        ([1] * 7, [1] * 7),
        ([5000] + [1] * 7, [1] * 7),
        ([200] * 7 + [1] * 6, [200] * 7),
        ([200] * 7 + [1] * 7, [1] * 7),
        ([0] * 7, [0] * 7),
        ([15, 16, 17, 18, 19, 20, 21], []),
        ([4000] * 7, []),
        ([2000] * 12, [2000] * 10),
        ([90_000] * 9, []),
    ],
)
def test_segments_of_the_lowest_full_level_are_merged_up_to_a_limit(present, expected):
    assert documents_of(segments.due(some(*present))) == expected


def test_small_commits_do_not_rewrite_a_large_segment(index):
    index.add_all([made(f"old{number}") for number in range(300)])
    [large] = meta()["segments"]

    for number in range(30):
        index.add(f"new{number}", "water")

    assert large["segment_id"] in [one["segment_id"] for one in meta()["segments"]]
    assert len(sizes()) <= 2 * 7 + 1
    assert len(found()) == 330


def test_document_in_a_large_segment_is_replaced_and_deleted(index):
    index.add_all([made(f"old{number}") for number in range(300)])
    index.add("new", "water")

    index.add_all([made("old7", "wine", version=2), made("new", "wine", version=2)])
    index.remove("old8")

    assert found("wine") == ["new", "old7"]
    assert len(found("water")) == 298
    assert sum(one["deletes"]["num_deleted_docs"] for one in meta()["segments"] if one["deletes"]) >= 2


def test_segments_with_only_deleted_documents_go(index):
    for number in range(6):
        index.add_all([made(f"d{number}{other}") for other in range(20)])
    index.add_all([made(f"d{number}{other}", version=2) for number in range(6) for other in range(20)])

    assert len(found()) == 120
    for _ in range(8):
        index.add("x", "wine")
    assert sum(sizes()) < 200


def test_change_that_fails_leaves_the_copy_as_it_was(index):
    index.add_all([made("one"), made("two")])
    copy = Copy(LOCATION, "test")
    copy.pull()
    before = {file.name: file.read_bytes() for file in copy.path.iterdir() if file.is_file()}

    def fail(batch):
        batch.delete("one")
        batch.put(made("three"))
        raise KeyError

    with pytest.raises(KeyError):
        writing.write(copy, open_or_create(copy), fail)

    after = {file.name: file.read_bytes() for file in copy.path.iterdir() if file.is_file()}
    assert {name: after[name] for name in before} == before
    assert open_or_create(copy).searcher().num_docs == 2
    assert not list((scratch._root() / "views").iterdir())


changes_of_a_commit = st.lists(
    st.tuples(st.sampled_from([f"d{number}" for number in range(12)]), st.booleans()), max_size=6
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commits=st.lists(changes_of_a_commit, min_size=5, max_size=25))
def test_any_changes_leave_what_was_added_last_and_not_deleted(bucket, commits):
    search.forget()
    for key in objects.names_under(LOCATION.prefix):
        objects.remove(LOCATION.prefix + key)
    index, expected, version = Index(), {}, 0

    for commit in commits:

        def apply(batch, commit=commit):
            nonlocal version
            for document_id, is_added in commit:
                version += 1
                if is_added:
                    batch.put(made(document_id, version=version))
                    expected[document_id] = version
                else:
                    batch.delete(document_id)
                    expected.pop(document_id, None)

        search.commit(index.location, apply)

    assert found() == sorted(expected)
    copy = Copy(LOCATION, "test")
    copy.pull()
    opened = open_or_create(copy)
    batch = writing.Batch(opened, opened.writer(), bool)
    assert batch.versions(expected) == expected
    assert len(meta()["segments"]) <= 2 * 7 + 1
