"""The region that an operator's command works in."""

import boto3
import pytest

from operate import stage as stages
from tools.failure import OperatorError

VARIABLES = ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE")


@pytest.fixture
def profiles(tmp_path, monkeypatch):
    """Only these profiles, and no variable that names a region."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    config = tmp_path / "config"
    config.write_text("[profile work]\nregion = ap-southeast-2\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setattr(stages, "_found", lambda _name, region: region)


@pytest.mark.parametrize(
    ("variables", "region"),
    [
        ({"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-3"}, "eu-west-1"),
        ({"AWS_DEFAULT_REGION": "eu-west-3", "AWS_PROFILE": "work"}, "eu-west-3"),
        ({"AWS_PROFILE": "work"}, "ap-southeast-2"),
    ],
)
def test_region_comes_from_a_variable_or_the_profile(profiles, monkeypatch, variables, region):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert stages.reach("prod") == region


def test_stage_is_not_looked_for_without_a_region(profiles):
    with pytest.raises(OperatorError, match=r"No region is set. Run: export AWS_REGION=<the region of stage prod>."):
        stages.reach("prod")
