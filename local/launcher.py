"""Started by the emulator's own Python: `launcher.py <interpreter>`. Seven mends of ministack 1.5.33, which lean on its
insides: it is pinned in emulator.txt, and tests/local and tests/e2e hold what they promise.
"""

import sys

# Python functions are run with `sys.executable` (core/lambda_runtime.py); naming another one is all it takes to give
# them the real runtime's packages and limits instead of the emulator's.
sys.executable = sys.argv.pop(1)

import hashlib  # noqa: E402 - what follows may read sys.executable while it is imported
import logging  # noqa: E402
import re  # noqa: E402
import subprocess  # noqa: E402
import tempfile  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402
import types  # noqa: E402
import zipfile  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from ministack import app  # noqa: E402
from ministack.core import lambda_runtime  # noqa: E402
from ministack.services import apigateway_v1, cloudformation, lambda_svc  # noqa: E402

# Every process of a function would unpack 50 MB for itself and compile what it imports: a dozen papers at once would
# wait for a dozen of those. One folder for each zip, unpacked and compiled once, serves them all.
_unpacking = threading.Lock()


class _Zip(zipfile.ZipFile):
    def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:
        digest = hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
        kept = Path(tempfile.gettempdir(), f"code-{digest[:32]}")
        with _unpacking:
            if not kept.exists():
                unfinished = kept.with_suffix(".unfinished")
                super().extractall(unfinished, members, pwd)
                # The interpreter limits itself to the memory of the function it runs.
                memory = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512"
                subprocess.run(["env", memory, sys.executable, "-m", "compileall", "-q", str(unfinished)], check=False)
                unfinished.rename(kept)
        Path(path).rmdir()
        Path(path).symlink_to(kept, target_is_directory=True)


lambda_runtime.zipfile = types.SimpleNamespace(**vars(zipfile) | {"ZipFile": _Zip})

# A function is told which key the gateway let through, where the method asks for one (AWS: requestContext.identity).
_event = apigateway_v1._build_lambda_event_v1  # noqa: SLF001


def _event_with_key(*facts: Any, **named: Any) -> dict[str, Any]:
    event: dict[str, Any] = _event(*facts, **named)
    resource, method, headers = facts[3], facts[5], facts[6]
    key = apigateway_v1._resolve_api_key(headers.get("x-api-key"))  # noqa: SLF001
    if key and resource["resourceMethods"].get(method, {}).get("apiKeyRequired"):
        event["requestContext"]["identity"] |= {"apiKey": key["value"], "apiKeyId": key["id"]}
    return event


apigateway_v1._build_lambda_event_v1 = _event_with_key  # noqa: SLF001

# Where a function stands in a table's stream is kept over a restart, the stream itself is not: it begins anew at
# nought, and everything up to the old place would be skipped silently. It must be read from its beginning.
_restore = lambda_svc._restore_esm_positions  # noqa: SLF001


def _restore_but_streams(store: object, positions: object) -> None:
    if store is not lambda_svc._dynamodb_stream_positions:  # noqa: SLF001
        _restore(store, positions)


lambda_svc._restore_esm_positions = _restore_but_streams  # noqa: SLF001
lambda_svc._dynamodb_stream_positions.clear()  # noqa: SLF001

# Names under localhost lead a browser to this machine, and CloudFront's sites are told apart by name; the emulator
# expects them under its own, which is a number here.
app._CLOUDFRONT_HOST_RE = re.compile(r"^([a-z0-9]+)\.cloudfront\.(?:net|localhost)(?::\d+)?$")  # noqa: SLF001

# Everything but objects is saved only on a clean stop: what a crash leaves are papers no table knows of. So it is saved
# while it runs, too: soon after something happened, and never more than a twentieth of the time.
_PAUSE_SECONDS = 2.0
_happened = threading.Event()
_saving = threading.Lock()
_save_all, _answer = app.save_all, app.app


def _save_one_at_a_time(services: object) -> None:
    with _saving:
        _save_all(services)


async def _answer_and_note(scope: dict[str, Any], receive: object, send: Any) -> None:
    if scope["type"] == "http" and scope["path"] == "/favicon.ico":
        # The hosted sign-in page names no icon: a browser asks for this one, and would call its absence an error.
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    if scope["type"] == "http" and not scope["path"].startswith("/_ministack/"):
        _happened.set()
    await _answer(scope, receive, send)


def _keep_saving() -> None:
    pause = _PAUSE_SECONDS
    while True:
        _happened.wait()
        time.sleep(pause)
        stacks = cloudformation._stacks.all_values()  # noqa: SLF001
        if any(stack.get("StackStatus", "").endswith("IN_PROGRESS") for stack in stacks):
            # Half a deploy is nothing to come back to.
            continue
        _happened.clear()
        began = time.monotonic()
        app.save_all(app._build_persistence_save_dict())  # noqa: SLF001
        pause = max(_PAUSE_SECONDS, 20 * (time.monotonic() - began))


app.save_all, app.app = _save_one_at_a_time, _answer_and_note
logging.getLogger("persistence").setLevel(logging.WARNING)
threading.Thread(target=_keep_saving, name="saving", daemon=True).start()

app.main()
