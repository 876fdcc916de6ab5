"""API keys at API Gateway, in the usage plan of drop keys. The gateway stores their values, counts their use and
enforces the limits. Nothing else in Docloft calls the gateway's control plane. Names that people choose are never sent
there.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from botocore.config import Config

from docloft import aws
from docloft.settings import settings

if TYPE_CHECKING:
    from mypy_boto3_apigateway import APIGatewayClient


TAG = "usage-plan"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """`value` is what the machine sends as x-api-key. AWS returns it only when the key is created."""

    api_key_id: str
    value: str


class UnknownPlanError(RuntimeError):
    """There is no usage plan with the name USAGE_PLAN_NAME: the API's stack is incomplete."""


def create(name: str) -> ApiKey:
    """Creates a key with a random value of 40 characters and adds it to the plan. Not idempotent. A key that cannot be
    added to the plan is removed. AWS allows 10,000 keys per account and region. Its tag names the plan: the function's
    role may only delete keys with this tag (services/api/resources/roles.yml).
    """
    created = client().create_api_key(name=name, enabled=True, tags={TAG: settings().usage_plan_name})
    try:
        client().create_usage_plan_key(usagePlanId=_plan(), keyId=created["id"], keyType="API_KEY")
    except Exception:
        remove(created["id"])
        raise
    return ApiKey(created["id"], created["value"])


def remove(api_key_id: str) -> None:
    """Deletes a key; the gateway refuses it within seconds. Idempotent."""
    try:
        client().delete_api_key(apiKey=api_key_id)
    except client().exceptions.NotFoundException:
        return


@cache
def _plan() -> str:
    """The plan's id, looked up once per process. It cannot be a setting of the function: the plan depends on the stage,
    the stage on the methods, and the methods on the functions.
    """
    for page in client().get_paginator("get_usage_plans").paginate():
        for plan in page["items"]:
            if plan["name"] == settings().usage_plan_name:
                return str(plan["id"])
    raise UnknownPlanError(f"There is no usage plan {settings().usage_plan_name}.")


@cache
def client() -> "APIGatewayClient":
    """The process's client, created at first use. It retries, because the control plane allows an account to create
    only 5 keys a second (AWS: API Gateway quotas).
    """
    return cast(
        "APIGatewayClient",
        aws.session().create_client(
            "apigateway", region_name=settings().region, config=Config(retries={"mode": "standard", "max_attempts": 5})
        ),
    )
