"""Brings the stage up to date with the files here, each service in the cheapest way that is safe: nothing, new code for
its functions, or a deploy by the Serverless CLI.

What was deployed is recorded together with what the emulator reported afterwards (the time of the stack's last
deploy, CodeSha256 of its functions). A deploy made by hand changes those, and the service is deployed again.
"""

import base64
import hashlib
import json
import subprocess
import time
from enum import StrEnum
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local import code_update, outputs, sources, stacks
from local.emulator import last_lines
from local.sources import Checksums
from local.stacks import SERVICES, Stack
from tools.failure import OperatorError
from tools.local_stage import ROOT, STAGE, environment, settings
from tools.progress import step


class Need(StrEnum):
    """What a service needs so that it matches the files."""

    NOTHING = "nothing"
    CODE = "code"
    DEPLOY = "deploy"


def deploy() -> None:
    """Deploys what differs from the files here, then publishes the site if it differs. Idempotent. Raises OperatorError
    with the last lines of the CLI, or for a syntax error; earlier services stay deployed.
    """
    wanted = {service: sources.checksums(service) for service in SERVICES}
    there = stacks.find_all()
    needs = _needs(wanted, there)
    to_deploy = [service for service in SERVICES if needs[service] is Need.DEPLOY]
    if len(to_deploy) == len(SERVICES):
        # Compose deploys the worker and the API at the same time.
        with step("Deploying storage, worker, API and the site (about a minute)"):
            _cli(["osls-compose", "deploy", "--stage", STAGE], ROOT)
        for service in SERVICES:
            _remember(service, wanted[service], _verified(service))
    else:
        for service in SERVICES:
            if needs[service] is Need.DEPLOY:
                with step(f"Deploying {service}"):
                    _cli(["serverless", "deploy", "--stage", STAGE], ROOT / SERVICES[service])
                    _remember(service, wanted[service], _verified(service))
            elif needs[service] is Need.CODE:
                with step(f"Updating the code of {service}"):
                    stack = there[service]
                    functions = code_update.update(service, stack)
                    _remember(service, wanted[service], Stack(stack.outputs, stack.updated, functions))
    if to_deploy or not outputs.read():
        outputs.write(stacks.find_all())
    if len(to_deploy) == len(SERVICES):
        # Compose has published the site, as the last service.
        _remember_site()
    publish()


def _needs(wanted: dict[str, Checksums], there: dict[str, Stack]) -> dict[str, Need]:
    """Raises OperatorError when a module that would be deployed has a syntax error."""
    remembered = _remembered()
    needs = {service: need(wanted[service], there.get(service), remembered.get(service)) for service in SERVICES}
    for service in SERVICES:
        if needs[service] is Need.CODE and not code_update.is_possible(service, there[service]):
            needs[service] = Need.DEPLOY
        if needs[service] is not Need.NOTHING:
            sources.require_syntax(service)
    return needs


def need(wanted: Checksums, stack: Stack | None, remembered: dict[str, Any] | None) -> Need:
    """What a service needs, given the checksums of its files, its stack (None when there is none) and what was saved
    after the last deploy.
    """
    if stack is None or remembered is None:
        return Need.DEPLOY
    if (remembered.get("config"), remembered.get("updated")) != (wanted.config, stack.updated):
        return Need.DEPLOY
    if (remembered.get("code"), remembered.get("functions")) != (wanted.code, stack.functions):
        return Need.CODE
    return Need.NOTHING


def publish() -> bool:
    """Puts the site's files into its bucket if they differ from what was published last, or if someone else has
    published since. Returns whether it did.
    """
    checksum = _site_checksum()
    if _remembered().get("site") == {"checksum": checksum, "page": _published_page()}:
        return False
    with step("Publishing the site"):
        _cli(["serverless", "publish", "--stage", STAGE], ROOT / "frontend")
    _remember_site(checksum)
    return True


def _verified(service: str) -> Stack:
    """Returns the service's stack after a deploy by the CLI. The CLI compares only with its own last deploy: it says
    "No changes" even if the running code was updated since then. If the running code is not what the CLI packaged,
    this deploys it.
    """
    stack = stacks.find(service)
    if stack is None:
        raise OperatorError(f"The stack of {service} is not complete after its deploy. Try again with `make run`.")
    package = code_update.package_of_last_deploy(ROOT / SERVICES[service], service)
    if package is None:
        return stack
    code_update.keep_libraries(service, stack, package)
    if set(stack.functions.values()) != {base64.b64encode(hashlib.sha256(package).digest()).decode()}:
        return Stack(stack.outputs, stack.updated, code_update.deploy(stack, package))
    return stack


def _site_checksum() -> str:
    """The checksum of the site's files and of the content of its configuration file."""
    written = outputs.read()
    addresses = [written[name] for name in ("auth", "api_url", "auth_url", "client_id", "user_pool_id")]
    return sources.site_checksum(json.dumps(addresses))


def _remember_site(checksum: str | None = None) -> None:
    _save(_remembered() | {"site": {"checksum": checksum or _site_checksum(), "page": _published_page()}})


def _published_page() -> str:
    """Identifies the published page: it contains the version of every other file. Empty when there is none."""
    stack = stacks.find("frontend")
    if stack is None:
        return ""
    try:
        page = stacks.client("s3").head_object(Bucket=stack.outputs["SiteBucketName"], Key="index.html")
    except ClientError:
        return ""
    return f"{page['ETag']} {page['LastModified']}"


def _cli(command: list[str], folder: Path) -> None:
    """Runs an installed program of Node. Not by npx, which takes a third of a second to find it."""
    log = settings().home / "deploy.log"
    within = environment()
    within["PATH"] = f"{ROOT / 'node_modules/.bin'}:{within['PATH']}"
    with log.open("ab") as output:
        output.write(f"\n--- {time.strftime('%F %T')} {' '.join(command)} ({folder.name})\n".encode())
        output.flush()
        ended = subprocess.run(
            command, cwd=folder, env=within, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        )
    if ended.returncode != 0:
        raise OperatorError(
            f"{last_lines(log)}\n\n`{' '.join(command)}` failed in {folder.name}, see {log}. Run `make run` "
            "again; if it keeps failing, `make reset` starts from scratch and deletes this stage's documents."
        )


def _remember(service: str, wanted: Checksums, stack: Stack) -> None:
    entry = {"config": wanted.config, "code": wanted.code, "updated": stack.updated, "functions": stack.functions}
    if sources.checksums(service) != wanted:
        # A file was edited meanwhile: it is unknown which version was read.
        entry["code"] = ""
    _save(_remembered() | {service: entry})


def _remembered() -> dict[str, Any]:
    try:
        remembered = json.loads(_memory().read_text())
    except (FileNotFoundError, ValueError):
        return {}
    # Docloft 0.1 remembered one checksum, as text.
    return {name: entry for name, entry in remembered.items() if isinstance(entry, dict)}


def _save(remembered: dict[str, Any]) -> None:
    _memory().write_text(json.dumps(remembered, indent=2) + "\n")


def _memory() -> Path:
    return settings().home / "deployed.json"
