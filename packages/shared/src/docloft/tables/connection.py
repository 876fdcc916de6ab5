"""How the functions reach DynamoDB: region, time limits, and one client for all tables."""

from functools import cache
from typing import Any

from pynamodb.connection import Connection, base, table

from docloft.settings import settings
from docloft.tables import responses

_CONNECT_SECONDS = 2.0
_READ_SECONDS = 10.0
_MOST_SOCKETS = 32
"""Kept open by the client. Indexing several libraries in parallel uses more than botocore's ten."""


class Meta:
    """Base of every table's and index's `Meta` (PynamoDB)."""

    region = settings().region
    billing_mode = "PAY_PER_REQUEST"


@cache
def shared() -> Connection:
    """The connection of transactions and of reads of several tables. Its client is that of all tables: making one costs
    more than the write (127 ms, measured).
    """
    return Connection(
        region=Meta.region,
        connect_timeout_seconds=_CONNECT_SECONDS,
        read_timeout_seconds=_READ_SECONDS,
        max_pool_connections=_MOST_SOCKETS,
    )


class _OfTable(Connection):
    """PynamoDB makes one for each model, because models of one table may have different indexes."""

    @property
    def client(self) -> Any:
        return shared().client


# PynamoDB has no setting for either.
base.get_session = responses.session
table.Connection = _OfTable  # type: ignore[misc]
