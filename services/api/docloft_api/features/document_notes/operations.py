"""Routes of the notes on a document."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docloft.clock import timestamp
from docloft.roles import Role
from docloft.tables.records import Note
from docloft_api.features.document_notes import note_writing
from docloft_api.features.document_notes.schemas import NotesSchema, WriteNoteSchema, WrittenNoteSchema
from docloft_api.http import problems
from docloft_api.http.operations import Operation, Sample
from docloft_api.http.requests import Request, Response
from docloft_api.identity.people import Person
from docloft_api.representations import actor, document
from docloft_api.representations.document import DocumentSchema

_SAMPLE_PATH = {"document_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z", "note_id": "01JDA0ZQ5T8M3N7K2V4W6X8Y9Z"}


def list_notes(request: Request) -> Response:
    found = note_writing.listing(request.person, request.path["document_id"])
    return Response({"notes": _all_to_wire(request.person, found)})


def write_note(request: Request) -> Response:
    body = request.body
    origin = {"at": _moment(body["origin_at"]), "by": body["origin_by"]}
    written = note_writing.write(
        request.person, **request.path, text=body["text"], origin=origin, if_match=request.if_match
    )
    shown = {
        "note": _all_to_wire(request.person, [written.note])[0],
        "document": document.to_wire(written.document),
    }
    return Response(shown, 201 if written.is_new else 200, version=int(written.note.version))


def delete_note(request: Request) -> Response:
    return document.response(note_writing.delete(request.person, **request.path, if_match=request.if_match))


def _moment(given: datetime | None) -> str | None:
    return timestamp(given.astimezone(UTC)) if given else None


def _all_to_wire(person: Person, found: Sequence[Note]) -> list[dict[str, Any]]:
    names = {one for note in found for one in (note.author, note.edited_by) if one}
    actors = {one: actor.to_wire(person.library_id, one, user_id=person.user_id) for one in names}
    return [
        {
            "id": note.note_id,
            "text": note.text,
            "author": actors[note.author],
            "created_at": note.created_at,
            "edited_at": note.edited_at,
            "edited_by": actors[note.edited_by] if note.edited_by else None,
            "origin_at": note.origin_at,
            "origin_by": note.origin_by,
            "may_change": note_writing.may_change(person, note),
            "version": int(note.version),
        }
        for note in found
    ]


OPERATIONS = (
    Operation(
        "GET",
        "/v1/documents/{document_id}/notes",
        "List the notes on a document, oldest first",
        list_notes,
        {200: NotesSchema},
        Sample(path={"document_id": _SAMPLE_PATH["document_id"]}),
    ),
    Operation(
        "PUT",
        "/v1/documents/{document_id}/notes/{note_id}",
        "Write a note, or give it another text; the id is a ULID that the client makes. 201 if it was new",
        write_note,
        {201: WrittenNoteSchema, 200: WrittenNoteSchema},
        Sample(path=_SAMPLE_PATH, body={"text": "Paid by **transfer** on 3 May."}, status=200),
        needs=Role.EDITOR,
        body=WriteNoteSchema,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={201: ("ETag",), 200: ("ETag",)},
    ),
    Operation(
        "DELETE",
        "/v1/documents/{document_id}/notes/{note_id}",
        "Delete a note; its author and owners may, and it can be undone from the history",
        delete_note,
        {200: DocumentSchema},
        Sample(path=_SAMPLE_PATH),
        needs=Role.EDITOR,
        problems=(problems.CONFLICT,),
        if_match=True,
        response_headers={200: ("ETag",)},
    ),
)
