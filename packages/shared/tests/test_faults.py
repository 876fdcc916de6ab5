"""What a log line says about a failure: enough to find it, nothing a document could have put there."""

import json
import re
from typing import Any

import pytest
from botocore.exceptions import ClientError

from docloft import faults, tables
from docloft.identity import is_id


def refusal(code="SlowDown", operation="GetItem"):
    return ClientError({"Error": {"Code": code, "Message": "CANARY"}}, operation)


def caught(act):
    with pytest.raises(Exception) as raised:  # noqa: PT011 - any
        act()
    return raised.value


def test_refusal_of_aws_is_described_by_code_and_operation_and_not_by_its_text():
    fault = faults.describe(refusal())

    assert (fault["types"], fault["code"], fault["operation"]) == (["ClientError"], "SlowDown", "GetItem")
    assert "CANARY" not in json.dumps(fault)


def test_refusal_beneath_a_wrapper_is_found():
    def wrapped():
        try:
            raise refusal("AccessDeniedException", "PutItem")
        except ClientError as error:
            raise tables.documents.Document.DoesNotExist from error

    fault = faults.describe(caught(wrapped))

    assert fault["types"] == ["DoesNotExist", "ClientError"]
    assert (fault["code"], fault["operation"]) == ("AccessDeniedException", "PutItem")


def test_frames_are_our_own_modules_with_their_lines():
    fault = faults.describe(caught(lambda: is_id(7)))

    assert fault["code"] is None
    assert fault["operation"] is None
    assert len(fault["frames"]) == 1
    assert re.fullmatch(r"docloft\.identity:\d+", fault["frames"][0])


def test_errors_that_cause_each_other_end():
    first, second = ValueError("CANARY"), KeyError("CANARY")
    first.__cause__, second.__cause__ = second, first

    assert faults.describe(first)["types"] == ["ValueError", "KeyError"]


def test_refusal_without_a_code_has_an_empty_one():
    assert faults.describe(ClientError({}, "GetItem"))["code"] == ""


def test_deep_recursion_keeps_the_innermost_frames_only():
    namespace: dict[str, Any] = {"__name__": "docloft.deep"}
    exec("def fall(n):\n    return fall(n - 1) if n else 1 / 0\n", namespace)  # noqa: S102 - frames of a module of ours

    assert faults.describe(caught(lambda: namespace["fall"](40)))["frames"] == ["docloft.deep:2"] * 12
