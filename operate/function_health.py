"""Whether the stacks and functions of a stage are complete, and whether every variable names something that exists."""

from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from docloft.settings import FUNCTIONS, SettingError, validate
from operate.findings import Finding, fine, problem
from operate.packaged import STACKS
from operate.stage import TABLES, Stage, client, code


def stacks(stage: Stage) -> Iterator[Finding]:
    """Each stack exists, its last deploy succeeded, and what it keeps is protected from deletion."""
    complete = True
    for service in STACKS:
        name = f"docloft-{service}-{stage.name}"
        found = _stack(name)
        status = found["StackStatus"] if found else None
        if found is None or status is None:
            complete = False
            yield problem(f"There is no stack {name}.", stage.command("deploy", SERVICE=service))
        elif "ROLLBACK" in status:
            complete = False
            yield problem(
                f"{name} is in {status}: its last deploy failed.",
                f"aws cloudformation describe-stack-events --stack-name {name} names the resource; fix that, then "
                f"{stage.command('deploy', SERVICE=service)}. See docs/deploying.md, Upgrade and rollback.",
            )
        elif not status.endswith("_COMPLETE"):
            complete = False
            yield problem(f"{name} is in {status}.", "Wait until it is complete, then run this again.")
        elif {"ParameterKey": "Protection", "ParameterValue": "off"} in found.get("Parameters", []):
            complete = False
            yield problem(
                f"{name} is not protected from deletion: its last deploy ended before it turned the protection on.",
                stage.command("deploy", SERVICE=service),
            )
    if complete:
        yield fine(f"{len(STACKS)} stacks are complete")


def functions(stage: Stage) -> Iterator[Finding]:
    """Each function is active, has every variable, and its tables, bucket and queues are those of the stage."""
    sound = 0
    for name, service in FUNCTIONS.items():
        deploy = stage.command("deploy", SERVICE=service)
        try:
            found = client("lambda").get_function_configuration(FunctionName=stage.function(name))
        except ClientError as error:
            if code(error) != "ResourceNotFoundException":
                raise
            yield problem(f"The function {name} does not exist.", deploy)
            continue
        faults = [*_states(found), *_variables(stage, name, found)]
        sound += not faults
        for fault in faults:
            yield problem(fault, f"Fix it in services/{service}/serverless.yml, then {deploy}.")
    if sound:
        yield fine(f"{sound} functions are active, with the tables, bucket and queues of this stage")


def _stack(name: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if code(error) == "ValidationError":
            return None
        raise
    return found


def _states(found: dict[str, Any]) -> Iterator[str]:
    name = found["FunctionName"]
    if found.get("State", "Active") not in {"Active", "Pending"}:
        yield f"{name} is {found['State']}: {found.get('StateReason', 'no reason given')}."
    if found.get("LastUpdateStatus") == "Failed":
        yield f"The last update of {name} failed: {found.get('LastUpdateStatusReason', 'no reason given')}."


def _variables(stage: Stage, name: str, found: dict[str, Any]) -> Iterator[str]:
    variables: dict[str, str] = found.get("Environment", {}).get("Variables", {})
    try:
        validate(name, variables)
    except SettingError as error:
        yield str(error)
    for variable, expected in _expected(stage).items():
        value = variables.get(variable)
        if value and value != expected:
            yield f"{variable} of {name} is {value}, not {expected}: it is misspelt, or of another stage."


def _expected(stage: Stage) -> dict[str, str]:
    return {
        **{f"{table.upper()}_TABLE": stage.table(table) for table in TABLES},
        "FILES_BUCKET": stage.outputs["FilesBucketName"],
        "WORK_QUEUE_URL": stage.work_queue_url,
        "DEAD_LETTER_QUEUE_URL": stage.dead_letter_queue_url,
    }
