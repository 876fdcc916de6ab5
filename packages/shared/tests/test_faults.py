"""Descriptions of failures in the log: enough to find them, without text that a document could contain."""

import json
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from docloft import faults, tables
from docloft.ids import is_id


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
    fault = faults.describe(caught(lambda: is_id(7)))

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
