"""The role that GitHub deploys a stage with (.github/deploy-role.yml)."""

from functools import cache
from typing import Any

from tests.contract.rules.deployment import Deployment
from tests.contract.rules.iam import Request, is_allowed
from tests.contract.templates import ROOT, parse_yaml

FILE = ROOT / ".github/deploy-role.yml"


@cache
def statements(stage: str) -> list[dict[str, Any]]:
    """Its policy for this stage, resolved, with Action and Resource as lists."""
    deployment = Deployment.of(stage, {"github": parse_yaml(FILE.read_text().replace("${Stage}", stage))})
    [role] = deployment.of_kind("IAM::Role")
    return list(deployment.statements(role))


@cache
def allows(stage: str, request: Request) -> bool:
    """Whether the role of this stage allows the request."""
    return is_allowed(statements(stage), request)
