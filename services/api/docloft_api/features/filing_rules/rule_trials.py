"""What a rule would change in the archive, and changing it."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, NamedTuple

from docloft import index_heads, reasons, rule_queries, tables, texts
from docloft.errors import ConflictError, InvalidRequestError
from docloft.lifecycle import bulk_changes, decisions, metadata, rule_actions
from docloft.lifecycle.decisions import Decided
from docloft.lifecycle.rule_actions import Applied, RuleDate
from docloft.search import api as search_api
from docloft.tables.documents import Document
from docloft.tables.jobs import Job
from docloft.tables.records import Rule
from docloft_api import chosen_documents, job_starts, saved_records
from docloft_api.features.filing_rules import rule_keeping
from docloft_api.http.idempotency import Ticket
from docloft_api.identity.people import Person

SHOWN = 50
"""How many documents of a trial are shown at once."""

_SIDE_BY_SIDE = 8


class Effects(NamedTuple):
    """A document, and what the rule does to it; `changes` by attribute, with the values before and after."""

    document: Document
    changes: Mapping[str, Sequence[Any]]
    left: Mapping[str, str]


class Trial(NamedTuple):
    """`total`: how many documents the query finds; `shown`: some of them, newest first; `next`: the offset of those
    after them, None if there are none.
    """

    total: int
    shown: list[Effects]
    next: int | None


def attempt(person: Person, query: str, zone: str | None, actions: Mapping[str, Any], offset: int = 0) -> Trial:
    """What the rule would do to the documents from this place on. Changes nothing. Raises InvalidRequestError as for
    saving a rule, ConflictError while the index is rebuilt.
    """
    parsed, names, actions = rule_keeping.require_valid(person, query, zone, actions)
    library_id = person.library_id
    newest = search_api.ORDERS["added"]
    heads = index_heads.find(library_id)
    found = search_api.find(library_id, parsed, offset=offset, limit=SHOWN, order=newest, heads=heads)
    if found.is_damaged:
        raise ConflictError(reasons.INDEX_REBUILDING)
    documents = tables.documents.find_many(library_id, found.document_ids)
    present = [one for one in documents if bool(one.trashed_at) == parsed.trash]

    def effects_of(document: Document) -> Effects:
        if document.trashed_at:
            # Running the rule changes no document in the trash either.
            return Effects(document, {}, {})
        suggested = _suggestions(document, actions)
        zone_of = rule_queries.zone_of(parsed)
        applied = rule_actions.apply(actions, document, names, people=Decided(), found=suggested, zone=zone_of)
        if applied.values:
            people = decisions.decided(library_id, document.document_id)
            applied = rule_actions.apply(actions, document, names, people=people, found=suggested, zone=zone_of)
        return _effects(document, applied)

    with ThreadPoolExecutor(_SIDE_BY_SIDE) as threads:
        waiting = [threads.submit(copy_context().run, effects_of, document) for document in present]
        shown = [one.result() for one in waiting]
    after = offset + SHOWN
    return Trial(found.total, shown, after if after < min(found.total, bulk_changes.MOST) else None)


def run(person: Person, rule_id: str, correlation_id: str, ticket: Ticket | None) -> Job:
    """Starts a job that applies a rule to all documents that its query finds now, even if the rule is off. Raises
    NotFoundError, InvalidRequestError for a rule whose query is no longer understood, ConflictError while the index
    is rebuilt.
    """
    if (repeated := job_starts.find_started(person.library_id, ticket, correlation_id)) is not None:
        return repeated
    rule = saved_records.find(Rule, person, rule_id)
    parsed = rule_queries.parse(rule.search, rule.zone, rule_queries.lookup_of(person.library_id))
    if (problem := rule_queries.problem_of(parsed)) is not None:
        raise InvalidRequestError(problem, "/query")
    ids = chosen_documents.matching(person, parsed)
    frozen = {"id": rule.rule_id, "name": rule.name, "actions": rule.actions, "zone": rule.zone}
    return job_starts.start_bulk(person, ids, correlation_id, ticket, changes={bulk_changes.RULE: frozen})


def _suggestions(document: Document, actions: Mapping[str, Any]) -> Any:
    if actions.get("document_date") != RuleDate.FOUND or document.document_date or not document.has_text:
        return ()
    text = texts.load(document.library_id, document.content_id)
    return text.suggestions if text else ()


def _effects(document: Document, applied: Applied) -> Effects:
    return Effects(document, metadata.recorded(document, applied.values) or {}, applied.left)
