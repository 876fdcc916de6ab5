"""Lists the parts of the code that a request passes through, in order: `python -m bench.code_path`.

A part is a folder or module directly below `docloft`, `docloft_api`, `docloft_storage` or `docloft_worker`. Each
function counts once, at its first call, and consecutive calls in one part are one visit. A return is a visit to a part
that was left before. What is left out: modules that are used everywhere (LEAVES), code that runs in other threads or in
the sandbox, functions that ran before, and returns within a part, such as the package of search. So a second number
counts the packages and modules of search as parts.

Everything runs in this process on moto. The caller's role is remembered from an earlier request.
"""

import hashlib
import json
import sys
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SERVICES = ("api", "storage", "worker")
SOURCES = (
    ROOT / "packages/shared/src/docloft",
    *(ROOT / f"services/{service}/docloft_{service}" for service in SERVICES),
)
sys.path.extend(str(source.parent) for source in SOURCES if str(source.parent) not in sys.path)

import boto3  # noqa: E402
from moto import mock_aws  # noqa: E402

import conftest  # noqa: E402, F401 - sets names and region, as for the tests
from docloft import objects  # noqa: E402 - found by the line above
from docloft.search import api as search  # noqa: E402
from docloft.settings import settings  # noqa: E402
from tests.fixtures import make_cloud  # noqa: E402

LEAVES = frozenset(
    {
        *(
            f"docloft/{name}.py"
            for name in ("aws", "clock", "correlation", "errors", "faults", "ids", "metrics", "roles", "service_models")
        ),
        "docloft/settings.py",
        "docloft/user_agent.py",
        # What they remember of earlier requests decides which of their functions a later one calls.
        "docloft/made_once.py",
        "docloft/shapes.py",
        "docloft_api/request_errors.py",
        "docloft_api/http/problems.py",
    }
)
CONTENT = b"The boiler was serviced on 12 March. Invoice 4711 of the plumber.\n"


@dataclass(frozen=True, slots=True)
class CodePath:
    """The parts that one request visits, in order; `in_search` counts the parts of search, too."""

    visits: tuple[str, ...]
    in_search: tuple[str, ...] = ()

    @property
    def returns(self) -> int:
        return _returns(self.visits)

    @property
    def returns_in_search(self) -> int:
        return _returns(self.in_search)

    def __str__(self) -> str:
        text = _described(self.visits, self.returns)
        return (
            text if self.in_search == self.visits else f"{text}\n{_described(self.in_search, self.returns_in_search)}"
        )


def _described(visits: tuple[str, ...], returns: int) -> str:
    return f"  {len(set(visits))} parts, {len(visits)} visits, {returns} returns: {' > '.join(visits)}"


def _returns(visits: tuple[str, ...]) -> int:
    return len(visits) - len(set(visits))


class Context:
    """What Lambda passes to a handler."""

    aws_request_id = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"

    def get_remaining_time_in_millis(self) -> int:
        return 300_000


def paths() -> dict[str, CodePath]:
    """Follows one document from its announcement to a search that finds it. Needs the resources of
    tests.fixtures.make_cloud.
    """
    api, searching = import_module("docloft_api.handler"), import_module("docloft_api.search_handler")
    storage, worker = import_module("docloft_storage.handler"), import_module("docloft_worker.handler")
    indexing = import_module("docloft_worker.indexing")
    search.forget()
    found: dict[str, CodePath] = {}

    announcement = _event("api/events/create_document.json")
    announcement["body"] = json.dumps(
        {
            "file_name": "Boiler.txt",
            "media_type": "text/plain",
            "size": len(CONTENT),
            "checksum_sha256": b64encode(hashlib.sha256(CONTENT).digest()).decode(),
        }
    )
    key = announcement["headers"].pop("Idempotency-Key")
    _sent(api.handle, _event("api/events/me.json"))
    found["upload"], _ = _followed(lambda: _sent(api.handle, announcement))
    announcement["headers"]["Idempotency-Key"] = key
    found["upload with an Idempotency-Key"], response = _followed(lambda: _sent(api.handle, announcement))
    document_id = response["document"]["id"]
    library_id = announcement["requestContext"]["authorizer"]["claims"]["sub"]

    inbox = objects.inbox_key(library_id, document_id)
    objects.write(inbox, CONTENT, "text/plain")
    created = _event("storage/events/object_created.json")
    created["Records"][0]["s3"]["object"]["key"] = inbox
    found["receive"], _ = _followed(lambda: storage.receive(created, Context()))

    queue = boto3.client("sqs", region_name=settings().region)
    [message] = queue.receive_message(QueueUrl=settings().work_queue_url)["Messages"]
    command = _event("worker/events/read.json")
    command["Records"][0]["body"] = message["Body"]
    found["work"], _ = _followed(lambda: worker.work(command, Context()))

    indexing.rebuild(library_id, lambda _done, _total: None)
    question = _event("api/events/search.json")
    question["queryStringParameters"] = {"q": "boiler"}
    question["multiValueQueryStringParameters"] = {"q": ["boiler"]}
    _sent(api.handle, _event("api/events/me.json"))
    found["query"], response = _followed(lambda: _sent(searching.handle, question))
    if [hit["document"]["id"] for hit in response["hits"]] != [document_id]:
        raise RuntimeError("The query did not find the document.")
    return found


def _event(name: str) -> dict[str, Any]:
    event: dict[str, Any] = json.loads((ROOT / "services" / name).read_text(encoding="utf-8"))
    return event


def _sent(handle: Callable[[dict[str, Any], Context], dict[str, Any]], event: dict[str, Any]) -> dict[str, Any]:
    response = handle(event, Context())
    if response["statusCode"] >= 400:
        raise RuntimeError(response["body"])
    body: dict[str, Any] = json.loads(response["body"])
    return body


def _followed(call: Callable[[], Any]) -> tuple[CodePath, Any]:
    seen: set[CodeType] = set()
    parts: list[tuple[str, ...]] = []

    def profile(frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        # Comprehensions and lambdas are read with the function they are in.
        if event == "call" and code not in seen and not code.co_name.startswith("<"):
            seen.add(code)
            if part := _part(Path(code.co_filename)):
                parts.append(part)

    sys.setprofile(profile)
    try:
        result = call()
    finally:
        sys.setprofile(None)
    finer = ("/".join(part[:2]) if part[0] == "search" else part[0] for part in parts)
    return CodePath(_visits(part[0] for part in parts), _visits(finer)), result


def _visits(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(part for part, _ in groupby(parts))


def _part(file: Path) -> tuple[str, ...]:
    """The folders and the module below a source. Empty for a leaf, and for code that is not ours."""
    for source in SOURCES:
        if file.is_relative_to(source) and str(file.relative_to(source.parent)) not in LEAVES:
            names = file.relative_to(source).with_suffix("").parts
            return ("handler",) if names[0].endswith("handler") else names
    return ()


if __name__ == "__main__":
    with mock_aws(config={"core": {"mock_credentials": False}}):
        make_cloud()
        for name, path in paths().items():
            print(f"{name}:\n{path}")
