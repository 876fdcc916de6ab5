"""What a deploy requests from AWS: CloudFormation for each resource of a template, and the CLI and our plugins
themselves.
"""

import fnmatch
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.contract.copies import ROOT
from tests.contract.rules import handlers
from tests.contract.rules.arns import GENERATED, arns_of, has_arns
from tests.contract.rules.deployment import ACCOUNT, PSEUDO, REFERENCE, Deployment
from tests.contract.rules.iam import Action, Request, find_action
from tests.contract.rules.registry import ON_THIS_MACHINE

PERMISSIONS = tomllib.loads((ROOT / "tests/contract/permissions.toml").read_text())
_VERBS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
_READING = {"List", "Read"}


def requests_of_cloudformation(deployment: Deployment) -> Iterator[tuple[str, Request]]:
    """The requests that CloudFormation makes to create, read, update and delete each resource, with the resource's
    name. A request has an empty ARN if its action applies to nothing in the templates. Roles have the boundary with
    which GitHub deploys a stage (.github/workflows/deploy-service.yml).
    """
    for resource in deployment.resources.values():
        # The environment of a function names what it will call, not what CloudFormation calls.
        properties = json.dumps({name: part for name, part in resource.properties.items() if name != "Environment"})
        others = [found for name in REFERENCE.findall(properties) if (found := deployment.resources.get(name))]
        if any(has_arns(one.kind) and not arns_of(one) for one in (resource, *others)):
            # One has no name, which violates another rule (naming.py).
            continue
        functions = [arn for other in others if other.kind == "AWS::Lambda::Function" for arn in arns_of(other)]
        arns = {arn for other in others for arn in arns_of(other)}
        stage = "local" if deployment.stage in ON_THIS_MACHINE else "prod"
        for request in _requests(
            stage, resource.kind, properties, arns_of(resource), frozenset(arns), tuple(functions)
        ):
            yield resource.name, request


def boundary_of(stage: str) -> str:
    """ARN of the permissions boundary that .github/deploy-role.yml creates."""
    return f"arn:aws:iam::{ACCOUNT}:policy/docloft-{stage}-boundary"


@cache
def _requests(
    stage: str, kind: str, properties: str, own: tuple[str, ...], others: frozenset[str], functions: tuple[str, ...]
) -> list[Request]:
    """Cached, because the templates of mutations differ in one resource only."""
    context = {
        "iam:PassedToService": "lambda.amazonaws.com",
        "iam:PermissionsBoundary": boundary_of(stage),
        "lambda:FunctionArn": "".join(functions[:1]),
    }
    present = frozenset(names(json.loads(properties)))
    found = []
    for handler, permissions in handlers.permissions(kind).items():
        for action in filter(None, map(find_action, permissions)):
            arns = _arns(action, own, others)
            # A read handler reads everything, whether the template has it or not.
            is_read = bool(arns) and handler == "read" and action.level in _READING
            if is_read or not unused(kind, present, action.name):
                known = tuple((key, value) for key, value in context.items() if key in action.keys)
                found += [Request(action.name, arn, known) for arn in arns or {""}]
    return found


def _arns(action: Action, own: tuple[str, ...], others: frozenset[str]) -> set[str]:
    if action.name.removeprefix("apigateway:") in _VERBS:
        # AWS's data on these has the resources of HTTP and WebSocket APIs, but not those of REST APIs.
        return set(own)
    if not action.formats:
        return {"*"}
    return {arn for arn in {*own, *others} if any(form.fullmatch(arn) for form in action.formats)}


def unused(kind: str, properties: frozenset[str], action: str) -> dict[str, Any] | None:
    """The entry in permissions.toml according to which CloudFormation does not call this action for a resource with
    these properties, at any depth.
    """
    for entry in PERMISSIONS["deploy"]:
        if (
            fnmatch.fnmatchcase(kind, f"AWS::{entry['kind']}")
            and any(fnmatch.fnmatchcase(action, pattern) for pattern in entry["actions"])
            and not properties & set(entry["unless"])
        ):
            return entry
    return None


def names(part: Any) -> Iterator[str]:
    """Names of properties that have a value: the CLI writes an empty policy."""
    if isinstance(part, dict):
        for name, inner in part.items():
            if inner != "":
                yield name
            yield from names(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from names(inner)


def requests_of_the_cli(stage: str) -> list[Request]:
    """What the CLI, our plugins and the check of the alarms' recipients call during `make deploy`. Recorded, and
    compared, by tests/e2e/test_stages.py.
    """
    here = {"stage": stage, "region": PSEUDO["AWS::Region"], "account": ACCOUNT, "id": GENERATED}
    calls = [*PERMISSIONS["cli"].items(), *PERMISSIONS["cli_rarely"].items()]
    return [Request(action, arn.format_map(here)) for action, arns in calls for arn in arns]
