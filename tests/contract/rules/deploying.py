"""Rules for the role that deploys a stage from GitHub."""

from collections.abc import Iterator

from tests.contract.rules import deploy_role, deploys
from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import ON_THIS_MACHINE, rule


@rule("deploy-role")
def deploy_role_allows_what_cloudformation_calls(deployment: Deployment) -> Iterator[str]:
    stage = "local" if deployment.stage in ON_THIS_MACHINE else "prod"
    for name, request in deploys.requests_of_cloudformation(deployment):
        if not request.resource:
            yield (
                f"{name}: {request.action} applies to nothing in the templates. If CloudFormation calls it, arns.py "
                "lacks the ARN of a kind; if not, permissions.toml lacks an entry."
            )
        elif not deploy_role.allows(stage, request):
            yield f"{name}: the deploy role does not allow {request.action} on {request.resource}"
