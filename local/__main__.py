"""The verbs behind `make run`, `stop`, `reset` and `logs`. `start` is `run`, except that it returns once the stage is
up.
"""

import argparse
import fcntl
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from local import deploying, emulator, hot_reload, logs, outputs, recovery, seeding, site, stacks
from tools.failure import OperatorError, exit_status
from tools.local_stage import settings
from tools.progress import step

_EVERY_SECONDS = 0.5


def start() -> None:
    """Starts and deploys everything, then returns. Idempotent."""
    here = settings()
    here.home.mkdir(parents=True, exist_ok=True)
    with _alone():
        began = time.monotonic()
        resumes = not emulator.is_up() and outputs.read().get("drop_key") is not None
        if not emulator.is_up():
            if emulator.has_died():
                print("The emulator ended unexpectedly. What it accepted is kept.", flush=True)
            if outputs.read().get("drop_key") is None:
                # A first start that was interrupted left an incomplete stage without anyone's documents.
                _forget()
            with step(f"Starting the local AWS at {here.endpoint_url}"):
                emulator.start()
        deploying.deploy()
        site.start(outputs.read()["site_domain"])
        seeding.seed()
        if resumes:
            recovery.resume()
        print(f"Ready after {time.monotonic() - began:.0f} s.", flush=True)


def run() -> None:
    """Starts, prints the addresses, then shows the logs and deploys each edit until Ctrl-C, which stops everything."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        watch = hot_reload.Watch()
        start()
        written = outputs.read()
        user = written["demo_user"]
        by = f"{user['email']}  /  {user['password']}" if user else f"with the key {written['owner_key']}"
        print(
            f"\n  Docloft    {settings().site_url}"
            f"\n  Sign in    {by}"
            f"\n  Scanners   POST {written['api_url']}/v1/inbox  with x-api-key: {written['drop_key']}"
            f"\n  Scripts    {settings().outputs}"
            "\n\nCtrl-C stops it and keeps everything. Edits are deployed as you save them. Logs of the functions:\n",
            flush=True,
        )
        reader = logs.Reader(since=time.time())
        # First, because reading logs from an emulator that is gone takes half a minute.
        while emulator.is_running():
            for line in reader.new_lines():
                print(line, flush=True)
            watch.deploy_edits()
            time.sleep(_EVERY_SECONDS)
        if emulator.has_died():
            raise OperatorError(f"The emulator ended unexpectedly: see {emulator.log_file()}. Run: make run")
        print("\nThe stage was stopped by another command.", flush=True)
    except KeyboardInterrupt:
        print()
    finally:
        stop()


def stop() -> None:
    """Stops everything and keeps its data. Idempotent."""
    site.stop()
    if emulator.is_up():
        with step("Stopping and saving everything"):
            stacks.settle()
            emulator.stop()
    else:
        emulator.stop()


def reset() -> None:
    """Stops this stage and deletes its data. Installed tools and other stages are kept."""
    stop()
    _forget()
    print("Everything in this local stage is deleted.")


def show_logs(correlation_id: str) -> None:
    """Prints what the functions logged: everything, or the lines of one correlation id."""
    if not emulator.is_up():
        raise OperatorError("The local stage is not running. Run: make run")
    found = False
    for line in logs.Reader(correlation_id=correlation_id).new_lines():
        print(line)
        found = True
    if correlation_id and not found:
        raise OperatorError(f"No function has logged the id {correlation_id}: ID is the error ID of a page.")


def _forget() -> None:
    home = settings().home
    for name in ("emulator", "tmp", "packages"):
        shutil.rmtree(home / name, ignore_errors=True)
    for name in ("outputs.json", "deployed.json", "emulator.log", "deploy.log", "site.log", "calls.jsonl"):
        (home / name).unlink(missing_ok=True)


@contextmanager
def _alone() -> Iterator[None]:
    """When a stage is started twice at the same moment, the second start waits for the first."""
    with (settings().home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


VERBS: dict[str, Callable[[], None]] = {"run": run, "start": start, "stop": stop, "reset": reset}


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m local", description="The local stage.")
    parser.add_argument("verb", choices=[*VERBS, "logs"])
    parser.add_argument("--id", default="", help="logs: only lines of this correlation id, or of its beginning or end")
    chosen = parser.parse_args(arguments)
    return exit_status(VERBS[chosen.verb] if chosen.verb != "logs" else partial(show_logs, chosen.id))


if __name__ == "__main__":
    sys.exit(main())
