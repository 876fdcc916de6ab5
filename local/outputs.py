"""`.local/outputs.json`: what tests, bench and scripts need to know about a running stage."""

import json
from typing import Any

from local.stacks import Stack, client
from tools.local_stage import REGION, settings

_TABLES = ("documents", "library", "jobs", "history")


def read() -> dict[str, Any]:
    """What was written last; empty before the first deploy."""
    try:
        found: dict[str, Any] = json.loads(settings().outputs.read_text())
    except FileNotFoundError:
        return {}
    return found


def write(stacks: dict[str, Stack]) -> dict[str, Any]:
    """Writes the outputs of these stacks, which must be all stacks of the stage. The demo account and the drop key that
    seeding added are kept, unless the stage changed its kind of sign-in. A stage for one owner has `owner_key` and no
    user pool.
    """
    here = settings()
    frontend, storage, api = (stacks[service].outputs for service in ("frontend", "storage", "api"))
    before = read()
    if before.get("auth") != api["Auth"]:
        before = {}
    written: dict[str, Any] = {
        "api_url": api["ApiUrl"],
        "site_url": here.site_url,
        "auth": api["Auth"],
        "user_pool_id": api.get("UserPoolId"),
        "client_id": api.get("UserPoolClientId"),
        "owner_key": _owner_key(api.get("OwnerKeyId")),
        "region": REGION,
        "endpoint_url": here.endpoint_url,
        "demo_user": before.get("demo_user"),
        "drop_key": before.get("drop_key"),
        "auth_url": api.get("AuthUrl"),
        "files_bucket": storage["FilesBucketName"],
        "work_queue_url": storage["WorkQueueUrl"],
        "dead_letter_queue_url": storage["DeadLetterQueueUrl"],
        "site_domain": frontend["DistributionDomain"],
        "tables": {name: storage[f"{name.title()}TableName"] for name in _TABLES},
    }
    save(written)
    return written


def save(written: dict[str, Any]) -> None:
    settings().outputs.write_text(json.dumps(written, indent=2) + "\n")


def _owner_key(api_key_id: str | None) -> str | None:
    if api_key_id is None:
        return None
    return str(client("apigateway").get_api_key(apiKey=api_key_id, includeValue=True)["value"])
