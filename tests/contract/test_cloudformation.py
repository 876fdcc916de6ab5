"""What only AWS enforces is proven on the templates a deploy would send: the emulator is not AWS."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.templates import SERVICES

STATEFUL = {
    "storage/DocumentsTable",
    "storage/LibraryTable",
    "storage/JobsTable",
    "storage/HistoryTable",
    "storage/FilesBucket",
    "storage/WorkQueue",
    "storage/DeadLetterQueue",
    "storage/FailedEvents",
    "api/UserPool",
}
"""Logical ids that must never change: a new one would be a new, empty table."""

SITE = {"Fn::ImportValue": "docloft-prod-GivenOrigin"}
"""The site's origin, known to CloudFormation when it deploys."""

PUBLIC = {("GET", "/v1/health"), ("GET", "/v1/openapi.json")}
NO_RESOURCES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}


def listed(value):
    return value if isinstance(value, list) else [value]


def test_stateful_resources_keep_their_names_and_outlive_their_stack(packages):
    kinds = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Cognito::UserPool"}
    found = {
        name: resource
        for name, resource in packages.resources.items()
        if resource["Type"] in kinds and not name.endswith("/ServerlessDeploymentBucket")
    }

    assert set(found) == STATEFUL
    for name, resource in found.items():
        if resource["Type"] != "AWS::SQS::Queue":
            assert resource.get("DeletionPolicy") == "Retain", name
            assert resource.get("UpdateReplacePolicy") == "Retain", name


def test_tables_can_be_restored_and_not_deleted_by_accident(packages):
    for name, table in packages.of_type("AWS::DynamoDB::Table").items():
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True, name
        assert table["DeletionProtectionEnabled"] is True, name
        assert table["BillingMode"] == "PAY_PER_REQUEST", name


def test_files_bucket_is_private_versioned_and_cleans_up(packages):
    bucket = packages.resources["storage/FilesBucket"]["Properties"]
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}

    assert bucket["VersioningConfiguration"]["Status"] == "Enabled"
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    assert (rules["expire-inbox"]["Prefix"], rules["expire-inbox"]["ExpirationInDays"]) == ("inbox/", 7)
    assert rules["abort-incomplete-multipart-uploads"]["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] == 1
    assert rules["expire-noncurrent-versions"]["NoncurrentVersionExpiration"]["NoncurrentDays"] == 30
    assert bucket["CorsConfiguration"]["CorsRules"][0]["AllowedOrigins"] == [SITE]


def test_buckets_and_queues_refuse_plain_http(packages):
    conditions = packages.templates["storage"]["Conditions"]
    assert conditions["TlsOnly"] == {"Fn::Equals": ["true", "true"]}
    policies = packages.of_type("AWS::S3::BucketPolicy") | packages.of_type("AWS::SQS::QueuePolicy")
    for name, policy in policies.items():
        statements = policy["PolicyDocument"]["Statement"]
        refusing = [s for s in statements if s["Effect"] == "Deny" and "aws:SecureTransport" in json.dumps(s)]
        assert refusing or "ServerlessDeploymentBucket" in name, name


def test_queues_give_work_its_time_and_keep_what_failed(packages):
    queues = packages.of_type("AWS::SQS::Queue")
    work, dead = queues["storage/WorkQueue"], queues["storage/DeadLetterQueue"]

    assert work["VisibilityTimeout"] == 1800
    assert work["RedrivePolicy"]["maxReceiveCount"] == 5
    assert dead["MessageRetentionPeriod"] == 14 * 24 * 3600
    assert dead["MessageRetentionPeriod"] >= work.get("MessageRetentionPeriod", 4 * 24 * 3600)


def test_every_event_source_is_patient_partial_and_bounded(packages):
    functions = packages.of_type("AWS::Lambda::Function")
    for name, mapping in packages.of_type("AWS::Lambda::EventSourceMapping").items():
        reads_queue = "WorkQueue" in json.dumps(mapping["EventSourceArn"])
        if reads_queue:
            assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name
            assert mapping["ScalingConfig"]["MaximumConcurrency"] >= 2, name
            assert functions["worker/WorkLambdaFunction"]["Timeout"] * 6 <= 1800
        else:
            # A reported failure is dropped in silence by the emulator: the stream's consumer raises instead.
            assert "FunctionResponseTypes" not in mapping, name
            assert mapping["ParallelizationFactor"] == 1, name
            assert mapping["DestinationConfig"]["OnFailure"]["Destination"], name


def test_exactly_one_queue_wakes_a_function(packages):
    mappings = packages.of_type("AWS::Lambda::EventSourceMapping").values()
    assert len([m for m in mappings if "Queue" in json.dumps(m["EventSourceArn"])]) == 1


def test_asynchronous_functions_have_somewhere_to_fail_to(packages):
    configured = packages.of_type("AWS::Lambda::EventInvokeConfig")
    for function in ("Receive", "Sweep"):
        found = [one for one in configured.values() if f"{function}LambdaFunction" in json.dumps(one["FunctionName"])]
        assert found, function
        assert found[0]["DestinationConfig"]["OnFailure"]["Destination"]


def test_functions_are_small_arm_and_bounded(packages):
    functions = packages.of_type("AWS::Lambda::Function")
    ours = {name: one for name, one in functions.items() if "docloft-prod-" in str(one.get("FunctionName"))}

    assert len(ours) == 6
    for name, function in ours.items():
        assert function["Runtime"] == "python3.13", name
        assert function["Architectures"] == ["arm64"], name
        assert 128 <= function["MemorySize"] <= 512, name
        assert function["Timeout"] <= (29 if name.startswith("api/") else 300), name
        assert "ReservedConcurrentExecutions" not in function, name
        assert function["TracingConfig"] == {"Mode": "Active"}, name


def test_every_function_has_its_own_role_without_a_star(packages):
    functions = packages.of_type("AWS::Lambda::Function")
    roles = [json.dumps(one["Role"]) for name, one in functions.items() if "docloft-prod-" in str(one["FunctionName"])]
    assert len(set(roles)) == len(roles)
    for name, role in packages.of_type("AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                actions = listed(statement["Action"])
                assert not [action for action in actions if action == "*" or action.endswith(":*")], name
                if not set(actions) <= NO_RESOURCES:
                    assert "*" not in listed(statement["Resource"]), (name, actions)


def test_no_function_may_write_where_it_is_woken_from(packages):
    """Only the presigned form of the api function writes to inbox/, and no reader of the queue may send to it."""
    for name, role in packages.of_type("AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                text = json.dumps(statement["Resource"])
                if "s3:PutObject" in listed(statement["Action"]) and "inbox/" in text:
                    assert name == "api/ApiRole", name
                if name == "worker/WorkRole":
                    assert "sqs:SendMessage" not in listed(statement["Action"])


def test_every_method_but_two_asks_who_is_there(packages):
    template = packages.templates["api"]["Resources"]
    paths = {}

    def path_of(reference):
        name = reference.get("Ref") if isinstance(reference, dict) else None
        if name is None or name not in template:
            return ""
        if name not in paths:
            resource = template[name]["Properties"]
            paths[name] = path_of(resource["ParentId"]) + "/" + resource["PathPart"]
        return paths[name]

    open_to_all = set()
    methods = packages.of_type("AWS::ApiGateway::Method")
    for method in methods.values():
        if method["HttpMethod"] == "OPTIONS":
            continue
        if method["AuthorizationType"] == "COGNITO_USER_POOLS":
            assert method["AuthorizerId"]
        else:
            open_to_all.add((method["HttpMethod"], path_of(method["ResourceId"])))

    assert open_to_all == PUBLIC


def test_no_password_goes_through_our_code_in_the_cloud(packages):
    client = packages.resources["api/UserPoolClient"]["Properties"]

    assert "ALLOW_USER_PASSWORD_AUTH" not in client["ExplicitAuthFlows"]
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client.get("GenerateSecret", False) is False
    assert client["CallbackURLs"] == [{"Fn::Sub": ["${SiteOrigin}/", {"SiteOrigin": SITE}]}]


def test_answers_of_the_gateway_may_be_read_by_the_site_alone(packages):
    kinds = set()
    for name, response in packages.of_type("AWS::ApiGateway::GatewayResponse").items():
        kinds.add(response["ResponseType"])
        origin = response["ResponseParameters"]["gatewayresponse.header.Access-Control-Allow-Origin"]
        assert origin == {"Fn::Sub": ["'${SiteOrigin}'", {"SiteOrigin": SITE}]}, name
        assert json.loads(response["ResponseTemplates"]["application/json"])["type"].startswith("urn:docloft:problem:")
    assert {"DEFAULT_4XX", "DEFAULT_5XX", "UNAUTHORIZED", "THROTTLED"} <= kinds
    assert "'*'" not in json.dumps(packages.templates["api"])


def test_logs_end_and_alarms_name_their_runbook(packages):
    for name, group in packages.of_type("AWS::Logs::LogGroup").items():
        assert group["RetentionInDays"] == 30, name
    alarms = packages.of_type("AWS::CloudWatch::Alarm")
    for name, alarm in alarms.items():
        assert "docs/operating.md#" in alarm["AlarmDescription"], name


def test_runbook_has_a_section_for_every_alarm(packages):
    from tests.conftest import ROOT

    headings = (ROOT / "docs/operating.md").read_text().lower()
    for name, alarm in packages.of_type("AWS::CloudWatch::Alarm").items():
        anchor = alarm["AlarmDescription"].split("docs/operating.md#")[1].split()[0].rstrip(".)")
        assert f"## {anchor.replace('-', ' ')}" in headings, name


def test_nothing_costs_while_nobody_uses_it(packages):
    """What AWS bills by the hour or month, whether used or not; ten alarms are free (AWS: CloudWatch pricing)."""
    billed = {
        "AWS::KMS::Key",
        "AWS::EC2::NatGateway",
        "AWS::SecretsManager::Secret",
        "AWS::EC2::VPC",
        "AWS::WAFv2::WebACL",
    }
    kinds = {resource["Type"] for resource in packages.resources.values()}

    assert kinds & billed == set()
    assert not [kind for kind in kinds if kind.startswith(("AWS::EC2", "AWS::RDS", "AWS::ECS", "AWS::OpenSearch"))]
    assert len(packages.of_type("AWS::CloudWatch::Alarm")) <= 10
    assert "ProvisionedConcurrency" not in json.dumps(packages.templates)


@pytest.mark.parametrize("service", SERVICES)
def test_cfn_lint_finds_no_error(packages, service, tmp_path):
    template = tmp_path / "template.json"
    template.write_text(json.dumps(packages.templates[service]))

    linter = str(Path(sys.executable).parent / "cfn-lint")
    done = subprocess.run(
        [linter, "--non-zero-exit-code", "error", "--regions", "eu-central-1", "--template", str(template)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
