"""Processor time and AWS calls of each step in the life of a PDF of 3 or 30 pages with 300 words each:
`DOCLOFT_PORT=5580 python -m bench.service_times`, on a port where no stage of yours is.

The functions' code runs in this process, on whole cores, against an emulator in another process, which the command
starts on that port and stops again. So the times are those of our code and of boto3; bench/growth.py, which contains
them, adds the response times of AWS. Prints the median of some rounds.
"""

import hashlib
import json
import os
import shutil
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from local import emulator
from local.samples import make_pdf
from tools.failure import OperatorError
from tools.local_stage import settings as stage_settings

if stage_settings().home.exists():
    raise OperatorError("There is a stage on this port. Choose another one: DOCLOFT_PORT=5580.")
emulator.start()
os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{stage_settings().port}"

from bench import code_path  # noqa: E402 - sets names, paths and the region; the endpoint has to be set before

os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{stage_settings().port}"
os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "S3_ADDRESSING_STYLE": "path"}
del os.environ["AWS_SESSION_TOKEN"]

import boto3  # noqa: E402
from botocore.client import BaseClient  # noqa: E402

from docloft import objects, texts  # noqa: E402
from docloft.documents.states import State  # noqa: E402
from docloft.settings import settings  # noqa: E402
from docloft.texts import Text  # noqa: E402
from docloft_api import handler as api  # noqa: E402
from docloft_storage import handler as storage  # noqa: E402
from docloft_worker import handler as worker  # noqa: E402
from docloft_worker import indexing  # noqa: E402
from tests.fixtures import make_cloud, make_document  # noqa: E402

ROUNDS = 15
WORDS = Path(__file__).with_name("search.py").read_text().split()
WORDS_A_PAGE = 300
_calls: Counter[str] = Counter()


def main() -> None:
    _count_calls()
    try:
        settings.cache_clear()
        make_cloud()
        os.environ["WORK_QUEUE_URL"] = boto3.client("sqs").get_queue_url(QueueName="docloft-test-work")["QueueUrl"]
        settings.cache_clear()
        for name, rounds in measured().items():
            seconds = median(round_[0] for round_ in rounds)
            calls = Counter(call for round_ in rounds for call in round_[1].elements())
            listed = ", ".join(f"{call} {count / len(rounds):.1f}" for call, count in sorted(calls.items()))
            print(f"{name:22} {seconds * 1000:7.1f} ms of processor   {listed}")
    finally:
        emulator.stop()
        shutil.rmtree(stage_settings().home)


def measured() -> dict[str, list[tuple[float, Counter[str]]]]:
    """Name of a step to its rounds: seconds of processor time, and AWS calls."""
    found: dict[str, list[tuple[float, Counter[str]]]] = {}

    def take(name: str, act: Callable[..., Any], *arguments: Any) -> Any:
        _calls.clear()
        before = _processor()
        result = act(*arguments)
        found.setdefault(name, []).append((_processor() - before, Counter(_calls)))
        return result

    send: Any = code_path._sent  # noqa: SLF001 - the same requests
    send(api.handle, code_path._event("api/events/me.json"))  # noqa: SLF001
    for number in range(2 * ROUNDS):
        pages = 3 if number % 2 else 30
        content = make_pdf([f"{' '.join(WORDS[:WORDS_A_PAGE])} {number}"] * pages)
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
    for number in range(3):
        made = [_ready(library, f"{number} {one}") for one in range(100)]
        take("index 100 documents", indexing.update, library, made)
    return {name: rounds[2:] if len(rounds) > 3 else rounds for name, rounds in found.items()}


def _ready(library_id: str, word: str) -> str:
    document = make_document(State.READY, library_id, has_text=True)
    texts.store(library_id, document.document_id, Text((" ".join([*WORDS[: 3 * WORDS_A_PAGE], word]),)))
    return document.document_id


def _processor() -> float:
    """Of this process and its children (the sandbox), in seconds."""
    tasks = Path("/proc/self/task").glob("*/children")
    children = {name for task in tasks for name in task.read_text().split()}
    ticks = 0
    for name in children:
        fields = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def _count_calls() -> None:
    real = BaseClient._make_api_call  # type: ignore[attr-defined]  # noqa: SLF001 - every AWS call of every client

    def counted(self: BaseClient, operation: str, arguments: Any) -> Any:
        _calls[operation] += 1
        return real(self, operation, arguments)

    BaseClient._make_api_call = counted  # type: ignore[attr-defined]  # noqa: SLF001


if __name__ == "__main__":
    main()
