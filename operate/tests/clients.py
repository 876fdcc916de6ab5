"""Clients of AWS that return what a test gives them, and what a check of the doctor finds then."""

from typing import Any

from botocore.exceptions import ClientError

from operate.findings import Level


class Pages(list[Any]):
    def paginate(self, **_parameters):
        return self


class Service:
    """A client that returns what it was made with, by operation; a function is called with the parameters."""

    def __init__(self, **responses):
        self.responses = responses

    def __getattr__(self, operation):
        def call(**parameters):
            response = self.responses[operation]
            if isinstance(response, Exception):
                raise response
            return response(**parameters) if callable(response) else response

        return call

    def get_paginator(self, operation):
        return Pages([self.responses[operation]])


def refused(operation, code="AccessDenied"):
    return ClientError({"Error": {"Code": code}}, operation)


def found(check, stage):
    return [(finding.level, finding.what, finding.advice) for finding in check(stage)]


def only(check, stage):
    [(level, what, advice)] = found(check, stage)
    assert level != Level.PROBLEM or advice
    return level, f"{what} {advice}"


def metric(*values):
    return Service(get_metric_statistics={"Datapoints": [{"Maximum": value} for value in values]})


def account(limit, *peak, workers=10):
    limits = {"AccountLimit": {"ConcurrentExecutions": limit, "UnreservedConcurrentExecutions": limit}}
    mappings = {"EventSourceMappings": [{"ScalingConfig": {"MaximumConcurrency": workers}}]}
    functions = Service(get_account_settings=limits, list_event_source_mappings=mappings)
    return {"lambda": functions, "cloudwatch": metric(*peak)}
