"""What only the API is told by its serverless.yml; the shared names are in docloft.settings."""

import os
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class ApiSettings:
    """`site_origin` empty means that no other origin may read answers. A pool or client that is empty is not compared
    with the token: the gateway has already done so; the comparison here is the second lock. `owner_key_id` is set only
    where there is one owner with a key instead of a user pool.
    """

    site_origin: str
    user_pool_id: str
    user_pool_client_id: str
    owner_key_id: str
    usage_plan_name: str


@cache
def api_settings() -> ApiSettings:
    """Read once per process. Tests that change the environment call `api_settings.cache_clear()`."""
    return ApiSettings(
        site_origin=os.environ.get("SITE_ORIGIN", ""),
        user_pool_id=os.environ.get("USER_POOL_ID", ""),
        user_pool_client_id=os.environ.get("USER_POOL_CLIENT_ID", ""),
        owner_key_id=os.environ.get("OWNER_KEY_ID", ""),
        usage_plan_name=os.environ.get("USAGE_PLAN_NAME", ""),
    )
