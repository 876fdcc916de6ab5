"""The rules of a library in their order, and what their queries mean."""

from datetime import UTC, tzinfo

from docloft import reasons, tables
from docloft.directory import Lookup
from docloft.errors import Reason
from docloft.search import api as search
from docloft.search.api import Query
from docloft.tables.records import Rule


def in_order(library_id: str) -> list[Rule]:
    """All rules of a library, in the order in which they are applied. Strongly consistent."""
    rules = tables.library.list_kind(Rule, library_id)
    return sorted(rules, key=lambda rule: (rule.place, rule.record_key))


def lookup_of(library_id: str) -> Lookup:
    """How the names in the queries of rules are found: only exactly as they are written. A search also accepts a name
    that only begins with what was typed; a rule whose tag was deleted would then mean another tag.
    """
    return Lookup(library_id, whole=True)


def parse(query: str, zone: str | None, lookup: Lookup) -> Query:
    """`lookup`: see `lookup_of`. Reads the names of the library only for a query that contains some."""
    return search.parse(query, search.context_of(zone, lookup))


def problem_of(query: Query) -> Reason | None:
    """Why a rule cannot have this query: a part of it was not understood, or there is nothing to look for. A search
    ignores such a part, and finds more; a rule must not.
    """
    for notice in query.notices:
        return reasons.QUERY_PROBLEMS[notice.code].having(**notice.values)
    return reasons.QUERY_EMPTY if query.root is None else None


def zone_of(query: Query) -> tzinfo:
    return query.context.zone if query.context else UTC
