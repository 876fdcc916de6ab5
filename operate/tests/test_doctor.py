"""`make doctor` itself: what it prints and returns when checks find problems or cannot be made."""

import pytest

from operate import doctor, function_health, quotas
from operate.findings import Level
from operate.packaged import Packaged
from operate.tests.clients import Service, account, only, refused
from tools.failure import OperatorError


def packaged(kind="AWS::SQS::Queue", code="a"):
    sweep = {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "docloft-test-sweep"}}
    resources = {"Work": {"Type": kind}, "Sweep": sweep}
    return Packaged({"storage": {"Resources": resources}}, {"docloft-test-sweep": code})


@pytest.mark.parametrize(
    ("there", "level"),
    [(packaged(), Level.OK), (packaged("AWS::S3::Bucket"), Level.PROBLEM), (packaged(code="b"), Level.PROBLEM)],
)
def test_stage_that_is_not_as_here_names_diff_and_deploy(stage, monkeypatch, there, level):
    monkeypatch.setattr(doctor.packaged, "package", lambda _stage, _folder: packaged())
    monkeypatch.setattr(doctor.deployed, "read", lambda _stage: there)

    found_level, text = only(doctor.templates, stage)
    assert found_level == level
    assert level == Level.OK or "make diff STAGE=test" in text


def test_check_that_aws_refuses_does_not_stop_the_others(stage, aws, monkeypatch, capsys):
    aws(cloudformation=Service(describe_stacks=refused("DescribeStacks")), **account(10))
    monkeypatch.setattr(doctor, "CHECKS", {"stacks": function_health.stacks, "concurrency": quotas.concurrency})

    assert doctor.examine(stage) == 1

    printed = capsys.readouterr().out
    assert "unknown  stacks: AWS refused DescribeStacks: AccessDenied." in printed
    assert "PROBLEM  concurrency: The account runs at most 10 functions" in printed
    assert printed.endswith("\n1 problem, but 1 not checked.\n")


@pytest.mark.parametrize("error", [refused("GetAccountSettings"), OperatorError("The stage does not respond.")])
def test_stage_that_could_not_be_checked_is_not_reported_as_sound(stage, aws, capsys, error):
    aws(**{"lambda": Service(get_account_settings=error)})

    assert doctor.examine(stage, ("concurrency",)) == 2
    assert capsys.readouterr().out.endswith("\nNo problems, but 1 not checked.\n")


def test_one_check_runs_alone(stage, aws, capsys):
    aws(**account(1000))

    assert doctor.examine(stage, ("concurrency",)) == 0
    assert "No problems." in capsys.readouterr().out
    with pytest.raises(OperatorError, match="There is no check pulse"):
        doctor.examine(stage, ("pulse",))
