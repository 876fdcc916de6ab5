"""The drills. Each returns what happened to its documents, and how many faults it injected."""

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from local.recovery import created
from tests.conftest import Stack
from tests.fault_drills.contents import KINDS, Make, archive, scan, text
from tests.fault_drills.library import Library, Verdict, settle
from tests.fault_drills.plans import AtSteps, Disturbed, Step, kills
from tests.fault_drills.proxy import Proxy

FUNCTIONS = ("receive", "sweep", "work", "index", "api", "search")
_VISIBILITY_SECONDS = "5"
"""How long a command stays invisible during a drill: on the stage it is half an hour."""
_CROWD = 1000
_SEARCHERS = 8


@dataclass
class Result:
    """`injected`: number of faults. `problems`: everything that went wrong except lost and duplicate documents, above
    all faults that were not injected: a drill without its faults proves nothing.
    """

    verdict: Verdict
    injected: int
    problems: list[str]


def port_of(stack: Stack) -> int:
    return int(stack["endpoint_url"].rpartition(":")[2])


@contextmanager
def behind(stack: Stack, proxy: Proxy) -> Iterator[None]:
    """The functions call AWS through the proxy, and commands are delivered again after seconds."""
    functions, sqs = stack.client("lambda"), stack.client("sqs")
    queue = sqs.get_queue_url(QueueName="docloft-local-work")["QueueUrl"]
    before = {}
    attribute = ["VisibilityTimeout"]
    visibility = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=attribute)["Attributes"]
    for name in FUNCTIONS:
        full = f"docloft-local-{name}"
        before[full] = functions.get_function_configuration(FunctionName=full)["Environment"]["Variables"]
        variables = {**before[full], "AWS_ENDPOINT_URL": proxy.url}
        functions.update_function_configuration(FunctionName=full, Environment={"Variables": variables})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": _VISIBILITY_SECONDS})
    try:
        yield
    finally:
        for full, variables in before.items():
            functions.update_function_configuration(FunctionName=full, Environment={"Variables": variables})
        sqs.set_queue_attributes(QueueUrl=queue, Attributes=visibility)


def disturbed(stack: Stack, *, documents: int = 40, share: float = 0.1, seed: int = 1, seconds: float = 600) -> Result:
    """A tenth of all calls of S3, DynamoDB and SQS is refused, slow, or cut after its effect. Meanwhile people upload
    texts, PDFs, scans and archives, and unlock files, and the index is rebuilt.
    """
    with Proxy(port_of(stack)) as proxy, behind(stack, proxy):
        library = Library(stack, KINDS)
        proxy.plan = Disturbed(seed, share)
        with ThreadPoolExecutor(4) as together:
            list(together.map(lambda _: library.add(), range(documents)))
        queue = stack["work_queue_url"]
        stack.client("sqs").send_message(QueueUrl=queue, MessageBody=command(library.id, action="reindex"))
        until = time.monotonic() + documents / 2
        while time.monotonic() < until and not library.is_settled():
            time.sleep(0.5)
        proxy.plan = lambda _call: None
        settle(stack, [library], seconds=seconds)
        missing = [] if proxy.injected else ["No call was disturbed."]
        return Result(library.verdict(), proxy.injected.total(), missing)


def killed(stack: Stack, *, seconds: float = 900) -> Result:
    """The process of receive, work or index is killed before or after each of its calls, or the child is killed; work
    also while it recognises the pages of a scan and unpacks an archive.
    """
    with Proxy(port_of(stack)) as proxy, behind(stack, proxy):
        calls = calls_of_one_document(stack, proxy)
        tried: list[tuple[Make, Step]] = [(text, step) for step in kills(calls)]
        for make in (scan, archive):
            made = {"work": calls_of_one_document(stack, proxy, make)["work"]}
            tried += [(make, step) for step in kills(made) if step.function in made and step.number]
        steps = [step for _, step in tried]
        libraries = [Library(stack, (make,)) for make, _ in tried]
        plan = AtSteps({library.id: step for library, step in zip(libraries, steps, strict=True)})
        proxy.plan = plan
        with ThreadPoolExecutor(4) as together:
            list(together.map(Library.add, libraries))
        settle(stack, libraries, seconds=seconds)
        verdict = Verdict()
        for library in libraries:
            verdict += library.verdict()
        return Result(verdict, proxy.injected.total(), [*not_killed(calls, plan), *proxy.problems])


def not_killed(calls: dict[str, int], plan: AtSteps) -> list[str]:
    """What this drill did not try: functions whose calls were not seen, and steps at which nothing was killed."""
    return [
        *(f"No call of {function} was seen, so it was never killed." for function, count in calls.items() if not count),
        *(f"Not injected: {step.fault}, at call {step.number} of {step.function}." for step in plan.missed),
    ]


def calls_of_one_document(stack: Stack, proxy: Proxy, make: Make = text) -> dict[str, int]:
    """How many calls each function makes for one document that nothing happens to."""
    # The first document of a library has calls that later ones do not have, and warms up the functions.
    library = Library(stack, (make,))
    library.add()
    settle(stack, [library], seconds=120)
    proxy.calls.clear()
    library = Library(stack, (make,))
    library.add()
    settle(stack, [library], seconds=120, sweep_every=1000)
    made = Counter(call.function for call in proxy.calls if call.library_id == library.id)
    return {function: made[function] for function in ("receive", "work", "index")}


def repeated(stack: Stack, *, documents: int = 20, seed: int = 1, seconds: float = 600) -> Result:
    """Every event is delivered several times, late and in another order: S3's events, commands, and the stream."""
    chance = random.Random(seed)  # noqa: S311 - must be repeatable
    library = Library(stack)
    functions, sqs, streams = stack.client("lambda"), stack.client("sqs"), stack.client("dynamodbstreams")
    queue = sqs.get_queue_url(QueueName="docloft-local-work")["QueueUrl"]
    ids = [library.add() for _ in range(documents)]
    uploads = [created(stack["files_bucket"], f"inbox/{library.id}/{document_id}") for document_id in ids]
    commands = [command(library.id, document_id=document_id) for document_id in ids]
    events: list[Callable[[], object]] = []
    receive = partial(functions.invoke, FunctionName="docloft-local-receive", InvocationType="Event")
    events += [partial(receive, Payload=json.dumps(upload).encode()) for upload in uploads * 3]
    events += [partial(sqs.send_message, QueueUrl=queue, MessageBody=body) for body in commands * 3]
    chance.shuffle(events)
    for event in events:
        event()
    settle(stack, [library], seconds=seconds)
    records = stream_of(stack, streams, library.id)
    batches, problems = deliver(functions, records, set(ids), chance)
    settle(stack, [library], seconds=seconds)
    return Result(library.verdict(), len(events) + batches, problems)


def deliver(
    functions: Any, records: list[dict[str, Any]], ids: set[str], chance: random.Random
) -> tuple[int, list[str]]:
    """Delivers the records three times to `index`, in another order each time. Returns the number of batches, and what
    is wrong: documents (`ids`) without a record, and batches at which the function failed.
    """
    seen = {record["dynamodb"]["Keys"]["document_id"]["S"] for record in records}
    problems = [f"The stream has no record of {document_id}." for document_id in sorted(ids - seen)]
    batches = 0
    for _ in range(3):
        chance.shuffle(records)
        for start in range(0, len(records), 25):
            payload = json.dumps({"Records": records[start : start + 25]}, default=str).encode()
            response = functions.invoke(FunctionName="docloft-local-index", Payload=payload)
            batches += 1
            if "FunctionError" in response:
                problems.append(f"index failed at batch {batches}: {response['FunctionError']}.")
    return batches, problems


def command(library_id: str, action: str = "read", **ids: str) -> str:
    """A command to read a document or to rebuild the index (tests/events/commands)."""
    return json.dumps(
        {"version": 1, "command": action, "library_id": library_id, "correlation_id": "drill", "hop": 0, **ids}
    )


def stream_of(stack: Stack, streams: Any, library_id: str) -> list[dict[str, Any]]:
    """The records of the documents' stream that concern one library, as a function receives them."""
    table = stack.client("dynamodb").describe_table(TableName="docloft-local-documents")["Table"]
    arn = table["LatestStreamArn"]
    [shard, *_] = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
    found, following = [], iterator["ShardIterator"]
    while following:
        page = streams.get_records(ShardIterator=following)
        if not page["Records"]:
            break
        for record in page["Records"]:
            if record["dynamodb"]["Keys"]["library_id"]["S"] == library_id:
                moment = record["dynamodb"]["ApproximateCreationDateTime"].timestamp()
                found.append({**record, "dynamodb": {**record["dynamodb"], "ApproximateCreationDateTime": moment}})
        following = page.get("NextShardIterator")
    return found


def crowd(stack: Stack, *, documents: int = _CROWD, seconds: float = 1800) -> Result:
    """A thousand uploads at once into one library, while eight people search in it."""
    library = Library(stack)
    first = library.add()
    settle(stack, [library], seconds=120)
    problems: list[str] = []
    done = False

    def search(_: int) -> int:
        searches = 0
        while not done:
            response = library.person.request("GET", "/v1/search", params={"q": library.contents[first].word})
            searches += 1
            if response.status_code not in {200, 429}:
                problems.append(f"A search failed with status {response.status_code}.")
            elif response.ok and first not in [hit["document"]["id"] for hit in response.json()["hits"]]:
                problems.append("A search did not find a document that was found before.")
        return searches

    with ThreadPoolExecutor(_SEARCHERS) as searching:
        searches = [searching.submit(search, number) for number in range(_SEARCHERS)]
        try:
            with ThreadPoolExecutor(32) as together:
                list(together.map(lambda _: library.add(), range(documents)))
            settle(stack, [library], seconds=seconds, sweep_every=60)
        finally:
            done = True
        print(f"{sum(one.result() for one in searches)} searches meanwhile")
    return Result(library.verdict(), 0, sorted(set(problems)))


DRILLS: dict[str, Callable[[Stack], Result]] = {
    "disturbed": disturbed,
    "killed": killed,
    "repeated": repeated,
    "crowd": crowd,
}
