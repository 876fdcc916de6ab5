"""The API key of a request, which the gateway has checked. Only the gateway knows its value."""

from collections.abc import Mapping
from typing import Any

from docloft.settings import settings


def key_of(event: Mapping[str, Any]) -> str | None:
    """The key's id at the gateway; None if the method requires no key (AWS: `$context.identity.apiKeyId`)."""
    identity = event.get("requestContext", {}).get("identity") or {}
    return str(identity.get("apiKeyId") or "") or None


def is_single_owner() -> bool:
    """Whether this deployment has one owner with a key, and no user pool."""
    return bool(settings().owner_key_id)


def is_owners(event: Mapping[str, Any]) -> bool:
    """Whether the request has the owner's key. Always false where people sign in."""
    return is_single_owner() and key_of(event) == settings().owner_key_id
