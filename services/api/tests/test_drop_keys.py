"""Drop keys: the owner creates, lists, renames and revokes them, here and at the gateway."""

import boto3
import pytest

from docloft import tables
from docloft.tables import transactions
from docloft.tables.library import LibraryItem
from docloft.tables.records import DropKey
from docloft_api.features.drop_keys import gateway_keys
from docloft_api.features.drop_keys import keys as keys_module
from docloft_api.identity import machines
from services.api.tests.conftest import PLAN
from tests.fixtures import LIBRARY, OTHER_LIBRARY
from tests.narrowing import present


@pytest.fixture
def gateway(keys):
    return boto3.client("apigateway", region_name="eu-central-1")


def make(keys, name="Scanner", **request):
    reply = keys("POST", "/v1/drop-keys", body={"name": name}, **request)
    assert reply.status == 201, reply.text
    return reply.json


def api_key_id_of(drop_key):
    return present(tables.library.find(DropKey, LIBRARY, DropKey.key(drop_key["id"]))).api_key_id


def test_new_key_shows_its_value_once_and_is_in_the_plan(keys, gateway):
    made = make(keys, "  Scanner in\tthe hall ")

    listed = keys("GET", "/v1/drop-keys").json["drop_keys"]
    [plan] = gateway.get_usage_plans()["items"]
    [in_plan] = gateway.get_usage_plan_keys(usagePlanId=plan["id"])["items"]
    assert made["drop_key"]["name"] == "Scanner in the hall"
    assert len(made["key"]) >= 20
    assert listed == [made["drop_key"]]
    assert gateway.get_api_key(apiKey=in_plan["id"], includeValue=True)["value"] == made["key"]
    assert made["key"] not in str([record.to_simple_dict() for record in LibraryItem.scan()])


def test_key_has_the_tag_without_which_it_could_not_be_deleted(keys, gateway):
    make(keys)

    [key] = gateway.get_api_keys()["items"]
    assert key["tags"] == {"usage-plan": PLAN}


def test_name_that_a_person_chose_is_not_sent_to_the_gateway(keys, gateway):
    made = make(keys, "Grandmother's scanner")

    [key] = gateway.get_api_keys()["items"]
    assert key["name"] == f"{PLAN}-{made['drop_key']['id']}"


def test_keys_are_listed_newest_first(keys):
    names = [make(keys, name)["drop_key"]["name"] for name in ("one", "two", "three")]

    assert [one["name"] for one in keys("GET", "/v1/drop-keys").json["drop_keys"]] == names[::-1]


def test_renamed_key_stays_the_same_key(keys):
    made = make(keys)
    before = api_key_id_of(made["drop_key"])

    reply = keys("PATCH", f"/v1/drop-keys/{made['drop_key']['id']}", body={"name": "Attic"})

    assert reply.json == made["drop_key"] | {"name": "Attic"}
    assert api_key_id_of(made["drop_key"]) == before


def test_revoked_key_is_invalid_and_deleted_at_the_gateway(keys, gateway):
    made = make(keys)
    api_key_id = api_key_id_of(made["drop_key"])
    assert present(machines.opened_by(api_key_id)).adds_to == LIBRARY

    reply = keys("DELETE", f"/v1/drop-keys/{made['drop_key']['id']}")

    assert reply.status == 200
    assert machines.opened_by(api_key_id) is None
    assert gateway.get_api_keys()["items"] == []
    assert keys("GET", "/v1/drop-keys").json["drop_keys"] == []
    assert keys("DELETE", f"/v1/drop-keys/{made['drop_key']['id']}").code == "not-found"


def test_revoking_that_failed_halfway_invalidates_the_key_and_can_be_repeated(keys, gateway, monkeypatch):
    made = make(keys)
    api_key_id = api_key_id_of(made["drop_key"])
    with monkeypatch.context() as patch:
        patch.setattr(gateway_keys, "remove", lambda _: 1 / 0)
        assert keys("DELETE", f"/v1/drop-keys/{made['drop_key']['id']}").status == 500

    assert machines.opened_by(api_key_id) is None
    assert keys("DELETE", f"/v1/drop-keys/{made['drop_key']['id']}").status == 200
    assert gateway.get_api_keys()["items"] == []


def test_key_whose_records_cannot_be_written_is_removed_at_the_gateway(keys, gateway, monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr(transactions, "commit", broken)
    # The owner's library exists already.
    monkeypatch.setattr("docloft_api.identity.people._read_role", lambda *_: "owner")

    assert keys("POST", "/v1/drop-keys", body={"name": "Scanner"}).status == 500
    assert gateway.get_api_keys()["items"] == []


def test_key_that_cannot_be_added_to_the_plan_is_removed_at_the_gateway(keys, gateway, monkeypatch):
    monkeypatch.setenv("USAGE_PLAN_NAME", "there-is-none")
    from docloft.settings import settings

    settings.cache_clear()

    assert keys("POST", "/v1/drop-keys", body={"name": "Scanner"}).status == 500
    assert gateway.get_api_keys()["items"] == []


def test_repeated_request_creates_no_second_key_and_shows_no_value(keys, gateway):
    header = {"Idempotency-Key": "k-1"}
    first = make(keys, headers=header)

    again = keys("POST", "/v1/drop-keys", body={"name": "Scanner"}, headers=header)

    assert (again.status, again.json) == (200, {"drop_key": first["drop_key"], "key": None})
    assert len(gateway.get_api_keys()["items"]) == 1


def test_repeated_request_for_a_revoked_key_is_a_conflict(keys):
    header = {"Idempotency-Key": "k-1"}
    first = make(keys, headers=header)
    keys("DELETE", f"/v1/drop-keys/{first['drop_key']['id']}")

    again = keys("POST", "/v1/drop-keys", body={"name": "Scanner"}, headers=header)

    assert (again.status, again.code) == (409, "conflict")


def test_library_at_its_limit_gets_no_more_keys(keys, gateway, monkeypatch):
    monkeypatch.setattr(keys_module, "MAX_KEYS", 2)
    make(keys)
    make(keys)

    reply = keys("POST", "/v1/drop-keys", body={"name": "Scanner"})

    assert (reply.status, reply.code) == (409, "conflict")
    assert (reply.json["reason_code"], reply.json["reason_values"]) == ("too_many_keys", {"limit": "2"})
    assert len(gateway.get_api_keys()["items"]) == 2


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "x" * 101, None, 7])
def test_invalid_name_is_refused(keys, name):
    assert keys("POST", "/v1/drop-keys", body={"name": name}).code == "invalid-request"


@pytest.mark.parametrize(("role", "article"), [("editor", "an"), ("viewer", "a")])
def test_only_the_owner_lists_and_creates_keys(keys, member, role, article):
    who = member(role)

    assert keys("GET", "/v1/drop-keys", **who).code == "forbidden"
    reply = keys("POST", "/v1/drop-keys", body={"name": "Mine"}, **who)

    assert reply.code == "forbidden"
    assert reply.json["detail"] == (
        f"Only an owner of this library can do this. You are {article} {role}. Nothing was changed."
    )


def test_key_of_another_library_is_not_found(keys):
    made = make(keys)

    path = f"/v1/drop-keys/{made['drop_key']['id']}"
    assert keys("DELETE", path, sub=OTHER_LIBRARY).code == "not-found"
    assert keys("PATCH", path, body={"name": "Mine"}, sub=OTHER_LIBRARY).code == "not-found"
    assert keys("GET", "/v1/drop-keys", sub=OTHER_LIBRARY).json["drop_keys"] == []
    assert machines.opened_by(api_key_id_of(made["drop_key"])) is not None
