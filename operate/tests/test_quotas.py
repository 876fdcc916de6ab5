"""Quotas of the account that a stage may reach."""

import pytest

from operate import quotas
from operate.findings import Level
from operate.tests.clients import account, only


@pytest.mark.parametrize(
    ("limit", "peak", "level"),
    [(10, (), Level.PROBLEM), (1000, (), Level.OK), (1000, (200,), Level.OK), (1000, (801,), Level.PROBLEM)],
)
def test_concurrency_of_a_new_or_busy_account_is_a_problem(stage, aws, limit, peak, level):
    aws(**account(limit, *peak))

    found_level, text = only(quotas.concurrency, stage)
    assert found_level == level
    assert level == Level.OK or "request-service-quota-increase" in text


@pytest.mark.parametrize(("workers", "level"), [(60, Level.OK), (61, Level.PROBLEM)])
def test_needed_concurrency_follows_from_the_deployed_number_of_workers(stage, aws, workers, level):
    aws(**account(100, workers=workers))

    assert only(quotas.concurrency, stage)[0] == level


def test_mapping_without_a_limit_needs_concurrency_for_uploads_and_people(stage, aws):
    services = account(40)
    services["lambda"].responses["list_event_source_mappings"] = {"EventSourceMappings": [{"State": "Enabled"}]}
    aws(**services)

    assert only(quotas.concurrency, stage)[0] == Level.OK


def test_many_drop_keys_are_a_problem(stage, monkeypatch):
    monkeypatch.setattr(quotas.leftovers, "drop_keys", lambda _stage: ["key"] * 8001)

    assert only(quotas.keys, stage)[0] == Level.PROBLEM
