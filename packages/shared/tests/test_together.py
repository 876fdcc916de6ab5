import pytest
from botocore.client import BaseClient

from docloft import tables
from docloft.ids import new_id
from docloft.lifecycle import changes
from docloft.tables import together
from docloft.tables.records import Profile
from tests.fixtures import LIBRARY, OTHER_LIBRARY, make_document

pytestmark = pytest.mark.usefixtures("cloud")


@pytest.fixture(autouse=True)
def _fresh():
    together.forget()
    yield
    together.forget()


@pytest.fixture
def responses(monkeypatch):
    """Changes each response of DynamoDB; returns the requests."""
    requests, call = [], BaseClient._make_api_call  # type: ignore[attr-defined]

    def change(alter):
        def called(client, operation, request):
            requests.append(request)
            return alter(len(requests), request, call(client, operation, request))

        monkeypatch.setattr(BaseClient, "_make_api_call", called)
        return requests

    return change


def test_documents_and_records_are_read_at_once(responses):
    profile = Profile(LIBRARY, Profile.KEY, created_at="2026-01-01T00:00:00.000Z", name="Papers")
    profile.save()
    mine, other = make_document(), make_document(library_id=OTHER_LIBRARY)
    requests = responses(lambda _number, _request, response: response)

    found = together.find(LIBRARY, [mine.document_id, other.document_id, new_id()], [Profile.KEY, "index_head#none"])

    assert [one.document_id for one in found.documents] == [mine.document_id]
    assert [type(one) for one in found.records] == [Profile]
    assert len(requests) == 1
    assert all(keys["ConsistentRead"] for keys in requests[0]["RequestItems"].values())


def test_more_keys_than_one_request_has_are_all_read(responses):
    documents = [make_document() for _ in range(120)]
    requests = responses(lambda _number, _request, response: response)

    found = together.find(LIBRARY, [one.document_id for one in documents], [])

    assert [one.document_id for one in found.documents] == sorted((one.document_id for one in documents), reverse=True)
    assert len(requests) == 2


def test_keys_that_dynamodb_left_unread_are_read_again(responses):
    documents = [make_document() for _ in range(3)]
    table = tables.documents.Document.Meta.table_name

    def leave_one(number, request, response):
        if number == 1:
            left = response["Responses"][table].pop()
            key = {name: left[name] for name in ("library_id", "document_id")}
            response["UnprocessedKeys"] = {table: {"Keys": [key]}}
        return response

    requests = responses(leave_one)

    found = together.find(LIBRARY, [one.document_id for one in documents], [])

    assert len(found.documents) == 3
    assert len(requests) == 2


def test_keys_that_are_never_read_end_the_attempts(responses, monkeypatch):
    document = make_document()
    monkeypatch.setattr(together.time, "sleep", lambda _: None)
    responses(
        lambda _number, request, response: {**response, "Responses": {}, "UnprocessedKeys": request["RequestItems"]}
    )

    with pytest.raises(TimeoutError):
        together.find(LIBRARY, [document.document_id], [])


def test_document_that_has_not_changed_is_made_once_and_a_changed_one_again():
    document = make_document(title="Before")
    [first] = together.find(LIBRARY, [document.document_id], []).documents
    [again] = together.find(LIBRARY, [document.document_id], []).documents

    changes.amend(
        LIBRARY, document.document_id, lambda _: changes.Change("edited", {"title": "After", "pages": None}), actor="t"
    )

    [changed] = together.find(LIBRARY, [document.document_id], []).documents
    assert again is first
    assert (first.title, changed.title, changed.version) == ("Before", "After", 2)


def test_record_that_has_not_changed_is_made_once_and_a_changed_one_again():
    def profile(name):
        Profile(LIBRARY, Profile.KEY, created_at="2026-01-01T00:00:00.000Z", name=name).save()

    def read():
        [found] = together.find(LIBRARY, [], [Profile.KEY]).records
        return found

    profile("Before")
    first, again = read(), read()
    profile("After")
    changed = read()

    assert again is first
    assert isinstance(first, Profile)
    assert isinstance(changed, Profile)
    assert (first.name, changed.name) == ("Before", "After")


def test_documents_in_memory_are_limited(monkeypatch):
    monkeypatch.setattr(together, "_MOST_KEPT", 2)
    documents = [make_document() for _ in range(4)]

    assert len(together.find(LIBRARY, [one.document_id for one in documents], []).documents) == 4
    assert len(together._kept) == 2
