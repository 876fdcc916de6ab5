"""The stacks as the emulator has them: deployed by the real Serverless CLI, only where something changed."""

import hashlib
import json
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError

from local.emulator import last_lines
from tools.failure import OperatorError
from tools.local_stage import REGION, ROOT, STAGE, environment, settings
from tools.progress import step

STACKS = {"frontend": "frontend", "storage": "services/storage", "worker": "services/worker", "api": "services/api"}
"""In the order of serverless-compose.yml."""

_SHARED = (
    "serverless.common.yml",
    "packaging",
    "package-lock.json",
    "packages/shared/src",
    "packages/shared/pyproject.toml",
)
_SITE = ("frontend", "package-lock.json")
_SETTLE_SECONDS = 60
_IGNORED = frozenset({"__pycache__", ".serverless", "tests", "node_modules", "events", "bench", "README.md"})


def deploy() -> None:
    """Brings every stack up to date with the files here, then the site. Does nothing for what did not change. Raises
    OperatorError with the last lines of the CLI.
    """
    stand = stacks()
    changed = [name for name in STACKS if _is_changed(name, stand)]
    everything = len(changed) == len(STACKS)
    if everything:
        with step("Deploying storage, worker, API and the site (about a minute)"):
            _cli(["npx", "--no-install", "osls-compose", "deploy", "--stage", STAGE], ROOT)
    else:
        for name in changed:
            with step(f"Deploying {name}"):
                _cli(["npx", "--no-install", "serverless", "deploy", "--stage", STAGE], ROOT / STACKS[name])
    if changed:
        _remember({name: _checksum_of(name) for name in changed})
    write_outputs()
    if everything:
        _remember({"site": _checksum_of_site()})
    else:
        publish()


def publish() -> bool:
    """Puts the site's files into its bucket, if they changed; answers whether they had."""
    checksum = _checksum_of_site()
    if _remembered().get("site") == checksum:
        return False
    with step("Publishing the site"):
        _cli(["npx", "--no-install", "serverless", "publish", "--stage", STAGE], ROOT / "frontend")
    _remember({"site": checksum})
    return True


def stacks() -> dict[str, dict[str, str]]:
    """Outputs of every stack of this stage that stands."""
    found = {}
    for name in STACKS:
        try:
            stack = client("cloudformation").describe_stacks(StackName=f"docloft-{name}-{STAGE}")["Stacks"][0]
        except ClientError:
            continue
        if stack["StackStatus"] in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
            found[name] = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    return found


def settle() -> None:
    """Waits for a deploy that was interrupted to come to its end, a minute at most: half of one cannot be gone on with
    after a restart.
    """
    deadline = time.monotonic() + _SETTLE_SECONDS
    while time.monotonic() < deadline:
        found = client("cloudformation").describe_stacks()["Stacks"]
        if not any(stack["StackStatus"].endswith("IN_PROGRESS") for stack in found):
            return
        time.sleep(0.5)


def write_outputs() -> dict[str, Any]:
    """`.local/outputs.json`: what tests, bench and scripts read. What seeding wrote into it stays. A stage of one owner
    has `owner_key` in place of a user pool.
    """
    here = settings()
    outputs = stacks()
    storage, api, before = outputs["storage"], outputs["api"], outputs_now()
    if before.get("auth") != api["Auth"]:
        # Other people, hence other papers.
        before = {}
    written: dict[str, Any] = {
        "api_url": api["ApiUrl"],
        "site_url": here.site_url,
        "auth": api["Auth"],
        "user_pool_id": api.get("UserPoolId"),
        "client_id": api.get("UserPoolClientId"),
        "owner_key": _owner_key(api.get("OwnerKeyId")),
        "region": REGION,
        "endpoint_url": here.endpoint_url,
        "demo_user": before.get("demo_user"),
        "drop_key": before.get("drop_key"),
        "auth_url": api.get("AuthUrl"),
        "files_bucket": storage["FilesBucketName"],
        "work_queue_url": storage["WorkQueueUrl"],
        "dead_letter_queue_url": storage["DeadLetterQueueUrl"],
        "site_domain": outputs["frontend"]["DistributionDomain"],
        "tables": {name: storage[f"{name.title()}TableName"] for name in ("documents", "library", "jobs", "history")},
    }
    here.outputs.write_text(json.dumps(written, indent=2) + "\n")
    return written


def _owner_key(api_key_id: str | None) -> str | None:
    """Its value, as its owner asks the gateway for it."""
    if api_key_id is None:
        return None
    return str(client("apigateway").get_api_key(apiKey=api_key_id, includeValue=True)["value"])


def outputs_now() -> dict[str, Any]:
    """What was written last; empty before the first deploy."""
    try:
        found: dict[str, Any] = json.loads(settings().outputs.read_text())
    except FileNotFoundError:
        return {}
    return found


def client(service: str) -> Any:
    """A boto3 client of the emulator, as an operator has one."""
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url=settings().endpoint_url,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the emulator knows no other
    )


def _is_changed(name: str, stand: dict[str, dict[str, str]]) -> bool:
    return name not in stand or _remembered().get(name) != _checksum_of(name)


def _checksum_of(name: str) -> str:
    # The site's stack is its resources; its files are published apart.
    sources = ["frontend/serverless.yml", "frontend/resources"] if name == "frontend" else [STACKS[name]]
    return _checksum([*sources, *_SHARED], extra=str(settings()))


def _checksum_of_site() -> str:
    outputs = outputs_now()
    named = [outputs[name] for name in ("auth", "api_url", "auth_url", "client_id", "user_pool_id")]
    return _checksum(_SITE, extra=json.dumps(named))


def _checksum(sources: Iterable[str], *, extra: str) -> str:
    digest = hashlib.sha256(extra.encode())
    for source in sources:
        top = ROOT / source
        for file in sorted([top] if top.is_file() else top.rglob("*")):
            if file.is_file() and not _IGNORED.intersection(file.relative_to(ROOT).parts):
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _cli(command: list[str], folder: Path) -> None:
    log = settings().home / "deploy.log"
    with log.open("ab") as output:
        output.write(f"\n--- {time.strftime('%F %T')} {' '.join(command)} ({folder.name})\n".encode())
        output.flush()
        ended = subprocess.run(
            command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        )
    if ended.returncode != 0:
        raise OperatorError(
            f"{last_lines(log)}\n\n`{' '.join(command)}` failed in {folder.name}; all it said is in {log}. Try again "
            "with `make run`. If it goes on, `make reset` begins from nothing, without the documents of this stage."
        )


def _remembered() -> dict[str, str]:
    try:
        remembered: dict[str, str] = json.loads(_memory().read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return remembered


def _remember(checksums: dict[str, str]) -> None:
    _memory().write_text(json.dumps(_remembered() | checksums, indent=2) + "\n")


def _memory() -> Path:
    return settings().home / "deployed.json"
