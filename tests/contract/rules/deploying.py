"""Rules for the role that deploys a stage from GitHub."""

from collections.abc import Iterator

from tests.contract.rules import deploy_role, deploys
from tests.contract.rules.arns import attributes_replaced
from tests.contract.rules.deployment import Deployment
from tests.contract.rules.iam import Request, find_action, is_allowed
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


@rule("deploy-role", stages=("domain",))
def roles_have_the_boundary_that_the_deploy_role_requires(deployment: Deployment) -> Iterator[str]:
    """This kind of deployment sets `permissions_boundary`, as the workflow does."""
    for role in deployment.of_kind("IAM::Role"):
        if role.properties.get("PermissionsBoundary") != deploys.boundary_of("prod"):
            yield f"{role.name}: has the boundary {role.properties.get('PermissionsBoundary')}"


@rule("deploy-role")
def boundary_allows_what_roles_allow(deployment: Deployment) -> Iterator[str]:
    """A role may do what both its policy and its boundary allow (AWS: permissions boundaries for IAM entities)."""
    _, statements = deploy_role.boundary("local" if deployment.stage in ON_THIS_MACHINE else "prod")
    for role in deployment.of_kind("IAM::Role"):
        for statement in deployment.statements(role):
            for action in statement["Action"]:
                for resource in statement["Resource"]:
                    arn = attributes_replaced(resource, deployment)
                    # Wildcards and missing resources violate other rules.
                    if arn == "*" and (known := find_action(action)) and known.templates:
                        continue
                    if not arn.startswith("ref:") and not is_allowed(statements, Request(action, arn)):
                        yield f"{role.name}: the boundary does not allow {action} on {arn}"
