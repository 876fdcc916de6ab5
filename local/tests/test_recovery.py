"""After a restart, events that the emulator had only in memory are sent again."""

import json

import pytest

from local import outputs, recovery, stacks

BUCKET = "docloft-local-files"


class S3:
    """A bucket with these keys, which notifies a function of those under inbox/."""

    def __init__(self, keys):
        self.keys = keys

    def get_bucket_notification_configuration(self, Bucket):  # noqa: N803 - boto3's names
        assert Bucket == BUCKET
        rules = [{"Name": "Prefix", "Value": "inbox/"}]
        return {
            "LambdaFunctionConfigurations": [
                {"LambdaFunctionArn": "arn:receive", "Filter": {"Key": {"FilterRules": rules}}}
            ]
        }

    def get_paginator(self, _name):
        return self

    def paginate(self, Bucket, Prefix):  # noqa: N803
        found = [{"Key": key} for key in self.keys if key.startswith(Prefix)]
        return [{"Contents": found}, {}]


class Functions:
    def __init__(self):
        self.invoked = []

    def invoke(self, **call):
        self.invoked.append(call)


@pytest.fixture
def functions(monkeypatch):
    functions = Functions()
    keys = ["inbox/lib/a b", "originals/lib/c", "inbox/lib/d"]
    monkeypatch.setattr(outputs, "read", lambda: {"files_bucket": BUCKET})
    monkeypatch.setattr(stacks, "client", lambda name: {"s3": S3(keys), "lambda": functions}[name])
    return functions


def test_events_of_waiting_objects_are_sent_again(functions):
    assert recovery.resume() == 2

    records = [json.loads(call["Payload"])["Records"] for call in functions.invoked]
    assert [record["s3"]["object"]["key"] for [record] in records] == ["inbox%2Flib%2Fa+b", "inbox%2Flib%2Fd"]
    assert {(call["FunctionName"], call["InvocationType"]) for call in functions.invoked} == {("arn:receive", "Event")}
