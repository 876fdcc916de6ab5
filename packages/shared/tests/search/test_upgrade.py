"""A library whose index was written by the previous release: version 2 of the schema."""

from datetime import timedelta

import pytest
import tantivy

from docloft import objects
from docloft.clock import now
from docloft.search import api as search
from docloft.search.engine.schema import FIELDS_OF
from docloft.search.index import opening, publication, store
from docloft.search.text.folding import in_katakana
from docloft.texts import Text
from packages.shared.tests.search.indexes import entry
from tests.fixtures import LIBRARY

LOCATION = search.location_of(LIBRARY)
OLD_FIELDS = FIELDS_OF[2] | {"id", "version", "recency"}
DOCUMENTS = [
    search.document_of(entry("one", document_date="2024-05-01"), Text(("invoice RE-2031/00977 サービス",))),
    search.document_of(entry("two"), Text(("letter of a bank",))),
]


def old_schema():
    """As version 2 built it."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", stored=True)
    for name in ("words", "dense", "title", "title_dense"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("stems", "title_stems"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("type", "state", "flags"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("added", "date", "size", "pages"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_float_field("recency", fast=True)
    return builder.build()


def put_all(batch):
    for document in DOCUMENTS:
        batch.put(document)


@pytest.fixture
def head(bucket, monkeypatch):
    """The head of an index of version 2 with DOCUMENTS."""

    def put_old(batch):
        for document in DOCUMENTS:
            values = {name: value for name, value in document.to_dict().items() if name in OLD_FIELDS}
            # It did not fold katakana.
            values["dense"] = [in_katakana(line) for line in values.get("dense", [])]
            batch.put(tantivy.Document.from_dict(values, old_schema()))

    with monkeypatch.context() as patch:
        patch.setattr(opening, "schema", old_schema)
        patch.setattr(opening, "VERSION", 2)
        draft = search.draft_of(LOCATION.previous)
        draft.apply(put_old)
        return draft.publish()


def find(typed, head):
    found = search.find(LIBRARY, search.parse(typed), offset=0, limit=9, heads={LOCATION.name: head})
    assert not found.is_damaged
    return found


def rebuilt(head):
    draft = search.draft_of(LOCATION)
    draft.apply(put_all)
    return draft.publish(head)


def keys():
    listing = objects.client().list_objects_v2(Bucket=objects.bucket(), Prefix=LOCATION.previous.prefix)
    return [one["Key"] for one in listing.get("Contents", [])]


@pytest.mark.parametrize(
    "typed", ["invoice", "RE-2031/00977", "date:2024", "invoice -coworkingflaeche", "invo", "サービス", "ビ"]
)
def test_index_of_the_version_before_is_searched(head, typed):
    found = find(typed, head)

    assert found.document_ids == ["one"]
    assert found.is_outdated


def test_what_only_the_new_version_finds_is_not_found_in_the_old_one(head):
    assert find("re203100977", head).document_ids == []


def test_rebuilt_index_replaces_the_one_before_it(head):
    find("invoice", head)
    new = rebuilt(head)

    found = find("re203100977", new)

    assert new.generation > head.generation
    assert (found.document_ids, found.is_outdated) == (["one"], False)


def test_writer_does_not_touch_the_index_of_the_version_before(head):
    with pytest.raises(search.DamagedIndexError):
        search.commit(LOCATION, put_all, head)

    assert find("invoice", head).is_outdated


def test_old_objects_are_deleted_when_the_new_index_is_an_hour_old(head, monkeypatch):
    new = rebuilt(head)
    assert keys()

    for module in (store, publication):
        monkeypatch.setattr(module, "now", lambda: now() + timedelta(hours=2))
    rebuilt(new)

    assert keys() == []


def test_library_without_any_index_has_none(bucket):
    assert search.find(LIBRARY, search.parse("a"), offset=0, limit=1) == search.Found([], 0)
