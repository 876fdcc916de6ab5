"""Starts the emulator with seventeen patches of ministack 1.5.33: `launcher.py <interpreter>`, run by the emulator's
own Python. They rely on its internals, so emulator.txt pins it, and tests/local and tests/e2e test their effects.
"""

import sys

# Patch: Python functions run with `sys.executable` (core/lambda_runtime.py). A different interpreter gives them the
# packages and limits of the real runtime.
sys.executable = sys.argv.pop(1)

import hashlib  # noqa: E402 - what follows may read sys.executable while it is imported
import json  # noqa: E402
import logging  # noqa: E402
import os  # noqa: E402
import re  # noqa: E402
import shutil  # noqa: E402
import subprocess  # noqa: E402
import tempfile  # noqa: E402
import threading  # noqa: E402
import types  # noqa: E402
import zipfile  # noqa: E402
from functools import lru_cache  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from ministack import app  # noqa: E402
from ministack.core import cloudfront_js, iam_evaluator, lambda_runtime  # noqa: E402
from ministack.services import apigateway_v1, dynamodb, lambda_svc  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from local import durability, event_turns, function_logs, hosted_page, narrow_queries, snapshots  # noqa: E402
from local.journal import Journal  # noqa: E402

# Patch: without this, each process of a function unpacks 50 MB and compiles what it imports, which slows down a dozen
# simultaneous uploads. One folder for each zip, unpacked and compiled once, serves all processes. A zip that differs
# from an earlier one in a few files shares the others with it, compiled ones included.
_unpacking = threading.Lock()
_unpacked: dict[Path, dict[str, tuple[int, int]]] = {}
_MOST_UNPACKED = 20


class _Zip(zipfile.ZipFile):
    def extractall(self, path: Any = None, members: Any = None, pwd: bytes | None = None) -> None:  # noqa: ARG002
        digest = hashlib.sha256(Path(str(self.filename)).read_bytes()).hexdigest()
        kept = Path(tempfile.gettempdir(), f"code-{digest[:32]}")
        with _unpacking:
            if not kept.exists():
                self._unpack(kept)
        Path(path).rmdir()
        Path(path).symlink_to(kept, target_is_directory=True)

    def _unpack(self, kept: Path) -> None:
        facts = {entry.filename: (entry.CRC, entry.file_size) for entry in self.infolist() if not entry.is_dir()}
        earlier = max(_unpacked, key=lambda folder: len(_unpacked[folder].items() & facts.items()), default=None)
        unfinished = kept.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        new = []
        for name, fact in facts.items():
            if earlier and _unpacked[earlier].get(name) == fact:
                _link(earlier / name, unfinished / name)
                if name.endswith(".py"):
                    for compiled in (earlier / name).parent.glob(f"__pycache__/{Path(name).stem}.*.pyc"):
                        _link(compiled, (unfinished / name).parent / "__pycache__" / compiled.name)
            else:
                self.extract(name, unfinished)
                new.append(str(unfinished / name))
        # The interpreter limits itself to the memory of the function it runs. It runs in the unpacked folder, so that
        # tracebacks name the real files.
        command = ["env", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512", sys.executable, "-m", "compileall", "-q", "-i", "-"]
        command += ["-s", str(unfinished), "-p", str(kept)]
        subprocess.run(command, input="\n".join(new), text=True, check=False)
        unfinished.rename(kept)
        _unpacked[kept] = facts
        while len(_unpacked) > _MOST_UNPACKED:
            # Running processes may still import from the folder, so only the list of folders is limited.
            del _unpacked[next(iter(_unpacked))]


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.hardlink_to(source)


lambda_runtime.zipfile = types.SimpleNamespace(**vars(zipfile) | {"ZipFile": _Zip})

# Patch: a method that needs an API key passes it to the function (AWS: requestContext.identity).
_event = apigateway_v1._build_lambda_event_v1  # noqa: SLF001


def _event_with_key(*facts: Any, **named: Any) -> dict[str, Any]:
    event: dict[str, Any] = _event(*facts, **named)
    resource, method, headers = facts[3], facts[5], facts[6]
    key = apigateway_v1._resolve_api_key(headers.get("x-api-key"))  # noqa: SLF001
    if key and resource["resourceMethods"].get(method, {}).get("apiKeyRequired"):
        event["requestContext"]["identity"] |= {"apiKey": key["value"], "apiKeyId": key["id"]}
    return event


apigateway_v1._build_lambda_event_v1 = _event_with_key  # noqa: SLF001

# Patch: a policy may depend on the tags of an API key (AWS: aws:ResourceTag).
_enforce = iam_evaluator.enforce


def _enforce_with_tags(*facts: Any, **named: Any) -> Any:
    arn = str(named.get("resource_arn"))
    if "::/apikeys/" in arn:
        key = apigateway_v1._api_keys.get(arn.rpartition("/")[2], {})  # noqa: SLF001
        tags = {f"aws:resourcetag/{name}".lower(): value for name, value in key.get("tags", {}).items()}
        named["service_context"] = {**(named.get("service_context") or {}), **tags}
    return _enforce(*facts, **named)


iam_evaluator.enforce = _enforce_with_tags

# Patch: a function's position in a table's stream survives a restart, but the stream does not: it begins again at zero,
# and everything before the old position would be skipped. It must be read from its beginning.
_restore = lambda_svc._restore_esm_positions  # noqa: SLF001


def _restore_but_streams(store: object, positions: object) -> None:
    if store is not lambda_svc._dynamodb_stream_positions:  # noqa: SLF001
        _restore(store, positions)


lambda_svc._restore_esm_positions = _restore_but_streams  # noqa: SLF001
lambda_svc._dynamodb_stream_positions.clear()  # noqa: SLF001

# Patch: every call by a role is recorded once, so that tests can compare the calls with what the role allows. Names of
# objects are cut to their first folder, which is what policies distinguish.
_CALLS = Path(os.environ["DOCLOFT_CALLS"])
_called: set[tuple[str, str, str, bool]] = set()
_decide = iam_evaluator.enforce


def _enforce_and_record(access_key_id: str, iam_action: str, service: str, *rest: Any, **named: Any) -> Any:
    refusal = _decide(access_key_id, iam_action, service, *rest, **named)
    caller = iam_evaluator.resolve_caller_identity(access_key_id) or {}
    _, is_role, session = caller.get("userArn", "").partition(":assumed-role/")
    if is_role:
        resource = named.get("resource_arn", rest[1] if len(rest) > 1 else "*")
        if service == "s3" and resource.count("/") > 1:
            resource = "/".join([*resource.split("/")[:2], "*"])
        call = (session.split("/")[0], iam_action, resource, refusal is None)
        if call not in _called:
            _called.add(call)
            with _CALLS.open("a") as calls:
                calls.write(json.dumps(dict(zip(("role", "action", "resource", "allowed"), call, strict=True))) + "\n")
    return refusal


iam_evaluator.enforce = _enforce_and_record

# Patch: a function that is debugged (docs/how-to/debug.md) may stop at a breakpoint for an hour.
_debugged = f"-{os.environ.get('DOCLOFT_DEBUG') or 'no function'}"
_init_worker = lambda_runtime.Worker.__init__


def _init_patient_worker(worker: Any, name: str, config: dict[str, Any], code_zip: bytes) -> None:
    patient = {"Timeout": 3600} if name.endswith(_debugged) else {}
    _init_worker(worker, name, {**config, **patient}, code_zip)


lambda_runtime.Worker.__init__ = _init_patient_worker

# Patch: CloudFront's sites differ by host name, and a browser resolves names under localhost to this machine. The
# emulator expects names under its own host, which is an IP address here.
app._CLOUDFRONT_HOST_RE = re.compile(r"^([a-z0-9]+)\.cloudfront\.(?:net|localhost)(?::\d+)?$")  # noqa: SLF001

# Patch: a page of the site requests 60 files, several at once, and each of them calls a CloudFront function. Without
# the patch, the emulator keeps the Node processes of two such calls and starts the others again.
cloudfront_js._pool.max_idle = 16  # noqa: SLF001

# Patch: results that depend on a text alone are computed once. Without the patch, the emulator parses the policies of
# the caller's role for each call, and checks the syntax of a condition for each item that a query reads: 6 % of its
# processor time.
dynamodb._condition_syntax_error = lru_cache(1000)(dynamodb._condition_syntax_error)  # noqa: SLF001
_parse_policy = iam_evaluator.parse_policy_document
_parse_policy_once = lru_cache(1000)(lambda document: tuple(_parse_policy(document)))


def _parsed_policy(document: str | dict[str, Any]) -> list[Any]:
    return list(_parse_policy_once(document)) if isinstance(document, str) else _parse_policy(document)


iam_evaluator.parse_policy_document = _parsed_policy

# Patch: a query reads its part of a partition instead of all of it (local/narrow_queries.py).
narrow_queries.install()

# Patch: events wait while a function handles others (local/event_turns.py).
event_turns.install()

# Patch: only states that have changed are written, and they are encoded in C (local/snapshots.py).
snapshots.install()

# Patch: what the emulator accepted is kept even if it is killed (local/durability.py).
_journal = Journal(Path(os.environ["STATE_DIR"]).with_name("journal"))
_saver = durability.Saver(_journal)
_load, _respond = app._load_persisted_state, app.app  # noqa: SLF001


def _load_and_replay() -> None:
    durability.restore(_load, _journal)
    _saver.start()


def _reads_logs(scope: dict[str, Any]) -> bool:
    """`make run` reads them twice a second, and nothing would ever be at rest."""
    return any(name == b"x-amz-target" and target.endswith(b".FilterLogEvents") for name, target in scope["headers"])


async def _respond_and_note(scope: dict[str, Any], receive: object, send: Any) -> None:
    if scope["type"] == "http" and scope["path"] == "/favicon.ico":
        # Patch: the hosted sign-in page has no icon; browsers request this path and log a 404 as an error.
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    if scope["type"] == "http" and not scope["path"].startswith("/_ministack/") and not _reads_logs(scope):
        _saver.changed()
    await _respond(scope, receive, send)


# Patch: the log of an invocation has all its lines, on a busy machine too (local/function_logs.py).
function_logs.install()

# Patch: the hosted sign-in page keeps a session, requires a second factor, and tokens can be revoked
# (local/hosted_page.py).
hosted_page.install()

app.save_all, app._load_persisted_state, app.app = durability.save_on_exit, _load_and_replay, _respond_and_note  # noqa: SLF001
logging.getLogger("persistence").setLevel(logging.WARNING)

app.main()
