"""Rules for several stages in one account: every name that we choose contains the stage."""

import re
from collections.abc import Iterator

from tests.contract.rules.deployment import Deployment, Resource
from tests.contract.rules.registry import ON_THIS_MACHINE, rule

NAMES = {
    "ApiGateway::ApiKey": "Name",
    "ApiGateway::RestApi": "Name",
    "ApiGateway::UsagePlan": "UsagePlanName",
    "Budgets::Budget": "Budget.BudgetName",
    "CloudFront::CachePolicy": "CachePolicyConfig.Name",
    "CloudFront::Function": "Name",
    "CloudFront::OriginAccessControl": "OriginAccessControlConfig.Name",
    "CloudFront::ResponseHeadersPolicy": "ResponseHeadersPolicyConfig.Name",
    "CloudWatch::Alarm": "AlarmName",
    "CloudWatch::Dashboard": "DashboardName",
    "Cognito::UserPool": "UserPoolName",
    "Cognito::UserPoolClient": "ClientName",
    "Cognito::UserPoolDomain": "Domain",
    "DynamoDB::Table": "TableName",
    "Events::Rule": "Name",
    "IAM::Role": "RoleName",
    "Lambda::Function": "FunctionName",
    "Logs::LogGroup": "LogGroupName",
    "S3::Bucket": "BucketName",
    "SNS::Topic": "TopicName",
    "SQS::Queue": "QueueName",
    "SSM::Parameter": "Name",
}
"""The property with the name of each kind. AWS names the other kinds, or they are part of a named resource."""


@rule()
def names_are_not_generated(deployment: Deployment) -> Iterator[str]:
    """CloudFormation would cut the stack's name in them to 24 characters (see packaging/bucket.cjs), so that no pattern
    in a policy could find the stage. It names only what has no name in NAMES.
    """
    for resource in deployment.resources.values():
        if resource.kind.removeprefix("AWS::") in NAMES and not name_of(resource):
            yield f"{resource.name}: CloudFormation would generate its name"


@rule()
def names_contain_the_stage(deployment: Deployment) -> Iterator[str]:
    stage = "local" if deployment.stage in ON_THIS_MACHINE else "prod"
    for name, where in names(deployment).items():
        if stage not in re.split(r"[-/]", name):
            yield f"{where}: has the same name {name} in every stage"


def names(deployment: Deployment) -> dict[str, str]:
    """The physical names that we choose, with exports, and the resource that has each."""
    found = {export: f"{where} (export)" for where, export in deployment.exports.items()}
    for resource in deployment.resources.values():
        if name := name_of(resource):
            found[name] = resource.name
    return found


def name_of(resource: Resource) -> str:
    value: object = resource.properties
    for part in NAMES.get(resource.kind.removeprefix("AWS::"), "-").split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return str(value)
