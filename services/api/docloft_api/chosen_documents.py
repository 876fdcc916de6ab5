"""The documents that a query chooses, for a job that changes all of them."""

from docloft import index_heads, reasons
from docloft.errors import ConflictError, InvalidRequestError
from docloft.lifecycle.bulk_changes import MOST
from docloft.search import api as search_api
from docloft.search.api import Found, Query
from docloft_api.identity.people import Person


def matching(person: Person, query: Query) -> list[str]:
    """The ids of all documents that the query finds now. Raises InvalidRequestError for more than MOST, ConflictError
    while the index is rebuilt.
    """
    return list(dict.fromkeys(_found(person, query, MOST).document_ids))


def count(person: Person, query: Query) -> int:
    """How many documents the query finds now. Raises whatever `matching` raises."""
    return _found(person, query, 1).total


def _found(person: Person, query: Query, limit: int) -> Found:
    heads = index_heads.find(person.library_id)
    # Ordering by the date added is faster than by relevance, and the order does not matter.
    newest = search_api.ORDERS["-added"]
    found = search_api.find(person.library_id, query, offset=0, limit=limit, order=newest, heads=heads)
    if found.is_damaged:
        raise ConflictError(reasons.INDEX_REBUILDING)
    if found.total > MOST:
        raise InvalidRequestError(reasons.TOO_MANY_CHOSEN.having(found=found.total, limit=MOST), "/query")
    return found
