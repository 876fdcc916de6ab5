"""The steps in the life of a PDF of 3 or 30 pages with 300 words each, called in this process one after the other:
processor time and AWS calls of each. The caller has set the environment that bench.code_path expects, and made the
resources of tests.fixtures.make_cloud, on moto or on an emulator.
"""

import hashlib
import json
import os
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.client import BaseClient

from bench import code_path  # isort: skip - adds the services to the path
from docloft import objects, texts
from docloft.lifecycle.states import State
from docloft.settings import settings
from docloft.texts import Text
from docloft_api import handler as api
from docloft_storage import handler as storage
from docloft_worker import handler as worker
from docloft_worker import indexing
from local.samples import make_pdf
from tests.fixtures import make_document

WORDS = Path(__file__).with_name("search_times.py").read_text().split()
WORDS_A_PAGE = 300


def measured(documents: int, large_batches: int = 0) -> dict[str, list[tuple[float, Counter[str]]]]:
    """Name of a step to its rounds: seconds of processor time, and AWS calls. The documents alternate between 30
    and 3 pages, and commits of 100 documents follow. If a step has more than three rounds, the first two are left out:
    they include cold starts and the new index of the library.
    """
    with _counted_calls() as calls:
        return _measured(documents, large_batches, calls)


def _measured(documents: int, large_batches: int, calls: Counter[str]) -> dict[str, list[tuple[float, Counter[str]]]]:
    found: dict[str, list[tuple[float, Counter[str]]]] = {}

    def take(name: str, act: Callable[..., Any], *arguments: Any) -> Any:
        calls.clear()
        before = _processor()
        result = act(*arguments)
        found.setdefault(name, []).append((_processor() - before, Counter(calls)))
        return result

    send: Any = code_path._sent  # noqa: SLF001 - the same requests
    send(api.handle, code_path._event("api/events/me.json"))  # noqa: SLF001
    for number in range(documents):
        pages = 3 if number % 2 else 30
        # Each has different words, because documents that look alike are compared.
        own = " ".join(f"{word}{number}" for word in WORDS[:WORDS_A_PAGE])
        content = make_pdf([own] * pages)
        announcement = code_path._event("api/events/create_document.json")  # noqa: SLF001
        announcement["headers"].pop("Idempotency-Key")
        checksum = b64encode(hashlib.sha256(content).digest()).decode()
        facts = {"file_name": f"{number}.pdf", "media_type": "application/pdf", "size": len(content)}
        announcement["body"] = json.dumps({**facts, "checksum_sha256": checksum})
        created = take("create", send, api.handle, announcement)
        library = announcement["requestContext"]["authorizer"]["claims"]["sub"]
        document_id = created["document"]["id"]
        objects.write(objects.inbox_key(library, document_id), content, "application/pdf")
        arrived = code_path._event("storage/events/object_created.json")  # noqa: SLF001
        arrived["Records"][0]["s3"]["object"]["key"] = objects.inbox_key(library, document_id)
        take("receive", storage.receive, arrived, code_path.Context())
        queue = boto3.client("sqs")
        [message] = queue.receive_message(QueueUrl=settings().work_queue_url)["Messages"]
        queue.delete_message(QueueUrl=settings().work_queue_url, ReceiptHandle=message["ReceiptHandle"])
        command = code_path._event("worker/events/read.json")  # noqa: SLF001
        command["Records"][0]["body"] = message["Body"]
        take(f"read {pages} pages", worker.work, command, code_path.Context())
        take(f"index 1 document of {pages}", indexing.update, library, [document_id])
    for number in range(large_batches):
        made = [_ready(library, f"{number} {one}") for one in range(100)]
        take("index 100 documents", indexing.update, library, made)
    return {name: rounds[2:] if len(rounds) > 3 else rounds for name, rounds in found.items()}


def _ready(library_id: str, word: str) -> str:
    document = make_document(State.READY, library_id, has_text=True)
    texts.store(library_id, document.document_id, Text((" ".join([*WORDS[: 3 * WORDS_A_PAGE], word]),)))
    return document.document_id


def _processor() -> float:
    """Processor time of this process and its children (the sandbox), in seconds."""
    tasks = Path("/proc/self/task").glob("*/children")
    children = {name for task in tasks for name in task.read_text().split()}
    ticks = 0
    for name in children:
        fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def _counted_calls() -> Iterator[Counter[str]]:
    """Every AWS call of every client until the block ends."""
    calls: Counter[str] = Counter()
    real = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001 - there is no event for all clients

    def counted(self: BaseClient, operation: str, arguments: Any) -> Any:
        calls[operation] += 1
        return real(self, operation, arguments)

    BaseClient._make_api_call = counted  # type: ignore[attr-defined]  # noqa: SLF001
    try:
        yield calls
    finally:
        BaseClient._make_api_call = real  # type: ignore[attr-defined]  # noqa: SLF001
