"""Import time of the API function compared with its libraries alone, each in a fresh process, in one run:

    python -m bench.cold_start

Measures CPU milliseconds. The runs alternate and the fastest of each counts, so that other load on the machine does not
affect the comparison.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Import times in CPU milliseconds."""

    libraries: float
    api: float

    @property
    def ratio(self) -> float:
        return self.api / self.libraries


def measure(runs: int = RUNS) -> ColdStart:
    """Each run takes about a second. The first run only fills the disk cache and is not counted."""
    times = [(_once(LIBRARIES), _once(API)) for _ in range(runs + 1)][1:]
    return ColdStart(min(libraries for libraries, _ in times), min(api for _, api in times))


def _once(code: str) -> float:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": f"{ROOT}/services/api:{ROOT}/packages/shared/src",
        "AWS_REGION": "eu-central-1",
        "POWERTOOLS_SERVICE_NAME": "api",
    }
    finished = subprocess.run(
        [sys.executable, "-c", _TIMED.format(code)], env=environment, capture_output=True, text=True, check=True
    )
    return float(finished.stdout)


if __name__ == "__main__":
    found = measure()
    print(f"libraries {found.libraries:.0f} ms, API function {found.api:.0f} ms: {found.ratio:.2f} x (limit {LIMIT})")
    sys.exit(found.ratio > LIMIT)
