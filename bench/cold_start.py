"""Processor time of a cold start, each in fresh processes, in one run:

    python -m bench.cold_start

Prints how long importing the API function takes compared with its libraries alone, then for each function the import of
its handler and its first call. The call is a sample event of its service and ends at the first request to AWS, which is
refused here. The runs alternate and the fastest of each counts, so that other load on the machine does not affect the
comparison. Seconds at Lambda's share are processor time divided by the share of the function's memory
(bench.processor_share).
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import conftest
from bench.processor_share import WHOLE
from tests.contract.templates import load_yaml, serverless
from tools.settings_page import stage_parameters

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1.3
RUNS = 15
LIBRARIES = (
    "import boto3, marshmallow, pynamodb.models, pynamodb.transactions\n"
    "from aws_lambda_powertools import Logger\n"
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n"
    "Logger(); APIGatewayRestResolver()\n"
)
API = "import docloft_api.handler\n"
_TIMED = "import time\nbegan = time.process_time()\n{}print((time.process_time() - began) * 1000)\n"
_FIRST_CALL = """
import contextlib, importlib, json, logging, sys, time
module, name, event = {module!r}, {name!r}, json.loads({event!r})
class Context:
    function_name = aws_request_id = "bench"
    memory_limit_in_mb, invoked_function_arn = 512, "arn:aws:lambda:eu-central-1:123456789012:function:bench"
    get_remaining_time_in_millis = staticmethod(lambda: 300_000)
began = time.process_time()
handle = getattr(importlib.import_module(module), name)
imported = time.process_time()
with contextlib.suppress(Exception), contextlib.redirect_stdout(None):
    handle(event, Context())
called = time.process_time()
print(json.dumps([(imported - began) * 1000, (called - imported) * 1000]))
"""


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Import times in CPU milliseconds."""

    libraries: float
    api: float

    @property
    def ratio(self) -> float:
        return self.api / self.libraries


@dataclass(frozen=True, slots=True)
class Function:
    """A function with its handler and the sample event of its first call."""

    name: str
    service: str
    handler: str
    event: str

    @property
    def megabytes(self) -> int:
        """The function's memory in a stage with its default parameters."""
        common = load_yaml(Path("serverless.common.yml"))["provider"]["memorySize"]
        written = str(serverless(self.service)["functions"][self.name].get("memorySize", common))
        defaults = {f"${{param:{one.name}}}": one.default.strip("`") for one in stage_parameters()}
        return int(defaults.get(written, written))


FUNCTIONS = (
    Function("api", "api", "docloft_api.handler.handle", "list_documents"),
    Function("keys", "api", "docloft_api.keys_handler.handle", "list_drop_keys"),
    Function("search", "api", "docloft_api.search_handler.handle", "search"),
    Function("receive", "storage", "docloft_storage.handler.receive", "object_created"),
    Function("sweep", "storage", "docloft_storage.handler.sweep", "schedule"),
    Function("work", "worker", "docloft_worker.handler.work", "read"),
    Function("index", "worker", "docloft_worker.index_handler.index", "index"),
)


def measure(runs: int = RUNS) -> ColdStart:
    """Each run takes about a second. The first run only fills the disk cache and is not counted."""
    times = [(float(_run(_TIMED.format(LIBRARIES))), float(_run(_TIMED.format(API)))) for _ in range(runs + 1)][1:]
    return ColdStart(min(libraries for libraries, _ in times), min(api for _, api in times))


def measure_function(function: Function, runs: int = 5) -> tuple[float, float]:
    """CPU milliseconds of the import of its handler and of its first call, each the fastest of some runs."""
    module, _, name = function.handler.rpartition(".")
    event = (ROOT / f"services/{function.service}/events/{function.event}.json").read_text(encoding="utf-8")
    code = _FIRST_CALL.format(module=module, name=name, event=event)
    times = [json.loads(_run(code)) for _ in range(runs)]
    return min(imported for imported, _ in times), min(called for _, called in times)


def _run(code: str) -> str:
    folders = [
        ROOT / "packages/shared/src",
        *(ROOT / f"services/{service}" for service in ("api", "storage", "worker")),
    ]
    environment = conftest.NAMES | {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join(map(str, folders)),
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_MAX_ATTEMPTS": "1",
        "POWERTOOLS_SERVICE_NAME": "api",
    }
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


if __name__ == "__main__":
    found = measure()
    print(f"libraries {found.libraries:.0f} ms, API function {found.api:.0f} ms: {found.ratio:.2f} x (limit {LIMIT})")
    print(f"{'function':8}  import  first call  at its share of a core")
    for one in FUNCTIONS:
        imported, called = measure_function(one)
        share = one.megabytes / WHOLE
        seconds = (imported + called) / 1000 / share
        print(f"{one.name:8} {imported:4.0f} ms     {called:4.0f} ms  {seconds:.1f} s at {share:.3f}")
    sys.exit(found.ratio > LIMIT)
