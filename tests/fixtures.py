"""Fixtures for the component tests of every service: the four tables, the bucket and the queue, in moto."""

import gc
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from functools import cache
from typing import Any, Final

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws
from moto.core import models
from moto.core.models import DEFAULT_ACCOUNT_ID, MockAWS
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

from docloft import aws, commands, objects, tables
from docloft.clock import now
from docloft.ids import new_id
from docloft.lifecycle import changes
from docloft.lifecycle.states import State
from docloft.settings import settings
from docloft.tables.documents import Document
from tests import fast_moto

REGION: Final = "eu-central-1"
LIBRARY = "0d8ff1c2-7c1e-4b0a-9b63-8d3b6f3f2a10"
OTHER_LIBRARY = "9a1b2c3d-0000-4000-8000-000000000000"
CHECKSUM = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@pytest.fixture(scope="session", autouse=True)
def one_client_a_service() -> Iterator[None]:
    """Making a client takes 2 to 10 ms. Clients have no state, so calls with equal arguments return the same one."""
    create = aws.session().create_client
    made: dict[str, Any] = {}

    def create_once(service: str, region_name: str, config: Config) -> Any:
        key = repr((service, region_name, sorted(vars(config).items(), key=lambda item: item[0])))
        if key not in made:
            made[key] = create(service, region_name=region_name, config=config)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boto3, "client", cache(boto3.client))
        patch.setattr(aws.session(), "create_client", create_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def botocore_only() -> Iterator[None]:
    """Makes moto intercept calls by botocore only, since no service calls AWS in another way. For calls by `requests`,
    it registers 1,300 patterns at each start, which takes 10 ms.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models, "RESPONSES_METHODS", [])
        yield


@pytest.fixture(scope="session", autouse=True)
def moto_made_faster() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        fast_moto.install(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def frozen_heap() -> None:
    """Excludes everything imported so far from garbage collection. Otherwise each full collection takes 250 ms, several
    times a second in tests that use moto. What is made later is looked through after every 50,000 objects instead of
    every 700, which takes a twentieth of the processor time of a test otherwise.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def aws_mock() -> MockAWS:
    """moto with one boto3 default session for all tests, because creating a session takes longer than most tests."""
    return mock_aws(config={"core": {"mock_credentials": False, "reset_boto3_session": False}})


@pytest.fixture(scope="session")
def restore_cloud(aws_mock: MockAWS) -> Callable[[], None]:
    """A function that puts the empty tables, the bucket and the queues into moto, which must be running and empty. They
    are made by their APIs once and copied from then on, which takes 2 ms instead of 30.
    """
    with aws_mock:
        make_cloud()
        tables_made = dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables
        s3 = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
        buckets_made, owners = s3.buckets, dict(s3_backends.bucket_accounts)
        queues = list(sqs_backends[DEFAULT_ACCOUNT_ID][REGION].queues)

    def restore() -> None:
        dynamodb_backends[DEFAULT_ACCOUNT_ID][REGION].tables = deepcopy(tables_made)
        s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets = deepcopy(buckets_made)
        s3_backends.bucket_accounts.update(owners)
        for name in queues:
            sqs_backends[DEFAULT_ACCOUNT_ID][REGION].create_queue(name)

    return restore


@pytest.fixture
def cloud(aws_mock: MockAWS, restore_cloud: Callable[[], None]) -> Iterator[None]:
    """The stateful resources of services/storage, empty, in this process. Starting moto discards what the previous
    test left. The connections of the tables are kept: they have no state.
    """
    with aws_mock:
        _forget_clients()
        restore_cloud()
        yield
        _forget_clients()


def _forget_clients() -> None:
    """A test may have changed the settings that they were made with."""
    settings.cache_clear()
    objects.client.cache_clear()
    commands.client.cache_clear()


def make_cloud() -> None:
    """Creates the tables, the bucket and the queues by their APIs."""
    _forget_clients()
    for table in tables.items.TABLES.values():
        table.create_table(billing_mode="PAY_PER_REQUEST")
    s3 = boto3.client("s3", region_name=REGION)
    s3.create_bucket(Bucket="docloft-test-files", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_versioning(Bucket="docloft-test-files", VersioningConfiguration={"Status": "Enabled"})
    sqs = boto3.client("sqs", region_name=REGION)
    for name in ("work", "work-dead-letter"):
        sqs.create_queue(QueueName=f"docloft-test-{name}")


def make_document(state: State = State.AWAITING_UPLOAD, library_id: str = LIBRARY, **values: Any) -> Document:
    """Writes a document straight into the table, in any state."""
    document = Document(
        library_id,
        values.pop("document_id", None) or new_id(),
        **{
            "state": state,
            "title": "Invoice",
            "file_name": "Invoice.pdf",
            "media_type": "application/pdf",
            "size": 1000,
            "checksum_sha256": CHECKSUM,
            **values,
        },
    )
    return changes.create(document, actor="test", due=now() + timedelta(minutes=20))


def sent_commands() -> list[commands.Command]:
    """Removes every command from the work queue and returns them."""
    return [commands.decode(body) for body in _taken(settings().work_queue_url).values()]


def dead_letters() -> dict[str, str]:
    """Removes every message from the dead-letter queue and returns bodies by id."""
    return _taken(settings().dead_letter_queue_url)


def _taken(url: str) -> dict[str, str]:
    """The visible messages of a queue in moto, without its API, which compares each of them with every other one."""
    queue = sqs_backends[DEFAULT_ACCOUNT_ID][REGION].queues[url.rpartition("/")[2]]
    found = queue.messages
    queue._messages = [message for message in queue._messages if message not in found]
    return {message.id: message.body for message in found}


def metric_lines(capsys: Any) -> list[dict[str, Any]]:
    """The lines in the embedded metric format that were written since the last call, each checked against what
    CloudWatch requires (AWS: CloudWatch embedded metric format specification).
    """
    lines = [line for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    parsed: list[dict[str, Any]] = [json.loads(line) for line in lines]
    for line in parsed:
        (directive,) = line["_aws"]["CloudWatchMetrics"]
        assert directive["Namespace"] == "Docloft"
        assert {"service", "stage"} <= set(directive["Dimensions"][0]) <= {"service", "stage", "reason", "command"}
        assert all(isinstance(line[name], str) and line[name] for name in directive["Dimensions"][0])
        for metric in directive["Metrics"]:
            assert len(line[metric["Name"]]) <= 100
        assert isinstance(line["_aws"]["Timestamp"], int)
    return parsed


@pytest.fixture
def opensearch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Search uses OpenSearch: a small one in memory (tests.opensearch.service.Service)."""
    from tests.opensearch.service import chosen

    with chosen(monkeypatch) as service:
        yield service
