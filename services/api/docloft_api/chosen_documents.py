"""The documents that a query chooses, for a job that changes all of them."""

from docloft import index_heads, reasons
from docloft.errors import ConflictError, InvalidRequestError
from docloft.lifecycle.bulk_changes import MOST
from docloft.search import api as search_api
from docloft.search.api import Query
from docloft_api.identity.people import Person


def matching(person: Person, query: Query) -> list[str]:
    """The ids of all documents that the query finds now. Raises InvalidRequestError for more than MOST, ConflictError
    while the index is rebuilt.
    """
    heads = index_heads.find(person.library_id)
    found = search_api.find(person.library_id, query, offset=0, limit=MOST, heads=heads)
    if found.is_damaged:
        raise ConflictError(reasons.INDEX_REBUILDING)
    if found.total > MOST:
        raise InvalidRequestError(f"At most {MOST} documents at once. Narrow the query.", "/query")
    return list(dict.fromkeys(found.document_ids))
