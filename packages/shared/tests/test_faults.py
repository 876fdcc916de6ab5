"""Descriptions of failures in the log: enough to find them, without text that a document could contain."""

import json
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError

from docloft import faults, tables
from docloft.errors import ConflictError, FaultCause
from docloft.ids import is_id
from docloft.settings import SettingError
from docloft.tables import transactions
from tests.fixtures import LIBRARY, make_document


def aws_error(code="SlowDown", operation="GetItem"):
    return ClientError({"Error": {"Code": code, "Message": "CANARY"}}, operation)


def caught(act):
    with pytest.raises(Exception) as raised:  # noqa: PT011 - any
        act()
    return raised.value


def test_aws_error_is_described_by_code_and_operation_without_its_message():
    fault = faults.describe(aws_error())

    assert (fault["types"], fault["code"], fault["operation"]) == (["ClientError"], "SlowDown", "GetItem")
    assert "CANARY" not in json.dumps(fault)


def test_wrapped_aws_error_is_found():
    def wrapped():
        try:
            raise aws_error("AccessDeniedException", "PutItem")
        except ClientError as error:
            raise tables.documents.Document.DoesNotExist from error

    fault = faults.describe(caught(wrapped))

    assert fault["types"] == ["DoesNotExist", "ClientError"]
    assert (fault["code"], fault["operation"]) == ("AccessDeniedException", "PutItem")


def test_frames_are_docloft_modules_with_line_numbers():
    fault = faults.describe(caught(lambda: is_id(7)))  # type: ignore[arg-type]

    assert fault["code"] is None
    assert fault["operation"] is None
    assert len(fault["frames"]) == 1
    assert re.fullmatch(r"docloft\.ids:\d+", fault["frames"][0])


def test_errors_that_cause_each_other_are_listed_once():
    first, second = ValueError("CANARY"), KeyError("CANARY")
    first.__cause__, second.__cause__ = second, first

    assert faults.describe(first)["types"] == ["ValueError", "KeyError"]


def test_aws_error_without_a_code_has_an_empty_code():
    assert faults.describe(ClientError({}, "GetItem"))["code"] == ""


def test_deep_recursion_keeps_only_the_innermost_frames():
    namespace: dict[str, Any] = {"__name__": "docloft.deep"}
    exec("def fall(n):\n    return fall(n - 1) if n else 1 / 0\n", namespace)  # noqa: S102 - frames of a docloft module

    assert faults.describe(caught(lambda: namespace["fall"](40)))["frames"] == ["docloft.deep:2"] * 12


CAUSES = [
    (aws_error("AccessDenied", "GetObject"), FaultCause.PERMISSION),
    (aws_error("AccessDeniedException"), FaultCause.PERMISSION),
    (aws_error("403", "HeadObject"), FaultCause.PERMISSION),
    (aws_error("ResourceNotFoundException"), FaultCause.MISSING),
    (aws_error("NoSuchBucket", "PutObject"), FaultCause.MISSING),
    (SettingError("FILES_BUCKET is not set."), FaultCause.MISSING),
    (aws_error("SlowDown", "PutObject"), FaultCause.THROTTLED),
    (aws_error("ProvisionedThroughputExceededException"), FaultCause.THROTTLED),
    (aws_error("TooManyRequestsException", "Invoke"), FaultCause.THROTTLED),
    (aws_error("InternalError"), FaultCause.UNAVAILABLE),
    (ConnectTimeoutError(endpoint_url="https://s3"), FaultCause.UNAVAILABLE),
    (OSError(28, "No space left on device"), FaultCause.RESOURCES),
    (MemoryError(), FaultCause.RESOURCES),
    (RuntimeError("can't start new thread"), FaultCause.RESOURCES),
    (ValueError("Too many open files (os error 24)"), FaultCause.RESOURCES),
    (ValueError("No such file or directory (os error 2)"), FaultCause.BUG),
    (aws_error("ValidationException"), FaultCause.BUG),
    (KeyError("state"), FaultCause.BUG),
]


@pytest.mark.parametrize(("error", "cause"), CAUSES, ids=[f"{error!r:.40}" for error, _ in CAUSES])
def test_failure_has_a_cause(error, cause):
    assert faults.cause_of(error) is cause


def test_cause_of_a_wrapped_error_is_found():
    def wrapped():
        try:
            raise aws_error("AccessDeniedException", "PutItem")
        except ClientError as error:
            raise RuntimeError from error

    assert faults.cause_of(caught(wrapped)) is FaultCause.PERMISSION


@pytest.mark.parametrize("error", [KeyError("x"), TypeError(), AssertionError(), aws_error("ValidationException")])
def test_fault_of_the_program_is_recognised_as_permanent(error):
    assert faults.is_bug(error)


def test_error_of_python_that_an_outage_led_to_may_pass():
    error = KeyError("missing")
    error.__context__ = ConnectTimeoutError(endpoint_url="https://dynamodb")

    assert not faults.is_bug(error)


@pytest.mark.parametrize(
    "error",
    [
        aws_error("SlowDown"),
        aws_error("AccessDenied"),
        OSError(),
        MemoryError(),
        ConflictError("x"),
        RuntimeError(),
        ValueError("Cannot allocate memory (os error 12)"),
    ],
)
def test_fault_that_may_pass_is_not_permanent(error):
    assert not faults.is_bug(error)


@pytest.mark.usefixtures("cloud")
def test_missing_table_is_named_with_its_variable(monkeypatch):
    monkeypatch.setenv("DOCUMENTS_TABLE", "docloft-test-dokuments")
    monkeypatch.setattr(tables.documents.Document.Meta, "table_name", "docloft-test-dokuments")
    monkeypatch.setattr(tables.documents.Document, "_connection", None)

    fault = faults.describe(caught(lambda: tables.documents.find(LIBRARY, "01JDDRKX3W8F5V2N6Q4T7Z9B1C")))

    assert (fault["code"], fault["resources"]) == (
        "ResourceNotFoundException",
        ["DOCUMENTS_TABLE=docloft-test-dokuments"],
    )


@pytest.mark.usefixtures("cloud")
def test_tables_of_a_refused_transaction_are_named(monkeypatch):
    document = make_document()
    monkeypatch.setenv("DOCUMENTS_TABLE", "docloft-test-dokuments")
    monkeypatch.setattr(tables.documents.Document.Meta, "table_name", "docloft-test-dokuments")
    monkeypatch.setattr(tables.documents.Document, "_connection", None)

    fault = faults.describe(caught(lambda: transactions.commit(transactions.Update(document, {"title": "Other"}))))

    assert fault["resources"] == ["DOCUMENTS_TABLE=docloft-test-dokuments"]


def test_bucket_and_queue_are_known_by_the_operation():
    assert faults.describe(aws_error("AccessDenied", "GetObject"))["resources"] == ["FILES_BUCKET=docloft-test-files"]
    assert any(
        one.startswith("WORK_QUEUE_URL=https://")
        for one in faults.describe(aws_error("AccessDenied", "SendMessage"))["resources"]
    )
