"""What is counted before a stage is removed, and what is removed with it. tests/e2e/test_stages.py tests the stacks."""

from typing import Any

import boto3
import pytest

from docloft.lifecycle.states import State
from operate import leftovers, removing
from operate.stage import Stage
from tests.conftest import ROOT
from tests.contract.rules.account import RETAINING
from tests.contract.templates import load_yaml
from tests.fixtures import make_document
from tools.failure import OperatorError

REGION = "eu-central-1"


def aws(service):
    return boto3.client(service, region_name=REGION)


@pytest.fixture
def retained_stage(stage, monkeypatch) -> Stage:
    """The stage with the resources its stacks retained, and those of a stage with the same prefix. No stack exists."""
    for name in ("test", "test2"):
        where = {"LocationConstraint": REGION}
        aws("s3").create_bucket(Bucket=f"docloft-{name}-files-123456789012", CreateBucketConfiguration=where)
        aws("s3").put_bucket_versioning(
            Bucket=f"docloft-{name}-files-123456789012", VersioningConfiguration={"Status": "Enabled"}
        )
        aws("cognito-idp").create_user_pool(PoolName=f"docloft-{name}", DeletionProtection="ACTIVE")
        aws("apigateway").create_api_key(name=f"docloft-api-drop-{name}-01JD")
        aws("logs").create_log_group(logGroupName=f"/aws/lambda/docloft-{name}-search")
    aws("sqs").create_queue(QueueName="docloft-test2-work")
    aws("dynamodb").create_table(
        TableName="docloft-test2-documents",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    for name in ("documents", "library", "jobs", "history"):
        aws("dynamodb").update_table(TableName=f"docloft-test-{name}", DeletionProtectionEnabled=True)
    monkeypatch.setattr(removing, "_is_deployed", lambda _stage, _name: False)
    return stage


def put_original(key="originals/library/document/1"):
    aws("s3").put_object(Bucket="docloft-test-files-123456789012", Key=key, Body=b"x")


@pytest.mark.parametrize("state", [State.READY, State.AWAITING_UPLOAD, State.REJECTED])
def test_stage_with_documents_is_not_removed_and_the_error_says_how(retained_stage, state):
    make_document(state)
    before = [what for what, _ in leftovers.found(retained_stage)]

    with pytest.raises(OperatorError, match=r"1 documents in its table.*make remove STAGE=test DOCUMENTS=delete-test"):
        removing.remove(retained_stage)

    assert [what for what, _ in leftovers.found(retained_stage)] == before


def test_originals_without_a_table_count_as_documents(retained_stage):
    put_original()
    put_original("originals/library/document/2")
    put_original("index/library/manifest.json")
    aws("dynamodb").update_table(TableName="docloft-test-documents", DeletionProtectionEnabled=False)
    aws("dynamodb").delete_table(TableName="docloft-test-documents")

    with pytest.raises(OperatorError, match="0 documents in its table, 1 originals in its bucket"):
        removing.remove(retained_stage)


@pytest.mark.parametrize("word", ["delete", "yes", "delete-test2", "delete-prod"])
def test_confirmation_for_another_stage_removes_nothing(retained_stage, word):
    before = [what for what, _ in leftovers.found(retained_stage)]

    with pytest.raises(OperatorError, match=r"DOCUMENTS must name the stage: DOCUMENTS=delete-test, not"):
        removing.remove(retained_stage, word)

    assert [what for what, _ in leftovers.found(retained_stage)] == before


@pytest.mark.parametrize("word", ["", "delete-test"])
def test_everything_of_a_stage_is_removed_and_nothing_of_one_with_the_same_prefix(retained_stage, word):
    if word:
        make_document(State.READY)
        put_original()
        put_original()
        aws("s3").delete_object(Bucket="docloft-test-files-123456789012", Key="originals/library/document/1")
    other = Stage("test2", retained_stage.account, retained_stage.region, {})
    beside = [what for what, _ in leftovers.found(other)]

    assert removing.remove(retained_stage, word) == 0

    assert leftovers.found(retained_stage) == []
    assert [what for what, _ in leftovers.found(other)] == beside
    assert len(beside) == 6


def test_documents_added_during_the_removal_are_kept(retained_stage, monkeypatch):
    # Given an empty stage, and a document that is added before the API is removed
    monkeypatch.setattr(removing, "_is_deployed", lambda _stage, _name: True)
    gone = []

    def take(_stage, name):
        gone.append(name)
        make_document(State.AWAITING_UPLOAD)

    monkeypatch.setattr(removing, "_remove_stack", take)

    with pytest.raises(OperatorError, match=r"Documents were added meanwhile: 1 documents.*make deploy STAGE=test"):
        removing.remove(retained_stage)

    assert gone == ["api"]
    assert leftovers.documents(retained_stage) == 1


def test_stage_that_does_not_exist_is_an_error(stage, monkeypatch):
    monkeypatch.setattr(removing, "_is_deployed", lambda _stage, _name: False)
    nowhere = Stage("test9", stage.account, stage.region, {})

    with pytest.raises(OperatorError, match="There is no stage test9 in eu-central-1"):
        removing.remove(nowhere)


@pytest.mark.parametrize(
    ("name", "says"), [("", "Say which stage"), ("local", "make reset"), ("My-Stage", "cannot be the name")]
)
def test_name_that_cannot_be_removed_is_refused_with_the_reason(name, says):
    with pytest.raises(OperatorError, match=says):
        removing.stage_to_remove(name)


def test_everything_that_stacks_retain_is_found_by_its_name():
    """A new table, queue or bucket would otherwise be left behind, and keep the stage from being deployed again."""
    kinds: dict[str, Any] = {}
    for service in ("storage", "worker", "api"):
        for file in sorted((ROOT / "services" / service / "resources").glob("*.yml")):
            for logical, resource in (load_yaml(file).get("Resources") or {}).items():
                if resource.get("DeletionPolicy") in RETAINING:
                    kinds.setdefault(resource["Type"], []).append((logical, resource["Properties"]))

    assert set(kinds) == {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Cognito::UserPool"}
    names = [
        one.get("TableName", one.get("QueueName"))
        for kind in ("DynamoDB::Table", "SQS::Queue")
        for _, one in kinds[f"AWS::{kind}"]
    ]
    assert [name for name in names if not name.startswith("docloft-${sls:stage}-")] == []
    assert [one["UserPoolName"] for _, one in kinds["AWS::Cognito::UserPool"]] == ["docloft-${sls:stage}"]
    assert [one["BucketName"] for _, one in kinds["AWS::S3::Bucket"]] == ["${self:custom.files_bucket}"]
