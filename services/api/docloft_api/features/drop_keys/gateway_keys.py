"""API keys at API Gateway, in the usage plan of drop keys: the gateway keeps their values, counts and limits their
use. Nothing else of Docloft speaks with the gateway's control plane. Names that people choose never go there.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from docloft.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient


@dataclass(frozen=True, slots=True)
class ApiKey:
    """`value` is what the machine sends as x-api-key; only the answer to its making holds it."""

    api_key_id: str
    value: str


class UnknownPlanError(RuntimeError):
    """The usage plan named by USAGE_PLAN_NAME is not there: the API's stack is not whole."""


def create(name: str) -> ApiKey:
    """Makes a key with a random value of 40 characters and puts it into the plan. Not idempotent. A key that could not
    be put into the plan opens nothing, and is removed. AWS: 10,000 keys an account and region.
    """
    answer = client().create_api_key(name=name, enabled=True)
    try:
        client().create_usage_plan_key(usagePlanId=_plan(), keyId=answer["id"], keyType="API_KEY")
    except Exception:
        remove(answer["id"])
        raise
    return ApiKey(answer["id"], answer["value"])


def remove(api_key_id: str) -> None:
    """From now on the gateway refuses it (within seconds). Idempotent."""
    try:
        client().delete_api_key(apiKey=api_key_id)
    except client().exceptions.NotFoundException:
        return


@cache
def _plan() -> str:
    """Asked for once a process: the functions cannot be told its id, because the plan stands on the stage, the stage on
    the methods and the methods on the functions.
    """
    for page in client().get_paginator("get_usage_plans").paginate():
        for plan in page["items"]:
            if plan["name"] == settings().usage_plan_name:
                return str(plan["id"])
    raise UnknownPlanError(f"There is no usage plan {settings().usage_plan_name}.")


@cache
def client() -> "APIGatewayClient":
    """The process's client, made at first use. The control plane takes 5 calls a second and account for making keys
    (AWS: API Gateway quotas): the client's own retries wait for that.
    """
    return boto3.client(
        "apigateway", region_name=settings().region, config=Config(retries={"mode": "standard", "max_attempts": 5})
    )
