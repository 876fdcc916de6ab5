"""The verbs behind `make run`, `stop` and `reset`, and `start`, which is `run` without staying."""

import fcntl
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from local import deploying, emulator, logs, seeding, site
from tools.failure import OperatorError
from tools.local_stage import settings
from tools.progress import step


def start() -> None:
    """Brings everything up and comes back. Idempotent."""
    here = settings()
    here.home.mkdir(parents=True, exist_ok=True)
    with _alone():
        began = time.monotonic()
        # Before a minute of deploying, not after it.
        if not emulator.is_up():
            if deploying.outputs_now().get("drop_key") is None:
                # A first start that did not come to its end left half a stage and nobody's papers.
                _forget()
            with step(f"Starting the local AWS at {here.endpoint_url}"):
                emulator.start()
        deploying.deploy()
        site.start(deploying.outputs_now()["site_domain"])
        seeding.seed()
        print(f"Ready after {time.monotonic() - began:.0f} s.", flush=True)


def run() -> None:
    """Starts, says where, follows the functions' logs until Ctrl-C, then stops."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        start()
        outputs = deploying.outputs_now()
        user = outputs["demo_user"]
        by = f"{user['email']}  /  {user['password']}" if user else f"with the key {outputs['owner_key']}"
        print(
            f"\n  Docloft    {settings().site_url}"
            f"\n  Sign in    {by}"
            f"\n  Scanners   POST {outputs['api_url']}/v1/inbox  with x-api-key: {outputs['drop_key']}"
            f"\n  For scripts  {settings().outputs}"
            "\n\nCtrl-C stops it; everything stays for the next `make run`. The functions say:\n",
            flush=True,
        )
        logs.follow(_republish)
    except KeyboardInterrupt:
        print()
    finally:
        stop()


def stop() -> None:
    """Ends everything; what it holds stays. Idempotent."""
    site.stop()
    if emulator.is_up():
        with step("Stopping, and keeping everything"):
            deploying.settle()
            emulator.stop()
    else:
        emulator.stop()


def reset() -> None:
    """Stops, and throws away what this stage held. Installed tools and other stages stay."""
    stop()
    _forget()
    print("Everything this local stage held is gone.")


def _forget() -> None:
    home = settings().home
    for name in ("emulator", "tmp"):
        shutil.rmtree(home / name, ignore_errors=True)
    for name in ("outputs.json", "deployed.json", "emulator.log", "deploy.log", "site.log"):
        (home / name).unlink(missing_ok=True)


def _republish() -> None:
    """So that a change of the site is seen by reloading the page. A mistake in it must not end the stage."""
    try:
        deploying.publish()
    except OperatorError as error:
        print(error, flush=True)
        time.sleep(5)


@contextmanager
def _alone() -> Iterator[None]:
    """Two starts of one stage at the same moment: the second waits for the first."""
    with (settings().home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


VERBS: dict[str, Callable[[], None]] = {
    "run": run,
    "start": start,
    "stop": stop,
    "reset": reset,
}


def main() -> int:
    """Answers the exit status."""
    verb = VERBS.get(" ".join(sys.argv[1:]))
    if verb is None:
        print(f"Usage: python -m local {'|'.join(VERBS)}", file=sys.stderr)
        return 2
    try:
        verb()
    except OperatorError as error:
        print(f"Docloft: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
