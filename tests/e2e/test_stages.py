"""A second stage in the same account: its first deploy fails and is repeated with the command for the cloud; then it is
removed, and deployed again. The file is long because deploying a stage takes minutes, so one test follows a stage
through its whole life.
"""

import base64
import json
import re
import subprocess
import sys
from contextlib import contextmanager

import boto3
import pytest
import requests
from botocore.exceptions import ClientError

from local.samples import make_pdf
from tests.conftest import ROOT
from tests.contract.copies import FAST_ZIPS, copy_to
from tests.contract.rules import deploy_role
from tests.contract.rules.deploys import PERMISSIONS
from tests.e2e.calls import calls_by
from tests.e2e.conftest import make_person
from tools.api_client import Client

PREFIX = "docloft-dev"
ISSUER = "token.actions.githubusercontent.com"
PROVIDER = "arn:aws:iam::000000000000:oidc-provider"
NO_PERMISSION_NEEDED = {"sts:GetCallerIdentity"}
"""https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html"""
GITHUB_ROLE = "docloft-dev-github"
"""Remains when the stage is removed."""


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A copy of this repository whose stage `dev` has the parameters of the local stage. The bucket for packages has no
    policy, which would refuse plain HTTP: the emulator has no HTTPS.
    """
    copy = copy_to(tmp_path_factory.mktemp("dev") / "repository")
    parameters = copy / "serverless.common.yml"
    text = parameters.read_text()
    assert text.count("\n  local:\n") == 1
    bucket = "    blockPublicAccess: true\n"
    assert text.count(bucket) == 1
    parameters.write_text(
        text.replace("\n  local:\n", "\n  dev:\n").replace(bucket, f"{bucket}    skipPolicySetup: true\n")
    )
    return copy


@pytest.fixture(scope="module")
def github(stack):
    """Deploys the roles of two stages as docs/deploying.md says. Returns the credentials of a job in the environment
    `dev`, as environment variables.
    """
    formation = aws(stack, "cloudformation")
    for name in ("dev", "prod"):
        given = {"Repository": "owner/docloft", "Stage": name, "OidcProviderArn": f"{PROVIDER}/{ISSUER}"}
        formation.create_stack(
            StackName=f"docloft-github-{name}",
            TemplateBody=deploy_role.FILE.read_text(),
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        formation.get_waiter("stack_create_complete").wait(
            StackName=f"docloft-github-{name}", WaiterConfig={"Delay": 1}
        )
    found = assume(stack, "dev", environment="dev")["Credentials"]
    yield {
        "AWS_ACCESS_KEY_ID": found["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": found["SecretAccessKey"],
        "AWS_SESSION_TOKEN": found["SessionToken"],
    }
    for name in ("dev", "prod"):
        formation.delete_stack(StackName=f"docloft-github-{name}")


def assume(stack, stage, *, environment):
    """As aws-actions/configure-aws-credentials does, with the token that GitHub makes for a job in this environment.
    The emulator does not check its signature.
    """
    claims = {
        "iss": f"https://{ISSUER}",
        "aud": "sts.amazonaws.com",
        "sub": f"repo:owner/docloft:environment:{environment}",
    }
    token = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({}, claims, {})
    )
    return aws(stack, "sts").assume_role_with_web_identity(
        RoleArn=f"arn:aws:iam::000000000000:role/docloft-{stage}-github", RoleSessionName="job", WebIdentityToken=token
    )


def run(stack, folder, *command, **environment):
    return subprocess.run(
        command,
        cwd=folder,
        env={**stack.environment, "NO_COLOR": "1", **FAST_ZIPS, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def remove(stack, *more):
    return run(stack, ROOT, sys.executable, "-m", "operate", "remove", "--stage", "dev", *more)


def aws(stack, service):
    return boto3.client(
        service,
        endpoint_url=stack["endpoint_url"],
        region_name=stack["region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def outputs_of(stack, service):
    [found] = aws(stack, "cloudformation").describe_stacks(StackName=f"docloft-{service}-dev")["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}


def names_of(stack):
    """The names of all resources in the account that Docloft can create."""

    def every(service, operation, key, name, **parameters):
        pages = aws(stack, service).get_paginator(operation).paginate(**parameters)
        return [one if name is None else one[name] for page in pages for one in page.get(key, [])]

    return {
        *every("dynamodb", "list_tables", "TableNames", None),
        *(url.rsplit("/", 1)[1] for url in every("sqs", "list_queues", "QueueUrls", None)),
        *(one["Name"] for one in aws(stack, "s3").list_buckets()["Buckets"]),
        *every("lambda", "list_functions", "Functions", "FunctionName"),
        *every("iam", "list_roles", "Roles", "RoleName"),
        *every("cognito-idp", "list_user_pools", "UserPools", "Name", MaxResults=60),
        *every("apigateway", "get_rest_apis", "items", "name"),
        *every("apigateway", "get_api_keys", "items", "name"),
        *every("logs", "describe_log_groups", "logGroups", "logGroupName"),
        *every("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
        *(one["Comment"] for one in aws(stack, "cloudfront").list_distributions()["DistributionList"].get("Items", [])),
    }


@contextmanager
def impossible_queue(repository):
    """A queue whose name CloudFormation cannot read, created after tables, bucket and queue."""
    file = repository / "services/storage/resources/queues.yml"
    text = file.read_text()
    queue = (
        "  Impossible:\n    Type: AWS::SQS::Queue\n    DependsOn: [HistoryTable, JobsTable, FilesBucket, WorkQueue]\n"
        '    Properties: { QueueName: "{{resolve:ssm:/docloft/dev/missing}}" }\n'
    )
    file.write_text(text.replace("\nOutputs:\n", f"\n{queue}Outputs:\n"))
    yield
    file.write_text(text)


def events_of(stack, name, status):
    pages = aws(stack, "cloudformation").get_paginator("describe_stack_events").paginate(StackName=name)
    events = [event for page in pages for event in page["StackEvents"]]
    return {event["LogicalResourceId"] for event in events if event["ResourceStatus"] == status}


def protection_of(stack, table):
    return aws(stack, "dynamodb").describe_table(TableName=table)["Table"]["DeletionProtectionEnabled"]


def test_role_is_only_assumed_for_the_environment_of_its_stage(stack, github):
    with pytest.raises(ClientError, match="AccessDenied"):
        assume(stack, "prod", environment="dev")


def test_second_stage_is_deployed_removed_only_on_confirmation_and_deployed_again(stack, repository, github):
    # Given a stage with a document, and a second stage
    neighbour = make_person(stack)
    kept = neighbour.drop("Kept.pdf", make_pdf(["The whimbrel is kept."]))
    neighbour.wait(kept)
    before = names_of(stack)

    # When the first deploy of a second stage fails after its tables were created, then none of them remains
    with impossible_queue(repository):
        failed = run(stack, repository, "sh", "packaging/deploy", "dev", **github)
    assert failed.returncode != 0
    assert "/docloft/dev/missing" in failed.stdout + failed.stderr
    deleted = events_of(stack, "docloft-storage-dev", "DELETE_COMPLETE")
    assert {"DocumentsTable", "FilesBucket", "WorkQueue"} <= deleted, "they were not created before the deploy failed"
    assert [name for name in names_of(stack) if re.match(r"docloft-dev-(documents|files|work)", name)] == []

    # When it is repeated, then it succeeds, and the tables are protected
    deployed = run(stack, repository, "sh", "packaging/deploy", "dev", **github)
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    assert "10 of 10 alarms notify no one" in deployed.stdout
    assert protection_of(stack, "docloft-dev-documents") is True

    # Then its site has its own settings, and its documents are separate
    frontend, api = outputs_of(stack, "frontend"), outputs_of(stack, "api")
    config = requests.get(
        stack["endpoint_url"] + "/config.json", headers={"Host": frontend["DistributionDomain"]}, timeout=30
    ).json()
    assert config["api_url"] == api["ApiUrl"] != stack["api_url"]
    person = make_person_of_dev(stack, api)
    document = person.drop("Letter.pdf", make_pdf(["The wryneck leaves."]))
    assert person.wait(document)["state"] == "ready"
    assert person.find("wryneck", document)
    key = person.request("POST", "/v1/drop-keys", json={"name": "Scanner"})
    assert key.status_code == 201, key.text

    # When it is removed without confirmation, then every command refuses and says what to do
    refused = remove(stack)
    assert refused.returncode == 1
    assert "Stage dev contains documents: 1 documents in its table, 1 originals in its bucket." in refused.stderr
    assert "make remove STAGE=dev DOCUMENTS=delete-dev" in refused.stderr
    assert remove(stack, "--documents", "delete-local").returncode == 1
    for service in ("storage", "api"):
        alone = run(
            stack, repository / "services" / service, *("npx", "--no-install", "serverless", "remove", "--stage", "dev")
        )
        assert alone.returncode == 1
        assert "Nothing was removed." in alone.stdout + alone.stderr
    assert person.find("wryneck", document)

    # When it is removed with confirmation, then none of it is left, and the other stage is unchanged
    removed = remove(stack, "--documents", "delete-dev")
    assert removed.returncode == 0, removed.stdout + removed.stderr
    left = {name for name in names_of(stack) if PREFIX in name or name.endswith((" dev", "-dev"))}
    assert left == {GITHUB_ROLE}
    assert before <= names_of(stack)
    assert neighbour.find("whimbrel", kept)
    missing = remove(stack)
    assert (missing.returncode, "There is no stage dev" in missing.stderr) == (1, True)

    # When services with retained resources are deployed again alone, then they are empty, and removing the stage needs
    # no confirmation
    for service in ("storage", "api"):
        again = run(stack, repository, "sh", "packaging/deploy", "dev", service, **github)
        assert again.returncode == 0, again.stdout + again.stderr
    assert requests.get(outputs_of(stack, "api")["ApiUrl"] + "/v1/health", timeout=30).status_code == 200
    gone = remove(stack)
    assert gone.returncode == 0, gone.stdout + gone.stderr
    assert [name for name in names_of(stack) if PREFIX in name] == [GITHUB_ROLE]

    # And the deploys made exactly the calls that tests/contract allows the role
    calls = calls_by(GITHUB_ROLE)
    assert [call for call in calls if not call.allowed] == []
    assert {call.action for call in calls} - NO_PERMISSION_NEEDED == set(PERMISSIONS["cli"])


def make_person_of_dev(stack, api) -> Client:
    names = {"api_url": api["ApiUrl"], "user_pool_id": api["UserPoolId"], "client_id": api["UserPoolClientId"]}
    return make_person(type(stack)({**stack.outputs, **names}, stack.environment))
