"""Dashboards show the metrics that the code writes, and stay within the free tier."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from docloft.metrics import Metric
from tests.contract.templates import ROOT, SERVICES, load_yaml, serverless
from tests.narrowing import present

FREE_METRICS = 50
"""The limit for one dashboard. An account has three such dashboards for free (AWS: CloudWatch pricing)."""


def dashboards(service):
    resources = load_yaml(Path(f"services/{service}/resources/dashboard.yml"))["Resources"]
    return {name: one for name, one in resources.items() if one["Type"] == "AWS::CloudWatch::Dashboard"}


def body(service):
    (dashboard,) = dashboards(service).values()
    return dashboard["Properties"]["DashboardBody"]["Fn::Sub"]


def widgets(service):
    return json.loads(body(service))["widgets"]


def metrics_of(service):
    return [metric for widget in widgets(service) for metric in widget["properties"].get("metrics", [])]


def test_every_service_has_one_optional_dashboard():
    for service in SERVICES:
        (dashboard,) = dashboards(service).values()
        assert dashboard["Condition"] == "Dashboards"
        assert "${file(resources/dashboard.yml)}" in serverless(service)["resources"]
    # Off by default, because the fourth dashboard of an account costs $3 a month.
    params = load_yaml(Path("serverless.common.yml"))["params"]
    assert (params["default"]["dashboards"], params["prod"]["dashboards"]) == ("false", "true")


@pytest.mark.parametrize("service", SERVICES)
def test_dashboard_stays_within_the_free_tier(service):
    # A search expression may match every reason of its metric.
    searched = sum(len(metric.value.causes) for metric in Metric if metric.value.service == service)
    assert len(metrics_of(service)) + searched <= FREE_METRICS


def test_dashboards_show_exactly_the_metrics_that_are_written():
    shown = set()
    for service in SERVICES:
        for metric in metrics_of(service):
            if metric[0] == "Docloft":
                assert metric[2:6] == ["service", service, "stage", "${sls:stage}"]
                shown.add((service, metric[1]))
            elif isinstance(metric[0], dict):
                expression = metric[0]["expression"]
                assert f'service="{service}" stage="${{sls:stage}}"' in expression
                shown.add((service, present(re.search(r'MetricName="(\w+)"', expression))[1]))

    assert shown == {(metric.value.service, metric.value.name) for metric in Metric}


@pytest.mark.parametrize("service", SERVICES)
def test_dashboard_shows_every_alarm_and_names_only_existing_resources(service):
    resources: dict[str, Any] = {}
    for file in (ROOT / f"services/{service}/resources").glob("*.yml"):
        resources |= load_yaml(Path(f"services/{service}/resources/{file.name}"))["Resources"]
    alarms = {name for name, one in resources.items() if one["Type"] == "AWS::CloudWatch::Alarm"}
    (panel,) = [widget for widget in widgets(service) if widget["type"] == "alarm"]

    assert set(panel["properties"]["alarms"]) == {f"${{{name}.Arn}}" for name in alarms}
    assert set(re.findall(r"\$\{(\w+)\.\w+\}", body(service))) <= set(resources)
    functions = {f"docloft-${{sls:stage}}-{name}" for name in serverless(service)["functions"]}
    named = {metric[3] for metric in metrics_of(service) if metric[0] == "AWS/Lambda"}
    assert named == functions


@pytest.mark.parametrize("service", SERVICES)
def test_widgets_do_not_overlap(service):
    taken: set[tuple[int, int]] = set()
    for widget in widgets(service):
        assert widget["x"] + widget["width"] <= 24
        cells = {
            (x, y)
            for x in range(widget["x"], widget["x"] + widget["width"])
            for y in range(widget["y"], widget["y"] + widget["height"])
        }
        assert not taken & cells
        taken |= cells
