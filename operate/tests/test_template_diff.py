"""What a deploy would change, from two templates."""

import pytest

from operate import template_diff
from operate.effective_templates import effective
from operate.template_diff import Effect

REGION = "eu-central-1"


def resource(kind, properties=None, **more):
    return {"Type": kind, "Properties": properties or {}, **more}


def differences(before, after, **conditions):
    """Effect, logical id, paths and whether the old one is kept, for templates with these resources."""
    old, new = ({"Resources": resources, "Conditions": conditions} for resources in (before, after))
    return [
        (change.effect, change.name, [".".join(path) for path in change.properties], change.retained)
        for change in template_diff.compare("storage", old, new, REGION)
    ]


def test_equal_templates_have_no_difference():
    same = {"Files": resource("AWS::S3::Bucket", {"BucketName": "a"})}

    assert differences(same, same) == []


def test_property_that_can_be_updated_changes_its_resource():
    before = {"Work": resource("AWS::SQS::Queue", {"QueueName": "a", "VisibilityTimeout": 30})}
    after = {"Work": resource("AWS::SQS::Queue", {"QueueName": "a", "VisibilityTimeout": 60})}

    assert differences(before, after) == [(Effect.CHANGED, "Work", ["VisibilityTimeout"], False)]


def test_name_replaces_its_resource_and_a_retained_one_is_kept():
    before = {
        "Work": resource("AWS::SQS::Queue", {"QueueName": "a"}, UpdateReplacePolicy="Retain"),
        "Role": resource("AWS::IAM::Role", {"RoleName": "a"}),
    }
    after = {
        "Work": resource("AWS::SQS::Queue", {"QueueName": "b"}, UpdateReplacePolicy="Retain"),
        "Role": resource("AWS::IAM::Role", {"RoleName": "b"}),
    }

    assert differences(before, after) == [
        (Effect.REPLACED, "Work", ["QueueName"], True),
        (Effect.REPLACED, "Role", ["RoleName"], False),
    ]


def test_nested_property_replaces_its_resource_only_if_its_schema_says_so():
    def budget(name, amount):
        limits = {"BudgetName": name, "BudgetLimit": {"Amount": amount, "Unit": "USD"}}
        return {"Budget": resource("AWS::Budgets::Budget", {"Budget": limits})}

    assert differences(budget("a", 10), budget("a", 20))[0][0] == Effect.CHANGED
    assert differences(budget("a", 10), budget("b", 10))[0][0] == Effect.REPLACED


def test_conditional_property_may_replace_its_resource():
    def table(kind):
        return {"Jobs": resource("AWS::DynamoDB::Table", {"KeySchema": [{"AttributeName": "id", "KeyType": kind}]})}

    assert differences(table("HASH"), table("RANGE"))[0][0] == Effect.MAYBE_REPLACED


def test_replacement_is_followed_through_references():
    def topic(name):
        return {
            "Topic": resource("AWS::SNS::Topic", {"TopicName": name}),
            "Mail": resource("AWS::SNS::Subscription", {"TopicArn": {"Ref": "Topic"}, "Protocol": "email"}),
            "Alarm": resource("AWS::CloudWatch::Alarm", {"AlarmActions": [{"Fn::Sub": "${Topic}"}]}),
        }

    assert differences(topic("a"), topic("b")) == [
        (Effect.REPLACED, "Topic", ["TopicName"], False),
        (Effect.REPLACED, "Mail", ["TopicArn"], False),
        (Effect.CHANGED, "Alarm", ["AlarmActions"], False),
    ]


def test_removed_resource_says_whether_it_is_kept():
    before = {
        "Table": resource("AWS::DynamoDB::Table", DeletionPolicy="RetainExceptOnCreate"),
        "Role": resource("AWS::IAM::Role"),
    }

    assert differences(before, {}) == [(Effect.REMOVED, "Table", [], True), (Effect.REMOVED, "Role", [], False)]


def test_other_type_under_the_same_name_is_a_replacement():
    before = {"Files": resource("AWS::S3::Bucket", UpdateReplacePolicy="Retain")}

    assert differences(before, {"Files": resource("AWS::SQS::Queue")}) == [(Effect.REPLACED, "Files", ["Type"], True)]


def test_policy_is_a_difference():
    before = {"Files": resource("AWS::S3::Bucket", DeletionPolicy="Retain")}

    assert differences(before, {"Files": resource("AWS::S3::Bucket")})[0][2] == ["DeletionPolicy"]


def test_place_of_the_code_makes_no_difference():
    def function(place, bucket="a"):
        code = {"S3Key": place, "S3Bucket": {"Ref": "Packages"}}
        return {
            "Packages": resource("AWS::S3::Bucket", {"BucketName": bucket}),
            "Work": resource("AWS::Lambda::Function", {"FunctionName": "a", "Code": code}),
        }

    assert differences(function("1/a.zip"), function("2/a.zip")) == []
    assert [name for _, name, *_ in differences(function("1"), function("1", "b"))] == ["Packages"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"BucketName": "named"}, []),
        ({"BucketName": "older"}, {"BucketName": "named"}, []),
        ({}, {"BucketName": "named", "Tags": []}, ["Tags"]),
        (None, {"BucketName": "named"}, ["added"]),
    ],
)
def test_bucket_for_packages_keeps_its_name(before, after, expected):
    """As packaging/bucket.cjs deploys it."""

    def bucket(properties):
        return {"ServerlessDeploymentBucket": resource("AWS::S3::Bucket", properties)}

    found = differences({} if before is None else bucket(before), bucket(after))

    assert [path for _, _, paths, _ in found for path in paths or ["added"]] == expected
    assert Effect.REPLACED not in {effect for effect, *_ in found}


def test_new_publication_of_the_api_is_not_drastic():
    before = {"ApiGatewayDeployment1": resource("AWS::ApiGateway::Deployment")}
    after = {"ApiGatewayDeployment2": resource("AWS::ApiGateway::Deployment")}
    old, new = ({"Resources": resources} for resources in (before, after))

    assert [change.is_drastic for change in template_diff.compare("api", old, new, REGION)] == [False, False]


def test_type_without_a_schema_may_be_replaced():
    def custom(value):
        return {"Thing": resource("AWS::Nothing::Thing", {"Name": value})}

    assert differences(custom("a"), custom("b"))[0][0] == Effect.MAYBE_REPLACED


def test_resource_whose_condition_becomes_true_is_added():
    topic = {"Topic": resource("AWS::SNS::Topic", Condition="AlarmEmail")}
    before = {"Resources": topic, "Conditions": {"AlarmEmail": {"Fn::Not": [{"Fn::Equals": ["", ""]}]}}}
    after = {"Resources": topic, "Conditions": {"AlarmEmail": {"Fn::Not": [{"Fn::Equals": ["a@b.c", ""]}]}}}

    [change] = template_diff.compare("storage", before, after, REGION)
    assert (change.effect, change.name) == (Effect.ADDED, "Topic")
    assert template_diff.compare("storage", before, before, REGION) == []


YES, NO = {"Fn::Equals": ["a", "a"]}, {"Fn::Equals": ["a", "b"]}
UNKNOWN = {"Fn::Equals": [{"Ref": "AWS::Region"}, "a"]}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (YES, True),
        (NO, False),
        (UNKNOWN, True),
        ({"Fn::Not": [UNKNOWN]}, True),
        ({"Fn::And": [YES, YES]}, True),
        ({"Fn::And": [UNKNOWN, NO]}, False),
        ({"Fn::Or": [NO, NO]}, False),
        ({"Fn::Or": [NO, UNKNOWN]}, True),
        ({"Fn::Or": [NO, YES]}, True),
        ({"Condition": "Other"}, False),
    ],
)
def test_condition_decides_whether_a_resource_and_a_branch_take_effect(condition, holds):
    template = {
        "Conditions": {"This": condition, "Other": NO},
        "Resources": {
            "Topic": resource("AWS::SNS::Topic", Condition="This"),
            "Alarm": resource(
                "AWS::CloudWatch::Alarm", {"AlarmActions": [{"Fn::If": ["This", "a", {"Ref": "AWS::NoValue"}]}]}
            ),
        },
    }

    found = effective(template)

    assert ("Topic" in found) is holds
    assert found["Alarm"]["Properties"]["AlarmActions"] == (["a"] if holds else [])
