"""`make doctor`: checks a running stage and prints what to do. Changes nothing."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from botocore.exceptions import BotoCoreError, ClientError

from operate import (
    alarm_recipients,
    backlog,
    containment,
    deployed,
    diffing,
    function_health,
    integrity,
    packaged,
    quotas,
    reachability,
    search_service,
)
from operate.findings import Finding, Level, fine, problem, unknown
from operate.stage import Stage, code
from tools.failure import OperatorError

Check = Callable[[Stage], Iterator[Finding]]


def templates(stage: Stage) -> Iterator[Finding]:
    """The deployed templates and code are what the files here would deploy."""
    with TemporaryDirectory(prefix="docloft-doctor-") as folder:
        here = packaged.package(stage.name, Path(folder))
    found = diffing.compare(deployed.read(stage), here, stage.region)
    for stack, changes in found.items():
        if changes is None or changes:
            count = "missing" if changes is None else f"{len(changes)} differences"
            yield problem(
                f"{stack} is not as here: {count}.",
                f"{stage.command('diff')} lists them; {stage.command('deploy', SERVICE=stack)} makes it so.",
            )
    if not any(changes is None or changes for changes in found.values()):
        yield fine("templates and code are those of the files here")


CHECKS: dict[str, Check] = {
    "stacks": function_health.stacks,
    "functions": function_health.functions,
    "api": reachability.api,
    "site": reachability.site,
    "recipients": alarm_recipients.recipients,
    "alarms": alarm_recipients.firing,
    "given up": backlog.given_up,
    "queue": backlog.queue,
    "index": backlog.index,
    "opensearch": search_service.opensearch,
    "concurrency": quotas.concurrency,
    "keys": quotas.keys,
    "confinement": containment.confinement,
    "templates": templates,
}
"""All checks by name, the slowest last."""

ON_REQUEST: dict[str, Check] = {"originals": integrity.originals}
"""Checks that take hours in a large archive, so they are made only when they are named."""


def examine(stage: Stage, only: tuple[str, ...] = ()) -> int:
    """Runs these checks, or all of CHECKS, and prints a line for each finding. Returns 1 when there is a problem, 2
    when there is none but something could not be checked, and 0 otherwise. Raises OperatorError for a check that does
    not exist.
    """
    known = CHECKS | ON_REQUEST
    if missing := [name for name in only if name not in known]:
        raise OperatorError(f"There is no check {missing[0]}. The checks are: {', '.join(known)}.")
    found: Counter[Level] = Counter()
    for name in only or CHECKS:
        for finding in _run(known[name], stage):
            found[finding.level] += 1
            print(f"{finding.level:8} {name}: {finding.what}")
            if finding.advice:
                print(f"         {'-> ' if finding.level == Level.PROBLEM else ''}{finding.advice}")
    problems, unchecked = found[Level.PROBLEM], found[Level.UNKNOWN]
    summary = {0: "No problems", 1: "1 problem"}.get(problems, f"{problems} problems")
    print(f"\n{summary}{f', but {unchecked} not checked' if unchecked else ''}.")
    return 1 if problems else 2 if unchecked else 0


def _run(check: Check, stage: Stage) -> Iterator[Finding]:
    """A check that AWS refuses does not stop the others."""
    try:
        yield from check(stage)
    except ClientError as error:
        yield unknown(
            f"AWS refused {error.operation_name}: {code(error)}.",
            "operate/README.md, Rights, lists what this command needs.",
        )
    except (BotoCoreError, OperatorError) as error:
        yield unknown(str(error))
