"""The ARNs of resources in templates, on which IAM checks calls. GENERATED stands for ids that AWS generates."""

import re
from contextlib import suppress

from tests.contract.rules.deployment import ACCOUNT, PSEUDO, Deployment, Resource

GENERATED = "0a1b2c3d4e"
_REGION = PSEUDO["AWS::Region"]
_HERE = f"{_REGION}:{ACCOUNT}"
_GATEWAY = f"arn:aws:apigateway:{_REGION}::"
_API = f"/restapis/{GENERATED}"
_TAGS = "/tags/arn%3Aaws%3Aapigateway"

_ARNS: dict[str, tuple[str, ...]] = {
    "ApiGateway::ApiKey": (f"{_GATEWAY}/apikeys", f"{_GATEWAY}/apikeys/{GENERATED}", f"{_GATEWAY}{_TAGS}"),
    "ApiGateway::Authorizer": (f"{_GATEWAY}{_API}/authorizers", f"{_GATEWAY}{_API}/authorizers/{GENERATED}"),
    "ApiGateway::Deployment": (f"{_GATEWAY}{_API}/deployments", f"{_GATEWAY}{_API}/deployments/{GENERATED}"),
    "ApiGateway::GatewayResponse": (f"{_GATEWAY}{_API}/gatewayresponses/{{ResponseType}}",),
    "ApiGateway::Method": (f"{_GATEWAY}{_API}/resources/{GENERATED}/methods/{{HttpMethod}}",),
    "ApiGateway::Model": (f"{_GATEWAY}{_API}/models", f"{_GATEWAY}{_API}/models/{{Name}}"),
    "ApiGateway::RequestValidator": (
        f"{_GATEWAY}{_API}/requestvalidators",
        f"{_GATEWAY}{_API}/requestvalidators/{GENERATED}",
    ),
    "ApiGateway::Resource": (f"{_GATEWAY}{_API}/resources", f"{_GATEWAY}{_API}/resources/{GENERATED}"),
    "ApiGateway::RestApi": (f"{_GATEWAY}/restapis", f"{_GATEWAY}{_API}", f"{_GATEWAY}{_TAGS}"),
    "ApiGateway::Stage": (f"{_GATEWAY}{_API}/stages", f"{_GATEWAY}{_API}/stages/{{StageName}}", f"{_GATEWAY}{_TAGS}"),
    "ApiGateway::UsagePlan": (f"{_GATEWAY}/usageplans", f"{_GATEWAY}/usageplans/{GENERATED}", f"{_GATEWAY}{_TAGS}"),
    "ApiGateway::UsagePlanKey": (
        f"{_GATEWAY}/usageplans/{GENERATED}/keys",
        f"{_GATEWAY}/usageplans/{GENERATED}/keys/{GENERATED}",
    ),
    "Budgets::Budget": (f"arn:aws:budgets::{ACCOUNT}:budget/{{Budget[BudgetName]}}",),
    "CloudFront::CachePolicy": (f"arn:aws:cloudfront::{ACCOUNT}:cache-policy/{GENERATED}",),
    "CloudFront::Distribution": (f"arn:aws:cloudfront::{ACCOUNT}:distribution/{GENERATED}",),
    "CloudFront::Function": (f"arn:aws:cloudfront::{ACCOUNT}:function/{{Name}}",),
    "CloudFront::OriginAccessControl": (f"arn:aws:cloudfront::{ACCOUNT}:origin-access-control/{GENERATED}",),
    "CloudFront::ResponseHeadersPolicy": (f"arn:aws:cloudfront::{ACCOUNT}:response-headers-policy/{GENERATED}",),
    "CloudWatch::Alarm": (f"arn:aws:cloudwatch:{_HERE}:alarm:{{AlarmName}}",),
    "CloudWatch::Dashboard": (f"arn:aws:cloudwatch::{ACCOUNT}:dashboard/{{DashboardName}}",),
    "Cognito::UserPool": (f"arn:aws:cognito-idp:{_HERE}:userpool/{_REGION}_{GENERATED}",),
    "DynamoDB::Table": (f"arn:aws:dynamodb:{_HERE}:table/{{TableName}}",),
    "Events::Rule": (f"arn:aws:events:{_HERE}:rule/{{Name}}",),
    "IAM::Role": (f"arn:aws:iam::{ACCOUNT}:role/{{RoleName}}",),
    "Lambda::EventSourceMapping": (f"arn:aws:lambda:{_HERE}:event-source-mapping:{GENERATED}",),
    "Lambda::Function": (f"arn:aws:lambda:{_HERE}:function:{{FunctionName}}",),
    "Logs::LogGroup": (f"arn:aws:logs:{_HERE}:log-group:{{LogGroupName}}",),
    "S3::Bucket": ("arn:aws:s3:::{BucketName}", "arn:aws:s3:::{BucketName}/object"),
    "SSM::Parameter": (f"arn:aws:ssm:{_HERE}:parameter{{Name}}",),
    "SNS::Topic": (f"arn:aws:sns:{_HERE}:{{TopicName}}",),
    "SQS::Queue": (f"arn:aws:sqs:{_HERE}:{{QueueName}}",),
}


def names_in_arns() -> dict[str, str]:
    """The property with which an ARN ends, by kind, as in naming.NAMES. Without parts of an API: their ARNs have its
    id.
    """
    return {
        kind: found[1].replace("[", ".").rstrip("]")
        for kind, arns in _ARNS.items()
        for arn in arns
        if _API not in arn and (found := re.search(r"\{([^}]+)\}$", arn))
    }


def has_arns(kind: str) -> bool:
    """Whether resources of this kind have their own ARNs."""
    return kind.removeprefix("AWS::") in _ARNS


_ATTRIBUTE = re.compile(r"ref:(\w+/\w+)\.Arn")


def attributes_replaced(text: str, deployment: Deployment) -> str:
    """A resource of a resolved policy, with the ARNs that are known only after a deploy."""
    return _ATTRIBUTE.sub(lambda found: arns_of(deployment.resources[found[1]])[0], text)


def arns_of(resource: Resource) -> tuple[str, ...]:
    """Its own ARNs and those of the collection it is created in. Empty for a resource that is part of another one, or
    that lacks its name.
    """
    found = []
    for arn in _ARNS.get(resource.kind.removeprefix("AWS::"), ()):
        with suppress(KeyError):
            found.append(arn.format_map(resource.properties))
    return tuple(found)
