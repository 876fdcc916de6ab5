"""What each function may do."""

from collections.abc import Iterator

from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import rule

KNOW_NO_RESOURCES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
"""https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html"""


@rule("least-privilege")
def every_function_has_a_role_of_its_own(deployment: Deployment) -> Iterator[str]:
    owners: dict[str, str] = {}
    for function in deployment.functions():
        role = deployment.named(function.properties["Role"])
        if role is None or role.kind != "AWS::IAM::Role":
            yield f"{function.name}: no role of ours"
        elif role.name in owners:
            yield f"{function.name}: shares the role of {owners[role.name]}"
        else:
            owners[role.name] = function.name


@rule("least-privilege")
def no_role_may_do_everything(deployment: Deployment) -> Iterator[str]:
    for role in deployment.of_kind("IAM::Role"):
        if role.properties.get("ManagedPolicyArns"):
            yield f"{role.name}: a policy that AWS writes, and widens"
        for statement in deployment.statements(role):
            if {"NotAction", "NotResource"} & statement.keys():
                yield f"{role.name}: everything but something"
            for action in statement["Action"]:
                if "*" in action:
                    yield f"{role.name}: {action}"
            if not set(statement["Action"]) <= KNOW_NO_RESOURCES:
                for resource in statement["Resource"]:
                    if resource == "*" or (resource.split("*")[0].count(":") < 5 and not resource.startswith("ref:")):
                        yield f"{role.name}: {statement['Action'][0]} on {resource}"


@rule("least-privilege")
def roles_are_lambdas_alone(deployment: Deployment) -> Iterator[str]:
    for role in deployment.of_kind("IAM::Role"):
        for statement in role.properties["AssumeRolePolicyDocument"]["Statement"]:
            if statement["Principal"] != {"Service": "lambda.amazonaws.com"}:
                yield f"{role.name}: {statement['Principal']} may take it"
