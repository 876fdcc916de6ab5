"""`make diff`: what a deploy of the files here would change. Compares with the deployed stage and names its drift;
without an account, compares with the templates that `make package` wrote last.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from botocore.exceptions import ClientError

from docloft.clock import timestamp
from operate import deployed, packaged, template_diff
from operate.packaged import STACKS, Packaged
from operate.stage import Stage, code
from operate.template_diff import Change
from tools.failure import OperatorError
from tools.local_stage import ROOT

_RED, _PLAIN = "\033[31m", "\033[0m"
_REGION = "eu-central-1"


def diff(stage: Stage) -> int:
    """Prints the changes against the deployed stage, and its drift. Returns 0; changes nothing."""
    with TemporaryDirectory(prefix="docloft-diff-") as folder:
        after = packaged.package(stage.name, Path(folder))
    show(compare(deployed.read(stage), after, stage.region))
    print()
    for stack in STACKS:
        try:
            found = deployed.drift(stage, stack)
        except (ClientError, OperatorError) as error:
            why = code(error) if isinstance(error, ClientError) else str(error)
            print(f"{stack}: drift is not known ({why})")
            continue
        for name, paths in found.items():
            print(red(f"{stack}: drifted: {name}: {', '.join(paths)} changed outside CloudFormation"))
        if not found:
            print(f"{stack}: no drift")
    return 0


def diff_with_packages(stage: str) -> int:
    """Prints the changes against what `make package` wrote last for this stage. Needs no account. Raises OperatorError
    when there is no such package.
    """
    folder = ROOT / ".local/package" / stage
    before = packaged.read(folder)
    if not before.templates:
        raise OperatorError(
            f"There are no AWS credentials, and no package of {stage} to compare with. In the version that is "
            f"deployed, run: make package STAGE={stage}. Then run this again in the version to be deployed."
        )
    written = datetime.fromtimestamp(max(path.stat().st_mtime for path in folder.iterdir()), UTC)
    print(f"No AWS credentials: compared with the package of {timestamp(written)} in {folder.relative_to(ROOT)}.\n")
    with TemporaryDirectory(prefix="docloft-diff-") as temporary:
        after = packaged.package(stage, Path(temporary))
    show(compare(before, after, os.environ.get("AWS_REGION") or _REGION))
    print("\nDrift is not known without an account.")
    return 0


def compare(before: Packaged, after: Packaged, region: str) -> dict[str, list[Change] | None]:
    """Changes by stack; None for a stack that does not exist yet."""
    return {
        stack: template_diff.compare(stack, before.templates[stack], after.templates[stack], region)
        + _code(stack, before, after)
        if stack in before.templates
        else None
        for stack in STACKS
        if stack in after.templates
    }


def show(changes: dict[str, list[Change] | None]) -> None:
    """Prints one line for each change; those that lose or leave behind a resource are red on a terminal."""
    for stack, found in changes.items():
        if found is None:
            print(f"{stack}: a new stack")
        elif not found:
            print(f"{stack}: no change")
        for change in found or []:
            line = f"{stack}: {change}"
            print(red(line) if change.is_drastic else line)


def red(line: str) -> str:
    """The line in red on a terminal, unless NO_COLOR (https://no-color.org) or FORCE_COLOR says otherwise."""
    forced = bool(os.environ.get("FORCE_COLOR"))
    if os.environ.get("NO_COLOR") or not (forced or sys.stdout.isatty()):
        return line
    return f"{_RED}{line}{_PLAIN}"


def _code(stack: str, before: Packaged, after: Packaged) -> list[Change]:
    existing = packaged.functions_of(before.templates[stack])
    names = [name for name in packaged.functions_of(after.templates[stack]) if name in existing]
    changed = [name.rpartition("-")[2] for name in names if before.code.get(name) != after.code.get(name)]
    if not changed:
        return []
    return [Change(stack, f"the code of {', '.join(changed)}", "zip", template_diff.Effect.CHANGED)]
