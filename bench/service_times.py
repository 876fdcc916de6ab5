"""Processor time and AWS calls of each step in the life of a PDF of 3 or 30 pages with 300 words each:
`DOCLOFT_PORT=5580 python -m bench.service_times`, on a port that none of your stages uses.

The functions' code runs in this process, on whole cores, against an emulator in another process, which the command
starts on that port and stops again. So the times are those of our code and of boto3; bench/growth.py, which contains
them, adds the response times of AWS. Prints the median of some rounds.
"""

import os
import resource
import shutil
import time
from collections import Counter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from local import emulator
from tools.failure import OperatorError
from tools.local_stage import settings as stage_settings

if stage_settings().home.exists():
    raise OperatorError("There is a stage on this port. Choose another one: DOCLOFT_PORT=5580.")
emulator.start()
os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{stage_settings().port}"

from bench import steps  # noqa: E402 - sets names, paths and the region; the endpoint has to be set before

os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{stage_settings().port}"
os.environ |= {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "S3_ADDRESSING_STYLE": "path"}
del os.environ["AWS_SESSION_TOKEN"]

import boto3  # noqa: E402

from bench import paper  # noqa: E402
from docloft import formats  # noqa: E402
from docloft.settings import settings  # noqa: E402
from docloft_worker import portions, reading  # noqa: E402
from tests.fixtures import make_cloud  # noqa: E402

ROUNDS = 15


def new_child() -> float:
    """Seconds of processor time until a new child has read its first file, without those of reading it again."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "original"
        path.write_bytes(paper.pdf("new child", 3))
        return _seconds(path, 1) - (_seconds(path, 1 + ROUNDS) - _seconds(path, 1)) / ROUNDS


def _seconds(path: Path, calls: int) -> float:
    """Processor seconds of a child that reads the file `calls` times."""
    found = formats.find("application/pdf")
    assert found is not None and found.reader is not None  # noqa: S101, PT018 - a PDF has a reader
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(calls):
        portions.read_file(reading.sandbox, found.reader, path, time.monotonic() + 100)
    reading.sandbox.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    try:
        settings.cache_clear()
        make_cloud()
        os.environ["WORK_QUEUE_URL"] = boto3.client("sqs").get_queue_url(QueueName="docloft-test-work")["QueueUrl"]
        settings.cache_clear()
        for name, rounds in steps.measured(2 * ROUNDS, large_batches=3).items():
            seconds = median(round_[0] for round_ in rounds)
            calls = Counter(call for round_ in rounds for call in round_[1].elements())
            listed = ", ".join(f"{call} {count / len(rounds):.1f}" for call, count in sorted(calls.items()))
            print(f"{name:22} {seconds * 1000:7.1f} ms of processor   {listed}")
        child = median(new_child() for _ in range(ROUNDS))
        print(f"{'a new child':22} {child * 1000:7.1f} ms of processor")
    finally:
        emulator.stop()
        shutil.rmtree(stage_settings().home)


if __name__ == "__main__":
    main()
