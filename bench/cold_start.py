"""Import time of the API function against its libraries alone, both in fresh processes, in one run:

    python -m bench.cold_start

CPU milliseconds, the fastest of several runs taken in turn, so that what else the machine does weighs on neither.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1.3
RUNS = 15
BARE = (
    "import boto3, marshmallow, pynamodb.models, pynamodb.transactions\n"
    "from aws_lambda_powertools import Logger\n"
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n"
    "Logger(); APIGatewayRestResolver()\n"
)
API = "import docloft_api.handler\n"
_AROUND = "import time\nbegan = time.process_time()\n{}print((time.process_time() - began) * 1000)\n"


@dataclass(frozen=True, slots=True)
class ColdStart:
    """CPU milliseconds."""

    bare: float
    api: float

    @property
    def ratio(self) -> float:
        return self.api / self.bare


def measure(runs: int = RUNS) -> ColdStart:
    """Takes about a second a run. The first run of each only warms the disk."""
    times = [(_once(BARE), _once(API)) for _ in range(runs + 1)][1:]
    return ColdStart(min(bare for bare, _ in times), min(api for _, api in times))


def _once(code: str) -> float:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": f"{ROOT}/services/api:{ROOT}/packages/shared/src",
        "AWS_REGION": "eu-central-1",
        "POWERTOOLS_SERVICE_NAME": "api",
    }
    done = subprocess.run(
        [sys.executable, "-c", _AROUND.format(code)], env=environment, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    found = measure()
    print(f"bare libraries {found.bare:.0f} ms, API function {found.api:.0f} ms: {found.ratio:.2f} x (limit {LIMIT})")
    sys.exit(found.ratio > LIMIT)
