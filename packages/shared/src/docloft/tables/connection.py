"""How the functions reach DynamoDB: region, time limits, and one client for transactions."""

from functools import cache

from pynamodb.connection import Connection, base

from docloft.settings import settings
from docloft.tables import responses

_CONNECT_SECONDS = 2.0
_READ_SECONDS = 10.0

# PynamoDB has no setting for it.
base.get_session = responses.session  # type: ignore[attr-defined]


class Meta:
    """Base of every table's and index's `Meta` (PynamoDB)."""

    region = settings().region
    connect_timeout_seconds = _CONNECT_SECONDS
    read_timeout_seconds = _READ_SECONDS
    billing_mode = "PAY_PER_REQUEST"


@cache
def transaction_connection() -> Connection:
    """One client for every transaction of the process: making one costs more than the write (127 ms, measured)."""
    return Connection(region=Meta.region, connect_timeout_seconds=_CONNECT_SECONDS, read_timeout_seconds=_READ_SECONDS)
