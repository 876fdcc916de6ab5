"""A recovery drill: tables are damaged or deleted, then restored, and every document is found again by its text.

The emulator cannot restore an earlier state: a copy has the current content of its table. So the tests make the copy
first, with the first step of the command, and damage the table after that.
"""

import time
from datetime import UTC, datetime

import pytest

from local.samples import make_pdf
from tests.conftest import PATIENCE_SECONDS, operate

TABLE = "docloft-local-documents"


@pytest.fixture(scope="module")
def dynamodb(stack):
    return stack.client("dynamodb")


def moment():
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def key_of(library, document_id):
    return {"library_id": {"S": library}, "document_id": {"S": document_id}}


def add(person, bird):
    document_id = person.drop(f"{bird.title()}.pdf", make_pdf([f"Notes about the {bird}."]))
    assert person.wait(document_id)["state"] == "ready"
    person.find(bird, document_id)
    return document_id


def wait_until_gone(person, document_id, word):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(hit["document"]["id"] == document_id for hit in person.get("/v1/search", q=word)["hits"]):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_documents_lost_from_the_table_are_restored_and_found(person, dynamodb):
    # Given a library and a copy of its records
    library = person.get("/v1/me")["library"]["id"]
    lost, spoilt, deleted, whole = (add(person, bird) for bird in ("avocet", "bittern", "crake", "dabchick"))
    at = moment()
    of_library = ("--at", at, "--library", library)
    shown = operate("restore", *of_library)
    assert shown.returncode == 0, shown.stderr
    assert "4 records in the copy, 4 of them unchanged; 4 originals match their records" in shown.stdout

    # When one record is lost, one changed, one deleted by its owner, one added, and one added and lost
    dynamodb.delete_item(TableName=TABLE, Key=key_of(library, lost))
    dynamodb.update_item(
        TableName=TABLE,
        Key=key_of(library, spoilt),
        UpdateExpression="SET title = :spoilt ADD version :one",
        ExpressionAttributeValues={":spoilt": {"S": "x"}, ":one": {"N": "1"}},
    )
    person.request("POST", f"/v1/documents/{deleted}/trash").raise_for_status()
    job = person.request("DELETE", f"/v1/documents/{deleted}").json()["job"]
    while person.get(f"/v1/jobs/{job['id']}")["state"] != "done":
        time.sleep(0.2)
    since = add(person, "eider")
    lost_since = add(person, "fulmar")
    dynamodb.delete_item(TableName=TABLE, Key=key_of(library, lost_since))
    wait_until_gone(person, lost, "avocet")
    wait_until_gone(person, lost_since, "fulmar")

    # Then a dry run distinguishes them and changes nothing
    shown = operate("restore", *of_library)
    assert shown.returncode == 0, shown.stderr
    assert f"1 are missing and will be written back\n  {library} {lost}\n" in shown.stdout
    assert f"1 have changed since and are kept (OVERWRITE=1 writes them back)\n  {library} {spoilt}\n" in (shown.stdout)
    assert f"1 are new and are kept\n  {library} {since}\n" in shown.stdout
    assert "1 have an original and no record anywhere" in shown.stdout
    assert f"{library} {deleted}: its original is not in the bucket" in shown.stdout
    assert person.request("GET", f"/v1/documents/{lost}").status_code == 404

    # When the restore is run
    done = operate("restore", *of_library, "--yes")

    # Then lost documents are found, the deleted one is not, and later additions are unchanged
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 records written, 0 were changed in the meantime" in done.stdout
    assert person.find("avocet", lost)["document"]["state"] == "ready"
    assert person.wait(lost_since)["state"] == "ready"
    assert person.find("fulmar", lost_since)["document"]["file_name"] == "Fulmar.pdf"
    for document_id, bird in ((whole, "dabchick"), (since, "eider"), (spoilt, "bittern")):
        assert person.find(bird, document_id)
    assert person.request("GET", f"/v1/documents/{deleted}").status_code == 404
    assert person.get(f"/v1/documents/{spoilt}")["title"] == "x"
    assert person.create("Again.pdf", make_pdf(["Notes about the avocet."]))["document"]["id"] == lost

    # When changed records are to be restored, too
    done = operate("restore", *of_library, "--overwrite", "--yes")

    # Then the record is restored, and the copy can be removed
    assert done.returncode == 0, done.stdout + done.stderr
    assert person.get(f"/v1/documents/{spoilt}")["title"] == "Bittern"
    assert person.find("title:bittern", spoilt)
    removed = operate("restore", *of_library, "--remove")
    assert removed.returncode == 0, removed.stderr
    assert [name for name in dynamodb.list_tables()["TableNames"] if "restored" in name] == []


def test_lost_records_of_a_library_are_restored_and_its_member_has_access_again(person, dynamodb):
    # Given a person whose membership is lost
    library = person.get("/v1/me")["library"]["id"]
    document_id = add(person, "gadwall")
    at = moment()
    of_library = ("--table", "library", "--at", at, "--library", library)
    assert operate("restore", *of_library).returncode == 0
    table = "docloft-local-library"
    keys = dynamodb.query(
        TableName=table,
        KeyConditionExpression="library_id = :library",
        ExpressionAttributeValues={":library": {"S": library}},
    )["Items"]
    for item in keys:
        dynamodb.delete_item(TableName=table, Key={name: item[name] for name in ("library_id", "record_key")})

    done = operate("restore", *of_library, "--yes")

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(keys)} records written" in done.stdout
    assert person.get("/v1/me")["library"]["id"] == library
    assert person.create("Again.pdf", make_pdf(["Notes about the gadwall."]))["document"]["id"] == document_id
    assert operate("restore", *of_library, "--remove").returncode == 0


def test_deleted_table_is_recreated_as_in_its_template_and_keeps_working(person, dynamodb):
    # Given a document, and the backup that DynamoDB makes of a deleted table (the emulator does not)
    before = add(person, "hoopoe")
    description = dynamodb.describe_table(TableName=TABLE)["Table"]
    dynamodb.create_backup(TableName=TABLE, BackupName="at-deletion")
    dynamodb.update_table(TableName=TABLE, DeletionProtectionEnabled=False)
    dynamodb.delete_table(TableName=TABLE)
    at = moment()

    # When an operator does a dry run, then nothing is changed
    shown = operate("restore", "--at", at)
    assert shown.returncode == 0, shown.stderr
    assert f"{TABLE} is gone. Its newest backup is of " in shown.stdout
    assert TABLE not in dynamodb.list_tables()["TableNames"]

    # When the restore is run
    done = operate("restore", "--at", at, "--yes")

    # Then the table has the settings of its template
    assert done.returncode == 0, done.stdout + done.stderr
    made = dynamodb.describe_table(TableName=TABLE)["Table"]
    assert made["DeletionProtectionEnabled"] is True
    assert made["StreamSpecification"] == description["StreamSpecification"]
    assert {index["IndexName"] for index in made["GlobalSecondaryIndexes"]} == {"by_state", "by_due", "by_attention"}
    ttl = dynamodb.describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]
    assert (ttl["TimeToLiveStatus"], ttl["AttributeName"]) == ("ENABLED", "expires_at")
    backups = dynamodb.describe_continuous_backups(TableName=TABLE)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"

    # And old and new documents are found, because indexing uses the stream of the new table
    assert person.find("hoopoe", before)
    after = add(person, "ibis")
    assert person.find("ibis", after)


def test_invalid_time_and_missing_copy_are_reported_in_one_line():
    wrong = operate("restore", "--at", "yesterday")
    absent = operate("restore", "--at", "2026-01-01T00:00:00Z", "--remove")

    assert wrong.returncode == 1
    assert "AT is a time like 2026-11-25T08:00:00Z, not 'yesterday'." in wrong.stderr
    assert absent.returncode == 1
    missing = "Docloft: There is no docloft-local-documents-restored-20260101T000000Z: nothing to remove."
    assert absent.stderr.startswith(missing)
    assert absent.stderr.count("\n") == 1
