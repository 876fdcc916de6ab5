"""The role that GitHub deploys with allows what a deploy calls (also rules/deploying.py), and nothing else. The file is
long because it names what the role must never be allowed, and the statements by which that is decided.
"""

import json
import re
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.contract.rules import STAGES, Deployment, deploy_role, deploys, handlers
from tests.contract.rules.arns import arns_of
from tests.contract.rules.iam import Request, find_action, is_allowed, matches
from tests.contract.rules.registry import ON_THIS_MACHINE
from tests.narrowing import present

STAGE = "prod"
CONTENT = (
    *("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect"),
    *("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ExportTableToPointInTime"),
    *("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"),
    *("sqs:ReceiveMessage", "sqs:SendMessage", "sqs:DeleteMessage", "sqs:PurgeQueue"),
    *("logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery", "logs:PutLogEvents"),
    *("lambda:InvokeFunction", "cognito-idp:ListUsers", "cognito-idp:AdminGetUser", "cognito-idp:AdminCreateUser"),
)
"""Actions on what people stored, on who they are, and on the product itself."""
IS_PUBLISHED = ("arn:aws:s3:::docloft-prod-packages-", "arn:aws:s3:::docloft-prod-site-")
"""Buckets that a deploy writes to."""

LISTS_ALL = {"cloudwatch:DescribeAlarms"}
"""Actions that AWS checks on everything in the account, although they select by name."""


@pytest.fixture(scope="module")
def deployments(packages):
    return [Deployment.of(stage, packages.templates[stage]) for stage in STAGES]


@pytest.fixture(scope="module")
def called(deployments):
    """Every request that deploying any kind of stage makes, as if the stage were called prod."""
    requests = set(deploys.requests_of_the_cli(STAGE))
    for deployment in deployments:
        for _, request in deploys.requests_of_cloudformation(deployment):
            if deployment.stage not in ON_THIS_MACHINE:
                requests.add(request)
            else:
                requests.add(Request(request.action, request.resource.replace("docloft-local", "docloft-prod")))
    return requests


@pytest.fixture(scope="module")
def allowed():
    return [statement for statement in deploy_role.statements(STAGE) if statement["Effect"] == "Allow"]


@pytest.mark.parametrize("request_", deploys.requests_of_the_cli(STAGE), ids=lambda one: f"{one.action}-{one.resource}")
def test_calls_of_the_cli_and_our_plugins_are_allowed(request_):
    assert find_action(request_.action)
    assert deploy_role.allows(STAGE, request_)


def test_every_allowed_action_and_resource_is_needed(allowed, called):
    superfluous = []
    for statement in allowed:
        for action in statement["Action"]:
            on = {request.resource for request in called if matches(action, request.action, ignore_case=True)}
            if not any(matches(pattern, resource) for pattern in statement["Resource"] for resource in on):
                superfluous.append(action)
        on = {one.resource for one in called if any(matches(action, one.action) for action in statement["Action"])}
        superfluous += [
            pattern for pattern in statement["Resource"] if not any(matches(pattern, resource) for resource in on)
        ]

    assert superfluous == []


def test_wildcards_only_read(allowed, called):
    wildcards = {action for statement in allowed for action in statement["Action"] if "*" in action}
    levels: dict[str, Any] = {}
    for pattern in wildcards:
        service, name = pattern.split(":")
        for action in actions_of(service):
            if matches(name, action):
                levels.setdefault(pattern, set()).add(present(find_action(f"{service}:{action}")).level)

    assert set(levels) == wildcards
    assert {pattern: found for pattern, found in levels.items() if not found <= {"List", "Read"}} == {}


def actions_of(service):
    from policy_sentry.querying.actions import get_actions_for_service

    return [name.partition(":")[2] for name in get_actions_for_service(service)]


def test_role_has_no_access_to_documents_people_or_messages(deployments):
    prod = deployments[STAGES.index("prod")]
    arns = {arn for resource in prod.resources.values() for arn in arns_of(resource)}
    arns |= {f"{arn}/{part}" for arn in arns for part in ("stream/2026", "index/by_state")}
    arns = {arn for arn in arns if not arn.startswith(IS_PUBLISHED)}

    assert [
        (action, arn) for action in CONTENT for arn in arns if deploy_role.allows(STAGE, Request(action, arn))
    ] == []


def test_role_can_change_neither_itself_nor_its_stack():
    own = "arn:aws:iam::123456789012:role/docloft-prod-github"
    stack = "arn:aws:cloudformation:eu-central-1:123456789012:stack/docloft-github-prod/0a1b2c3d"
    changes = [
        f"iam:{name}" for name in actions_of("iam") if present(find_action(f"iam:{name}")).level not in {"List", "Read"}
    ]

    assert len(changes) > 50
    assert [action for action in changes if deploy_role.allows(STAGE, Request(action, own))] == []
    assert not deploy_role.allows(STAGE, Request("cloudformation:UpdateStack", stack))


def test_role_changes_only_roles_that_have_its_boundary():
    role = "arn:aws:iam::123456789012:role/docloft-prod-work"
    own = (("iam:PermissionsBoundary", deploys.boundary_of(STAGE)),)
    other = (("iam:PermissionsBoundary", "arn:aws:iam::aws:policy/AdministratorAccess"),)
    changes = (
        "CreateRole",
        "PutRolePolicy",
        "DeleteRolePolicy",
        "UpdateAssumeRolePolicy",
        "PutRolePermissionsBoundary",
    )

    assert deploy_role.boundary(STAGE)[0] == deploys.boundary_of(STAGE).rpartition("/")[2]
    for action in changes:
        assert deploy_role.allows(STAGE, Request(f"iam:{action}", role, own))
        assert not deploy_role.allows(STAGE, Request(f"iam:{action}", role, other))
        assert not deploy_role.allows(STAGE, Request(f"iam:{action}", role))
    for action in ("DeleteRolePermissionsBoundary", "AttachRolePolicy"):
        assert not deploy_role.allows(STAGE, Request(f"iam:{action}", role, own))


def test_role_cannot_change_the_boundary():
    assert [
        action
        for action in actions_of("iam")
        if deploy_role.allows(STAGE, Request(f"iam:{action}", deploys.boundary_of(STAGE)))
    ] == []


def test_boundary_gives_no_access_to_roles_people_or_another_stage(deployments):
    prod = deployments[STAGES.index("prod")]
    _, statements = deploy_role.boundary(STAGE)
    arns = {arn for resource in prod.resources.values() for arn in arns_of(resource)}
    others = {arn.replace("docloft-prod", "docloft-dev") for arn in arns if "docloft-prod" in arn}

    for action in ("iam:PutRolePolicy", "sts:AssumeRole", "cognito-idp:AdminGetUser", "cloudformation:UpdateStack"):
        assert not any(is_allowed(statements, Request(action, arn)) for arn in arns)
    for action in (*CONTENT, "s3:DeleteBucket", "dynamodb:DeleteTable", "lambda:UpdateFunctionCode"):
        assert not any(is_allowed(statements, Request(action, arn)) for arn in others)


def test_boundary_is_within_the_quota_of_a_managed_policy():
    """6,144 characters (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)."""
    written = json.dumps(deploy_role.boundary("abcdefghijklmnop")[1], separators=(",", ":"))

    assert len(written) + 100 < 6_144


def test_role_of_one_stage_has_no_access_to_another(called):
    for request in called:
        other = request.resource.replace("-prod", "-dev")
        if other != request.resource and request.action not in LISTS_ALL:
            assert not deploy_role.allows(STAGE, Request(request.action, other, request.context))


def test_role_has_the_same_access_to_a_bucket_for_packages_with_a_generated_name(called):
    """Stacks that were created before the bucket had a name keep it (packaging/bucket.cjs)."""
    named = [request for request in called if ":::docloft-prod-packages-" in request.resource]
    older = [
        Request(
            request.action,
            re.sub(
                r"docloft-prod-packages-(\w+)-\d+",
                r"docloft-\1-prod-serverlessdeploymentbucket-1gxyq5dlhpmo0",
                request.resource,
            ),
            request.context,
        )
        for request in named
    ]

    assert len(older) > 40
    assert [request for request in older if not deploy_role.allows(STAGE, request)] == []


def test_policy_is_within_the_quota_of_a_role():
    """10,240 characters for all inline policies of a role, without white space
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
    """
    written = json.dumps(deploy_role.statements("abcdefghijklmnop"), separators=(",", ":"))

    assert len(written) + 100 < 10_240


def test_every_stage_has_a_stack_and_a_role_of_its_own():
    """A second stage in the same stack would replace the role of the first."""
    text = deploy_role.FILE.read_text()
    [(stack, stage)] = re.findall(r"--stack-name (\S+)[^-]*--.*?--parameter-overrides \S+ Stage=(\w+)", text, re.DOTALL)

    assert stack == f"docloft-github-{stage}"
    assert "RoleName: !Sub docloft-${Stage}-github" in text
    assert "docloft-github-<stage>" in (ROOT / "docs/deploying.md").read_text()


def test_every_exception_applies_and_has_a_reason(deployments):
    used = set()
    for resource in {resource.name: resource for one in deployments for resource in one.resources.values()}.values():
        names = frozenset(deploys.names(resource.properties))
        for name in frozenset().union(*handlers.permissions(resource.kind).values()):
            if (action := find_action(name)) and (entry := deploys.unused(resource.kind, names, action.name)):
                used.add(entry["reason"])

    assert [entry for entry in deploys.PERMISSIONS["deploy"] if entry["reason"] not in used] == []
    assert [entry for entry in deploys.PERMISSIONS["deploy"] if len(entry["reason"]) < 15] == []


STATEMENTS: list[dict[str, Any]] = [
    {"Effect": "Allow", "Action": ["sqs:Get*", "sqs:TagQueue"], "Resource": ["arn:aws:sqs:eu-central-1:1:docloft-*"]},
    {
        "Effect": "Allow",
        "Action": "lambda:CreateEventSourceMapping",
        "Resource": "*",
        "Condition": {"ArnLike": {"lambda:FunctionArn": "arn:*:function:docloft-*"}},
    },
    {"Effect": "Allow", "Action": "sqs:SetQueueAttributes", "Resource": "arn:aws:sqs:eu-central-1:1:any${*}"},
    {"Effect": "Deny", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-central-1:1:docloft-secret"},
]


@pytest.mark.parametrize(
    ("action", "resource", "context", "expected"),
    [
        ("sqs:GetQueueUrl", "arn:aws:sqs:eu-central-1:1:docloft-work", (), True),
        ("SQS:tagqueue", "arn:aws:sqs:eu-central-1:1:docloft-work", (), True),
        ("sqs:DeleteQueue", "arn:aws:sqs:eu-central-1:1:docloft-work", (), False),
        ("sqs:TagQueue", "arn:aws:sqs:eu-central-1:1:other", (), False),
        ("sqs:TagQueue", "arn:aws:sqs:eu-central-1:1:docloft-secret", (), False),
        ("sqs:SetQueueAttributes", "arn:aws:sqs:eu-central-1:1:any*", (), True),
        ("sqs:SetQueueAttributes", "arn:aws:sqs:eu-central-1:1:anything", (), False),
        ("lambda:CreateEventSourceMapping", "*", (("lambda:FunctionArn", "arn:aws:x:function:docloft-work"),), True),
        ("lambda:CreateEventSourceMapping", "*", (("lambda:FunctionArn", "arn:aws:x:function:other"),), False),
        ("lambda:CreateEventSourceMapping", "*", (), False),
    ],
)
def test_request_is_allowed_by_action_resource_and_condition(action, resource, context, expected):
    assert is_allowed(STATEMENTS, Request(action, resource, context)) is expected


def test_unknown_condition_operator_is_refused():
    statement = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "::1"}}}

    with pytest.raises(ValueError, match="IpAddress"):
        is_allowed([statement], Request("sqs:GetQueueUrl", "*"))
