"""The role that GitHub deploys a stage with (.github/deploy-role.yml)."""

from functools import cache
from typing import Any

from tests.contract.rules.deployment import Deployment, listed
from tests.contract.rules.iam import Request, is_allowed
from tests.contract.templates import ROOT, parse_yaml

FILE = ROOT / ".github/deploy-role.yml"


def _deployment(stage: str) -> Deployment:
    return Deployment.of(stage, {"github": parse_yaml(FILE.read_text().replace("${Stage}", stage))})


@cache
def statements(stage: str) -> list[dict[str, Any]]:
    """Its policy for this stage, resolved, with Action and Resource as lists."""
    deployment = _deployment(stage)
    [role] = deployment.of_kind("IAM::Role")
    return list(deployment.statements(role))


@cache
def boundary(stage: str) -> tuple[str, list[dict[str, Any]]]:
    """The name and the statements of the boundary that the role requires."""
    deployment = _deployment(stage)
    [policy] = deployment.of_kind("IAM::ManagedPolicy")
    statements = policy.properties["PolicyDocument"]["Statement"]
    parts = [one | {key: listed(one[key]) for key in ("Action", "Resource")} for one in statements]
    return str(policy.properties["ManagedPolicyName"]), parts


@cache
def allows(stage: str, request: Request) -> bool:
    """Whether the role of this stage allows the request."""
    return is_allowed(statements(stage), request)
