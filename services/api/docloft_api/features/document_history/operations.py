"""Routes of the history of a document."""

from typing import Any

from docloft.roles import Role
from docloft_api.features.document_history import reverting
from docloft_api.features.document_history.reverting import Outcome
from docloft_api.features.document_history.schemas import HistoryQuerySchema, HistorySchema, RevertedSchema
from docloft_api.http import problems
from docloft_api.http.cursors import ById
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.representations import actor, document

_SAMPLE_PATH = {"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z", "entry_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}


def list_history(request: Request) -> Response:
    person = request.person
    page = reverting.listing(person, request.path["document_id"], **request.query)
    named = {one for entry in page.entries for one in (entry.actor, entry.imported_by) if one}
    actors = {one: actor.to_wire(person.library_id, one, user_id=person.user_id) for one in named}
    entries = [
        {
            "id": entry.event_id,
            "event": entry.event,
            "at": entry.at,
            "actor": actor.from_elsewhere(entry.facts) if entry.imported_at else actors[entry.actor],
            "version": int(entry.version),
            "changes": [
                {"field": name, "before": before, "after": after}
                for name, (before, after) in (entry.changes or {}).items()
            ],
            "without_values": reverting.fields_without_values(entry),
            "job_id": entry.job_id,
            "reverts": (entry.facts or {}).get("entry"),
            "imported": {"at": entry.imported_at, "by": actors[entry.imported_by]} if entry.imported_by else None,
        }
        for entry in page.entries
    ]
    return Response({"entries": entries}, next=page.next)


def revert_entry(request: Request) -> Response:
    return _response(reverting.revert(request.person, **request.path, if_match=request.if_match))


def restore_metadata(request: Request) -> Response:
    return _response(reverting.restore(request.person, **request.path, if_match=request.if_match))


def _response(outcome: Outcome) -> Response:
    body: dict[str, Any] = {
        "document": document.to_wire(outcome.document),
        "left": [{"field": name, "code": code} for name, code in outcome.left.items()],
    }
    return Response(body, version=int(outcome.document.version))


OPERATIONS = (
    Operation(
        "GET",
        "/v1/documents/{document_id}/history",
        "List what happened to a document, newest first, with the values before and after each change",
        list_history,
        {200: HistorySchema},
        Sample(path={"document_id": _SAMPLE_PATH["document_id"]}),
        query=HistoryQuerySchema,
        paging=ById(),
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/history/{entry_id}/revert",
        "Revert one change: its fields get the values from before it, unless they were changed since; idempotent",
        revert_entry,
        {200: RevertedSchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
    ),
    Operation(
        "POST",
        "/v1/documents/{document_id}/history/{entry_id}/restore",
        "Restore title, dates, sender, kind, tags and amount as they were after an entry; idempotent",
        restore_metadata,
        {200: RevertedSchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
    ),
)
