"""Every alarm has a drill that moves its metric, and every cause in the runbook was caused in one."""

from pathlib import Path

import pytest

from tests.contract.templates import ROOT, SERVICES, load_yaml
from tests.drills import DRILLS, MORE_FAILED_COMMANDS, usual_causes

ALARMS = {
    f"{service}/{name}": one["Properties"]
    for service in SERVICES
    for name, one in load_yaml(Path(f"services/{service}/resources/alarms.yml"))["Resources"].items()
    if one["Type"] == "AWS::CloudWatch::Alarm"
}


def test_every_alarm_has_a_drill():
    assert set(DRILLS) == set(ALARMS)


@pytest.mark.parametrize("name", DRILLS)
def test_alarm_watches_the_metric_of_its_drill(name):
    assert f"{ALARMS[name]['Namespace']} {ALARMS[name]['MetricName']}" == DRILLS[name].metric


@pytest.mark.parametrize("name", [*(drill.test for drill in DRILLS.values()), *MORE_FAILED_COMMANDS])
def test_drill_exists(name):
    file, _, test = name.partition("::")

    assert f"\ndef {test}(" in (ROOT / file).read_text()


@pytest.mark.parametrize("section", ["Failed commands", "Function errors"])
def test_every_cause_in_the_runbook_is_caused_in_a_drill(section):
    drills = (ROOT / "tests/e2e/test_drills.py").read_text()
    constant = section.upper().replace(" ", "_")

    causes = usual_causes(section)
    assert [cause for cause in causes if f'{constant}["{cause}"]' not in drills] == []
