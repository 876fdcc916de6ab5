"""Rules for the permissions of functions."""

from collections.abc import Iterator

from tests.contract.rules.deployment import Deployment
from tests.contract.rules.registry import rule

WITHOUT_RESOURCES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords", "textract:DetectDocumentText"}
"""https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html and list_amazontextract.html"""


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
            if not set(statement["Action"]) <= WITHOUT_RESOURCES:
                for resource in statement["Resource"]:
                    if resource == "*" or (resource.split("*")[0].count(":") < 5 and not resource.startswith("ref:")):
                        yield f"{role.name}: {statement['Action'][0]} on {resource}"


@rule("least-privilege")
def only_lambda_assumes_roles(deployment: Deployment) -> Iterator[str]:
    for role in deployment.of_kind("IAM::Role"):
        for statement in role.properties["AssumeRolePolicyDocument"]["Statement"]:
            if statement["Principal"] != {"Service": "lambda.amazonaws.com"}:
                yield f"{role.name}: {statement['Principal']} may assume it"
