"""Records of the `library` table, as written by this release and by release 0.1, which had no discriminator."""

import json

import boto3
import pytest
from pynamodb.attributes import UnicodeAttribute

from docloft.lifecycle import changes
from docloft.roles import Role
from docloft.tables import items, library, records, transactions
from docloft.tables.records import ChecksumClaim, DropKey, DropKeyOpening, IdempotencyKey, Member, Profile, Record
from tests.conftest import ROOT
from tests.fixtures import LIBRARY, make_document
from tests.narrowing import present

pytestmark = pytest.mark.usefixtures("cloud")

VERSIONS = ["v1", "v2"]
SAMPLES = [path.stem.split(".")[1:] for path in sorted((ROOT / "tests/events/items").glob("library.*.json"))]
"""[discriminator, version] of each frozen item."""
OPENING = "key#a1b2c3d4e5"


def put_sample(kind, version, **changed):
    """Writes a frozen item into the table and returns it."""
    item = json.loads((ROOT / f"tests/events/items/library.{kind}.{version}.json").read_text())
    item |= {name: {"S": value} for name, value in changed.items()}
    boto3.client("dynamodb").put_item(TableName=Record.Meta.table_name, Item=item)
    return item


def stored(record):
    keys = {"library_id": {"S": record.library_id}, "record_key": {"S": record.record_key}}
    return boto3.client("dynamodb").get_item(TableName=Record.Meta.table_name, Key=keys).get("Item")


@pytest.mark.parametrize(("discriminator", "version"), SAMPLES)
def test_record_is_loaded_as_its_kind(discriminator, version):
    [kind] = [one for one in records.KINDS if Record.record_kind.get_discriminator(one) == discriminator]
    item = put_sample(discriminator, version)

    found = library.find(kind, item["library_id"]["S"], item["record_key"]["S"])

    assert type(found) is kind


@pytest.mark.parametrize("version", VERSIONS)
def test_idempotency_key_has_the_id_that_was_created(version):
    item = put_sample("idempotency", version)

    found = present(library.find(IdempotencyKey, LIBRARY, item["record_key"]["S"]))

    assert found.created_id == "01JDDRKX3W8F5V2N6Q4T7Z9B1C"
    assert not hasattr(found, "document_id")


def test_drop_keys_of_both_releases_are_listed_newest_first():
    put_sample("drop_key", "v1", record_key="drop_key#01A", drop_key_id="01A")
    put_sample("drop_key", "v2", record_key="drop_key#01B", drop_key_id="01B")
    put_sample("member", "v1")

    assert [key.drop_key_id for key in library.list_kind(DropKey, LIBRARY)] == ["01B", "01A"]


def test_memberships_of_both_releases_are_listed():
    put_sample("member", "v1")
    put_sample("member", "v2", library_id="another", role="viewer")

    roles = {member.library_id: member.role for member in library.list_memberships(LIBRARY)}

    assert roles == {LIBRARY: Role.OWNER, "another": Role.VIEWER}


@pytest.mark.parametrize("version", VERSIONS)
def test_use_of_a_drop_key_changes_only_its_date(version):
    item = put_sample("opening", version)
    found = present(library.find(DropKeyOpening, OPENING, DropKeyOpening.KEY))

    library.change(found, last_used_on="2026-11-28")

    assert found.last_used_on == "2026-11-28"
    assert stored(found) == item | {"last_used_on": {"S": "2026-11-28"}}


@pytest.mark.parametrize("version", VERSIONS)
def test_claim_can_be_repeated_only_by_its_holder(version):
    holder, other = make_document(), make_document()
    put_sample("checksum", version, document_id=holder.document_id)

    transactions.commit(changes.claim(holder))
    with pytest.raises(transactions.StepRefusedError):
        transactions.commit(changes.claim(other))

    assert library.holder_of(LIBRARY, holder.checksum_sha256) == holder.document_id


@pytest.mark.parametrize("version", VERSIONS)
def test_claim_is_released_only_by_its_holder_and_may_be_missing(version):
    holder, other = make_document(), make_document()
    put_sample("checksum", version, document_id=holder.document_id)
    of_holder, of_other = (
        transactions.Release(changes.claim(document).record, "document_id") for document in (holder, other)
    )

    with pytest.raises(transactions.StepRefusedError):
        transactions.commit(of_other)
    transactions.commit(of_holder)
    transactions.commit(of_holder)

    assert library.holder_of(LIBRARY, holder.checksum_sha256) is None


def test_record_with_a_document_id_is_not_created_twice():
    """The step defines the condition, not the attributes of the record."""
    claim = changes.claim(make_document()).record
    transactions.commit(transactions.Create(claim))

    with pytest.raises(transactions.StepRefusedError):
        transactions.commit(transactions.Create(claim))


def test_new_record_is_stored_with_its_kind_and_only_its_own_attributes():
    Profile(LIBRARY, Profile.KEY, created_at="2026-11-28T08:00:00.000Z", name="Home").save()

    item = stored(library.find(Profile, LIBRARY, Profile.KEY))

    assert set(item) == {"library_id", "record_key", "record_kind", "created_at", "name"}
    assert item["record_kind"] == {"S": "profile"}


def test_attribute_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="fingerprint"):
        Member(LIBRARY, Member.key("ada"), fingerprint="x")


def test_record_requested_as_another_kind_is_an_error():
    put_sample("profile", "v2")

    with pytest.raises(TypeError, match="Profile"):
        library.find(Member, LIBRARY, Profile.KEY)


@pytest.mark.parametrize("named", [{"record_kind": {"S": "newer"}}, {}])
def test_kind_of_a_newer_release_does_not_load(named):
    item = {"library_id": {"S": LIBRARY}, "record_key": {"S": "newer#1"}, "created_at": {"S": "x"}, **named}

    with pytest.raises(ValueError, match="library"):
        items.load("library", item)


def test_item_with_an_attribute_of_another_kind_does_not_load():
    item = ChecksumClaim(LIBRARY, ChecksumClaim.key("x"), created_at="x", document_id="y").serialize()

    assert items.load("library", item).attribute_values["document_id"] == "y"
    with pytest.raises(ValueError, match="email"):
        items.load("library", item | {"email": {"S": "ada@example.org"}})


@pytest.mark.parametrize(("discriminator", "version"), SAMPLES)
def test_key_matches_exactly_one_kind(discriminator, version):
    item = json.loads((ROOT / f"tests/events/items/library.{discriminator}.{version}.json").read_text())

    kinds = [one for one in records.KINDS if one.matches(item["library_id"]["S"], item["record_key"]["S"])]

    assert [Record.record_kind.get_discriminator(one) for one in kinds] == [discriminator]


def test_new_kind_needs_one_class_and_one_registry_line(monkeypatch):
    class Toy(Record, discriminator="toy"):
        KEY = "toy#"

        colour = UnicodeAttribute()

    monkeypatch.setattr(records, "KINDS", (*records.KINDS, Toy))
    toys = [Toy(LIBRARY, f"toy#{name}", created_at="x", colour="red") for name in "ab"]

    transactions.commit(*[transactions.Create(toy) for toy in toys])

    assert [toy.record_key for toy in library.list_kind(Toy, LIBRARY)] == ["toy#b", "toy#a"]
    assert present(library.find(Toy, LIBRARY, "toy#a")).colour == "red"
    assert items.load("library", stored(toys[0])).serialize() == toys[0].serialize()
